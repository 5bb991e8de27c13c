"""From Lark's tree of one statement to its syntax."""

from __future__ import annotations

from lark import Token, Tree

from auditor.language import syntax as s
from auditor.language.parse.conditions import ConditionBuilder
from auditor.language.parse.declarations import DeclarationBuilder
from auditor.language.parse.examples import ExampleBuilder
from auditor.language.parse.history import HistoryBuilder
from auditor.language.parse.rules import RuleBuilder
from auditor.language.parse.values import ValueBuilder
from auditor.language.parse.windows import WindowBuilder


class StatementBuilder(
    DeclarationBuilder, RuleBuilder, ExampleBuilder, ConditionBuilder, HistoryBuilder, WindowBuilder, ValueBuilder
):
    """Builds the syntax of one statement, each part by the builder of its kind."""

    def build(self, tree: Tree[Token]) -> s.Statement | None:
        """The statement, or None where it is nested too deeply to go on."""
        statement: s.Statement = self.transform(tree)
        return None if self.too_deep else statement
