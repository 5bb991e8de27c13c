"""`auditor review`: the reviewer's columns of a signed workbook, read back."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli import options


@click.command()
@click.argument("workbook", type=click.Path(path_type=Path))
@options.output("Write to a file (.json) instead of standard output.")
def command(workbook: Path, output: Path | None) -> int:
    """Read the decisions, comments, owners and due dates from WORKBOOK, by finding, as JSON."""
    import json

    from auditor.reports.excel.review import read_review
    from auditor.reports.whole_file import whole_file

    found = read_review(workbook)
    data = {
        id: {
            "decision": r.decision,
            "comment": r.comment,
            "owner": r.owner,
            "due": r.due.isoformat() if r.due else None,
        }
        for id, r in found.items()
    }
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    if output is None:
        click.echo(text, nl=False)
    else:
        with whole_file(output) as out:
            out.write(text.encode())
        click.echo(f"wrote {output}", err=True)
    return 0
