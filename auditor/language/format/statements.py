"""Each kind of statement to what prints it."""

from __future__ import annotations

from auditor.language import syntax as s
from auditor.language.format import declarations as d
from auditor.language.format import rules as r
from auditor.language.format.layout import Doc
from auditor.language.format.terms import Terms


def statement(terms: Terms, node: s.Statement) -> Doc:
    """A statement, from its first word to its last."""
    match node:
        case s.Pack():
            return d.pack(terms, node)
        case s.Use():
            return d.use(terms, node)
        case s.AppliesWhen():
            return d.applies_when(terms, node)
        case s.Field():
            return d.field(terms, node)
        case s.FieldAdds():
            return d.field_adds(terms, node)
        case s.Param():
            return d.param(terms, node)
        case s.Define():
            return d.define(terms, node)
        case s.Words():
            return d.words(terms, node)
        case s.Hours():
            return d.hours(terms, node)
        case s.Calendar():
            return d.calendar(terms, node)
        case s.Rule():
            return r.rule(terms, node)
        case s.Clause():
            return r.clause(terms, node)
        case s.Example():
            return r.example(terms, node)
        case s.Adjust():
            return r.adjust(terms, node)
