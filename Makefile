# The whole vocabulary: demo, test, lint, bench, docs, conformance. Only python3 (3.11 or later) is needed.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.doclint-ready

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench docs conformance

help:
	@echo 'make demo         lint the documents in fixtures/documents and show what is found'
	@echo 'make test         run every test'
	@echo 'make lint         ruff and mypy'
	@echo 'make bench        time a cold start and the work per megabyte'
	@echo 'make docs         write what docs/ has from the code: checks, packs, formats, the picture'
	@echo 'make conformance  run what reads doclint (SARIF Multitool, Node, Vim, Emacs) and the CommonMark examples'

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("doclint needs Python 3.11 or later, and $(PYTHON) is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(READY)
	@$(BIN)/doclint check --format full fixtures/documents || test $$? -eq 1

test: $(READY)
	$(BIN)/python -m pytest $(ARGS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python bench/timing.py $(ARGS)

docs: $(READY)
	$(BIN)/python docs/generate.py

conformance: $(READY)
	$(BIN)/python -m pytest tests/consumers.py -rs $(ARGS)
	$(BIN)/python -m pytest tests/test_markdown.py -rs -k 'commonmark or spec' $(ARGS)
