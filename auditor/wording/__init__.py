"""Word lists and patterns in texts.

A phrase is found however a text disguises it within the tolerances of its list. Phrase and text are read the same way:

width         in Unicode's form NFKC (`Ｐ图` is `P图`, `①` is `1`); for word lists character by character, with the
              accents that follow it.
case          by Unicode's case folding.
zero-width    format characters (category Cf), variation selectors, Hangul fillers, and accents that join with no
              letter are dropped.
traditional   traditional characters are read as simplified ones, one by one, by OpenCC's table.
separators    what stands between the units of a phrase is overlooked, as said below.
homophones    units that sound like the phrase's will do, as said below.

The units of a text are its characters in scripts that are written without spaces or with endings joined on (Chinese,
kana, Hangul, Thai ...), and whole words in all other scripts; digits and letters make up words together. So
Latin-script phrases are found as whole words only (`hell` is not in `hello`, `sue` is in `sue's`).

Separators are all that is no letter, digit or accent: white space, punctuation, symbols, emoji, control characters,
unreadable characters. Between two units of a hit there may be

- anywhere what the phrase itself has there;
- between two words: white space (line breaks too), symbols, dashes, apostrophes; not `.`, commas, quotation marks and
  the like, nor `!`, `?`;
- elsewhere: white space, symbols, dashes, `.`; where the phrase has four units or more also commas, quotation marks,
  brackets, `：`, `…`, `——` and the like; never `。`, `！`, `？` or a line break.

A word whose letters are set apart, each from the next by the same white space, symbols or dots (`l-a-w-s-u-i-t`), is
read as a word too; so it is where `a` or `I`, set apart alike, stands before it. The marks at the ends of a phrase do
not count (`滚！` is `滚`), but a phrase that begins or ends with a symbol, an emoji or a bracket, or has nothing else, is
looked for as it is written, without the tolerance for separators.

Homophones: at least half of the units (rounded up) are the phrase's own; the others are characters with the sound that
the phrase's character has in the phrase, or that sound written as a word (`li案`, `lǜ师`). Tones do not count. A
character in a text has its first reading in pypinyin's dictionary, and any other that two words there have. Words of
other scripts have no sound. Initials (`TXL`) are no homophones: a list that wants them says so.

Exceptions of a list cancel the hits that they overlap. They are found like phrases, but never by sound: else the
exception `居留` would cancel every `拘留`. An exception that ends in `…` reaches over the next four units too, but not
past a comma, the end of a sentence or a line: `不会…` excuses `去你单位闹` in `我们不会随便去你单位闹`. Phrases of a list that
read alike count as one, under the first spelling.
"""

from __future__ import annotations

from auditor.wording.matcher import Matcher
from auditor.wording.patterns import Patterns, matches, plain

__all__ = ["Matcher", "Patterns", "matches", "plain"]
