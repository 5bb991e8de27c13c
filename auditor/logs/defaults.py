"""What fills an empty cell or an absent column: the fields' defaults, each an assumption that the report prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from auditor.compile import shape as s
from auditor.compile.sql import Sql, cast, coalesce, col, lit, named, text
from auditor.language.declarations import TEXTS, Const, Field
from auditor.logs.stage import LEG, Staged, sql_type
from auditor.value_types import HOUR, MINUTE, SECOND, Kind


@dataclass
class Filled:
    """The columns of fields, as SQL over the staged rows.

    derived: those that follow from others or are the same throughout. assumed: by field, what was assumed.
    """

    columns: list[str] = field(default_factory=list)
    derived: list[str] = field(default_factory=list)
    assumed: dict[str, str] = field(default_factory=dict)


def fill(staged: Sequence[Staged], fields: Mapping[str, Field], needed: frozenset[str]) -> Filled:
    """The columns of fields as they go into the table, empty cells filled by the fields' defaults."""
    given = {name for one in staged for name in one.fields}
    filled = Filled()
    for name, declared in fields.items():
        if name not in needed or name in ("at", "row", *TEXTS) or declared.type.kind is Kind.MOMENT:
            continue
        own = col(s.column(name)) if name in given else None
        value = _value(declared, given, own, filled.assumed)
        if value is not None:
            (filled.derived if own is None else filled.columns).append(text(named(value, s.column(name))))
    masked = sorted({name for one in staged for name in one.masked})
    filled.columns += [f'"{s.masked_column(name)}"' for name in masked]
    if any(one.mapped.opened.profile.legs is not None for one in staged):
        filled.columns.append(LEG)
    return filled


def _value(declared: Field, given: set[str], own: Sql | None, assumed: dict[str, str]) -> Sql | None:
    default = declared.default
    if isinstance(default, Const):
        value, said = cast(lit(default.value), sql_type(declared.type)), f"taken as `{_shown(default)}`"
    elif isinstance(default, str) and default in given:
        value, said = col(s.column(default)), f"taken from `{default}`"
    else:
        return own
    if own is None:
        assumed[declared.name] = f"{said} throughout: the log has no such column"
        return value
    assumed[declared.name] = f"{said} where the cell is empty"
    return coalesce(own, value)


def _shown(default: Const) -> str:
    """A default as an author would write it."""
    value = default.value
    match default.type.kind:
        case Kind.YES_NO:
            return "yes" if value else "no"
        case Kind.DATE:
            return (date(1970, 1, 1) + timedelta(days=value)).isoformat()
        case Kind.TIME:
            return f"{value // HOUR:02}:{value % HOUR // MINUTE:02}"
        case Kind.DURATION:
            return f"{value // SECOND} seconds"
    return str(value)
