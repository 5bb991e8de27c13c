# `make audit` and `make test` are all a newcomer needs; `make help` lists the rest.

PYTHON ?= python3
VENV   ?= .venv
OUT    ?= out
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
FILE   ?= tests/cases/regf.jsonl

.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

$(READY): setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

setup: $(READY) ## make the virtual environment and install into it

# Findings are expected here: exit status 1 says that there are some, and is what this sample is for.
audit: $(READY) ## audit the sample logs with the Chinese packs, leave a workbook in out/
	@mkdir -p $(OUT)
	$(BIN)/auditor audit sample_logs/cn/* --rules cn --rules sample_logs/site --profile tianrun --profile ronglian \
	  --zone Asia/Shanghai --period 2026-07-01..2026-09-30 -o $(OUT)/report.xlsx -o $(OUT)/findings.json || [ $$? -eq 1 ]

cases: $(READY) ## run worked cases of Regulation F: make cases FILE=cases.jsonl
	$(BIN)/python -m tests.cases $(FILE)

bench: $(READY) ## measure against hand-written rivals, and write benchmarks/RESULTS.md
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m benchmarks --logs $(OUT)/bench --write

test: $(READY) ## everything that must hold: tests, types, lint
	$(BIN)/python -m pytest -q -n 2 --dist worksteal
	$(BIN)/python -m mypy
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/auditor check rules
	$(BIN)/auditor fmt --check rules

clean: ## remove what was made
	rm -rf $(VENV) $(OUT) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

.PHONY: help setup audit cases bench test clean
