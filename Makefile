# Every command of the project, one line each in `make help`.
PORT ?= 3000
HOST ?= 127.0.0.1
ROUNDS ?= 10
KILLS ?= 20
ARGS ?=

BIN := .venv/bin
RUN_READY := .venv/.installed-run
DEV_READY := .venv/.installed-dev
PACKAGE := pyproject.toml .ci/install

# pyright comes whole from its wheel; it need not ask whether there is a newer one.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.DEFAULT_GOAL := help
.PHONY: help install run test check bench soak lock

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

install: $(RUN_READY) ## make .venv with the exact versions of requirements.lock
	@echo "Installed: .venv/bin/coach"

run: $(RUN_READY) ## serve with the demo company (PORT=3000 HOST=127.0.0.1)
	@$(BIN)/coach serve --demo --port "$(PORT)" --host "$(HOST)"

test: $(DEV_READY) ## run all tests (ARGS=... goes to pytest)
	@$(BIN)/python -m tests.machine
	@$(BIN)/python -m pytest -n auto $(ARGS)

check: $(DEV_READY) ## format, lint, types, import order and house rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/pyright
	@PYTHONPATH=. $(BIN)/lint-imports --no-logo
	@$(BIN)/python -m pytest -q tests/architecture

bench: $(DEV_READY) ## compare measures side by side, as ratios (ARGS=name runs one)
	@$(BIN)/python -m tests.bench $(ARGS)

soak: $(DEV_READY) ## kill servers, break the program, repeat all tests (ROUNDS=10 KILLS=20)
	@$(BIN)/python -m tests.machine
	@$(BIN)/python -m pytest -q --kills $(KILLS) tests/journeys/test_never_lost.py -k killed
	@$(BIN)/python -m tests.mutants
	@set -e; for round in $$(seq $(ROUNDS)); do echo "Round $$round of $(ROUNDS)"; \
	  $(BIN)/python -m pytest -q -x -n auto -p randomly --hypothesis-profile exploring $(ARGS); done

lock: $(DEV_READY) ## resolve pyproject.toml anew into both lock files
	@.ci/lock $(ARGS)

$(RUN_READY): requirements.lock $(PACKAGE)
	@.ci/install requirements.lock
	@touch $@

$(DEV_READY): requirements-dev.lock requirements.lock $(PACKAGE)
	@.ci/install requirements-dev.lock
	@touch $(RUN_READY) $@
