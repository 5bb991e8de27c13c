"""The fixed words of reports in English or Chinese. The English sentence is its own key."""

from __future__ import annotations

import re
from collections.abc import Mapping

from auditor.reports.chinese import CAUSES, CHINESE
from auditor.reports.chinese_rows import of_row

LANGUAGES = ("en", "zh")
DISABLED = "disabled: "
"""What begins the reason why a rule that its pack or a site has switched off is not run."""

_NAME = re.compile(r"`([^`]*)`")
_NAMES = re.compile(r"`[^`]*`(?:, `[^`]*`)*")


class Say:
    """Speaks one language. names: Chinese names of fields and values, as packs declare them."""

    def __init__(self, language: str = "en", names: Mapping[str, str] | None = None) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"a report is written in one of {', '.join(LANGUAGES)}, not `{language}`")
        self.language = language
        self._names = names or {}

    @property
    def chinese(self) -> bool:
        """Whether it speaks Chinese."""
        return self.language == "zh"

    def __call__(self, english: str, **values: object) -> str:
        """A fixed sentence, its placeholders filled; KeyError where its Chinese is not written yet."""
        return (CHINESE[english] if self.chinese else english).format(**values)

    def word(self, english: str) -> str:
        """A word that comes from data (a severity, a kind of force): as it is where its Chinese is not known."""
        return CHINESE.get(english, english) if self.chinese else english

    def name(self, name: str) -> str:
        """The name of a field or of a value."""
        return self._names.get(name) or CHINESE.get(name, name) if self.chinese else name

    def cause(self, cause: str) -> str:
        """A sentence of the engine or of the reading: why something is not concluded, not run, assumed or not used."""
        if not self.chinese:
            return cause
        if cause.startswith(DISABLED):
            return self("disabled: {why}", why=cause.removeprefix(DISABLED))
        listed = [_NAME.findall(names) for names in _NAMES.findall(cause)]
        known = CAUSES.get(_NAMES.sub("`{}`", cause))
        if known is None:
            return of_row(cause) or cause
        return known.format(*("”、“".join(map(self.name, names)) for names in listed))

    def note(self, note: str) -> str:
        """How a log was read; what stands before it, the file or sheet, stays itself."""
        where, colon, how = note.partition(": ")
        whole = self.cause(note)
        return whole if whole != note or not colon else f"{where}: {self.cause(how)}"
