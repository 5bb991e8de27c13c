"""Headers of a log: the row in which one stands, and the profile that fits it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from auditor.diagnostics import Diagnostic
from auditor.language.declarations import Field
from auditor.logs.profile import CANONICAL, Profile
from auditor.logs.raw import Head
from auditor.spelling import nearest


class Headers:
    """Looks for the headers that profiles describe, or that already are the names of fields."""

    def __init__(self, profiles: Sequence[Profile], fields: Iterable[Field]) -> None:
        self._profiles = tuple(profiles)
        names = [(field.name, *field.zh) for field in fields]
        self._names = frozenset(name for both in names for name in both)
        self._times = frozenset(name for both in names if both[0] == "at" for name in both)

    def profile_of(self, columns: Sequence[str], shown: str) -> Profile | list[Diagnostic]:
        """The profile whose columns are all there; `CANONICAL` where the headers already are field names.

        Where there is neither, what is missing, of the file that is called `shown`.
        """
        present = set(columns)
        for profile in self._profiles:
            if set(profile.needed_columns) <= present:
                return profile
        nearly = [profile for profile in self._profiles if _nearly(profile, present)]
        if not nearly and present & self._times:
            return CANONICAL
        return list(self._what_is_missing(nearly or self._profiles, present, shown))

    def _what_is_missing(self, profiles: Sequence[Profile], present: set[str], shown: str) -> Iterator[Diagnostic]:
        for profile in profiles:
            missing = [column for column in profile.needed_columns if column not in present]
            if missing:
                listed = ", ".join(f"`{column}`" for column in missing)
                close = [found for column in missing if (found := nearest(column, present))]
                hint = f"the file has `{close[0]}`" if close else "its columns are " + ", ".join(sorted(present)[:20])
                message = f"the profile `{profile.name}` does not fit: the file has no column {listed}"
                yield Diagnostic("unknown-column", message, file=shown, hint=hint)
        if not profiles:
            message = "no column is the time of the event (`at`, 时间)"
            hint = "map the columns with a profile: `auditor profile suggest` drafts one"
            yield Diagnostic("unknown-column", message, file=shown, hint=hint)

    def _known(self) -> frozenset[str]:
        return self._names.union(*(profile.known_columns for profile in self._profiles if profile.has_header))

    def row_of(self, head: Head) -> tuple[list[str], int] | None:
        """The header's cells and the row (from 1) at which the data begin; columns without a header are `1`, `2`, ..."""
        alone = len(self._profiles) == 1
        for profile in self._profiles:
            if profile.header_row is not None and len(head.rows) >= profile.header_row:
                cells = head.rows[profile.header_row - 1]
                if alone or set(profile.needed_columns) <= {cell.strip() for cell in cells}:
                    return cells, profile.header_row + 1
        headless = any(not profile.has_header for profile in self._profiles)
        index = None if alone and headless else self._find_header(head)
        if index is not None:
            return head.rows[index], index + 2
        if headless and head.rows:
            return [str(number) for number in range(1, len(head.rows[0]) + 1)], 1
        return None

    def _find_header(self, head: Head) -> int | None:
        """The row that has all columns that a profile needs; else the one that names most known columns."""
        wanted = [set(profile.needed_columns) for profile in self._profiles if profile.has_header]
        for index, row in enumerate(head.rows):
            cells = {cell.strip() for cell in row}
            if any(needed and needed <= cells for needed in wanted):
                return index
        return head.find_header(self._known())

    def missing(self, head: Head, shown: str) -> Diagnostic:
        """What is told of a file that is called `shown`, and has no header."""
        first = next((row for row in head.rows if any(cell.strip() for cell in row)), [])
        cells = ", ".join(f"`{cell.strip()}`" for cell in first[:12] if cell.strip())
        if not cells:
            return Diagnostic("empty-log", "the file holds no cell", file=shown, hint="export it again")
        known = sorted(self._known())
        others = [cell.strip() for cell in first if cell.strip().lower() not in known]
        close = [f"`{cell}` may be `{found}`" for cell in others if (found := nearest(cell, known))]
        hint = "; ".join([*close[:3], "map the columns with a profile: `auditor profile suggest` drafts one"])
        message = f"no header was found whose names are known; the first row has {cells}"
        return Diagnostic("unknown-column", message, file=shown, hint=hint)


def _nearly(profile: Profile, present: set[str]) -> bool:
    """Whether a profile is meant for a file: it has half of the columns that the profile needs, or more."""
    needed = profile.needed_columns
    return 2 * sum(column in present for column in needed) >= len(needed) > 0
