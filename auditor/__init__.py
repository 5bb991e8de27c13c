"""Audits debt-collection logs against limits written in a language that lawyers can read.

import auditor

report = auditor.audit("q3.xlsx", rules=["cn"])    # path(s) or a pandas data frame
report.findings                                    # a data frame, one row a finding
report.summary                                     # a data frame, one row a rule
report.write("q3-report.xlsx")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from auditor.api import Report, audit
    from auditor.diagnostics import Diagnostic, DiagnosticError
    from auditor.findings import Finding

__all__ = ["Diagnostic", "DiagnosticError", "Finding", "Report", "__version__", "audit"]
__version__ = "0.1.0"

_ROOMS = {
    "Diagnostic": "diagnostics", "DiagnosticError": "diagnostics", "Finding": "findings", "Report": "api",
    "audit": "api",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """What is in the window is fetched when it is asked for: `auditor --help` needs none of it."""
    if name not in _ROOMS:
        raise AttributeError(f"module `auditor` has no attribute `{name}`")
    return getattr(import_module(f"auditor.{_ROOMS[name]}"), name)
