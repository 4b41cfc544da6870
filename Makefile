# `make` lists what there is. Needs make and Python 3.11 or newer; everything else goes into .venv.
# Another Python: make demo PYTHON=python3.12       Options for mm: make build ARGS="--verbose"

PYTHON ?= python3
ARGS ?=

BIN := .venv/bin
STAMPS := .venv/stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Locked versions only, each checked against its hash; the lock is complete, so pip resolves nothing.
# Python compiles what it loads when it loads it: all of it beforehand takes half a minute more.
INSTALL := $(PIP) install --quiet --no-compile --no-deps --require-hashes -r
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-strip-extras pyproject.toml
# A process per core, each taking whole files, so that what a file shares is made once. In the order of
# testpaths: slow files first and many quick ones last, so that all end together. ARGS=-n0 for one process.
SIDE_BY_SIDE := -n auto --maxprocesses 4 --max-worker-restart 0 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test full faults check build view lock audit reference clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: $(STAMPS)/runtime $(STAMPS)/project ## build the sample listener and show 20 new artists (no key, no network)
	@$(BIN)/mm demo $(ARGS)

test: $(STAMPS)/dev $(STAMPS)/project ## run the suite: unit, architecture, integration, browser, faults, dbt
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

full: $(STAMPS)/dev $(STAMPS)/project ## run every test, also the slow ones that `make test` counts as deselected
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE) --full $(ARGS)

faults: $(STAMPS)/dev $(STAMPS)/project ## break it for real, in full: kills at 40 moments, full disks, damage (make test: a few)
	@$(BIN)/python -m pytest -n0 --full tests/faults $(ARGS)

check: $(STAMPS)/dev $(STAMPS)/project ## run the linters and the architecture tests, fastest first
	@$(BIN)/ruff format --check --quiet . || { echo "run .venv/bin/ruff format ." >&2; exit 1; }
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/mypy & types=$$!; $(BIN)/sqlfluff lint --processes 0 --disable-progress-bar models macros tests/dbt \
	&& wait $$types || { wait $$types; exit 1; }
	@$(if $(CI),: make test runs them too,$(BIN)/python -m pytest -q tests/architecture)
	@if [ -e .git ]; then $(BIN)/mm guard --history; fi

build: $(STAMPS)/runtime $(STAMPS)/project ## build your own warehouse from data/spotify and show the list
	@$(BIN)/mm build $(ARGS)

view: $(STAMPS)/runtime $(STAMPS)/project ## look at your own warehouse in a browser (the sample: .venv/bin/mm --demo view)
	@$(BIN)/mm view $(ARGS)

lock: $(STAMPS)/dev ## write both lock files anew from pyproject.toml (add UPGRADE=--upgrade for newer versions)
	$(COMPILE) $(UPGRADE) --extra build --output-file requirements.lock
	$(COMPILE) $(UPGRADE) --extra build --extra dev -c requirements.lock --output-file requirements-dev.lock

audit: $(STAMPS)/dev ## ask PyPI for known holes in the locked packages (the one target that needs a network beside the install)
	@$(BIN)/uv tool run pip-audit --strict --disable-pip --require-hashes -r requirements-dev.lock $(ARGS)

reference: $(STAMPS)/dev $(STAMPS)/project ## write the pages of docs/ that come from the program anew: commands, vars, tables
	@$(BIN)/python -m docs.reference

clean: ## remove the environment, caches and build files; data, config, cache/ and output/ stay
	rm -rf .venv target logs demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment. Each stamp is newer than the file that asked for it, so a step runs again only
# when that file changes, or when it was cut short.

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	echo "mmuffin needs Python 3.11 or newer, and \"$(PYTHON)\" is not: $$($(PYTHON) --version 2>&1)." >&2; \
	echo "Name another one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { \
	echo "This Python cannot make environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: requirements.lock $(STAMPS)/venv
	@echo "Installing the pinned packages into .venv (once, about a minute) …" >&2
	@$(INSTALL) requirements.lock
	@touch $@

$(STAMPS)/dev: requirements-dev.lock $(STAMPS)/venv
	@echo "Installing the pinned packages and tools into .venv (once, about a minute) …" >&2
	@$(INSTALL) requirements-dev.lock
	@touch $@ $(STAMPS)/runtime

$(STAMPS)/project: pyproject.toml | $(STAMPS)/venv
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
