"""Patterns between slashes: only what a linear-time engine runs, and every engine reads alike."""

from __future__ import annotations

import re
from re import _constants as sre
from re import _parser as sre_parse
from typing import Any

MAX_REPEAT = 1000

_NOT_LINEAR = {
    sre.ASSERT: "a look-ahead or look-behind", sre.ASSERT_NOT: "a look-ahead or look-behind",
    sre.GROUPREF: "a back-reference", sre.GROUPREF_EXISTS: "a back-reference",
    sre.ATOMIC_GROUP: "an atomic group", sre.POSSESSIVE_REPEAT: "a possessive repetition",
}  # fmt: skip


def pattern_problem(pattern: str) -> str | None:
    r"""What is wrong with a pattern, or None.

    Refused are look-around, back-references and repetitions beyond 1000 (RE2 has none of them), and
    `\\d`, `\\w`, `\\s`, `\\b`, which mean different characters in different engines.
    """
    if found := re.search(r"\\[dDwWsSbBAZ]", pattern):
        return f"`{found.group()}` means different characters in different engines; write the characters out: `[0-9]`"
    if pattern.startswith("(?") and not pattern.startswith(("(?:", "(?P<")):
        return "flags inside a pattern are not allowed"
    try:
        tree = sre_parse.parse(pattern)
    except re.error as error:
        return f"not a pattern: {error.msg}"
    except (OverflowError, RecursionError):
        return "the pattern is too large"
    return _walk(tree)


def _walk(tree: Any) -> str | None:
    for operation, argument in tree:
        if operation in _NOT_LINEAR:
            return f"{_NOT_LINEAR[operation]} cannot be used"
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            low, high, inner = argument
            if low > MAX_REPEAT or (high is not sre.MAXREPEAT and high > MAX_REPEAT):
                return f"a repetition may have at most {MAX_REPEAT} times"
            children = [inner]
        elif operation is sre.SUBPATTERN:
            children = [argument[3]]
        elif operation is sre.BRANCH:
            children = argument[1]
        else:
            children = []
        for child in children:
            if found := _walk(child):
                return found
    return None
