# Every command the outlet's people and its developers need. `make run` on a bare clone is enough to see it.
.DEFAULT_GOAL := help
.PHONY: help run serve setup dev test test-python test-js quick cover check check-js audit lock sbom bench soak pictures browser clean
SHELL := /bin/bash
# Without its bytecode each test process compiles every test again.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check
# Where the lock was made for; elsewhere pip chooses, and says so. A digest that differs is always an error.
LOCKED ?= $(if $(filter Linux-x86_64 Linux-aarch64 Darwin-x86_64 Darwin-arm64,$(shell uname -sm | tr ' ' -)),yes,no)
NOT_LOCKED := NOTICE: dependencies are not those of the lock, but what pip chooses for this system.
MO  := $(patsubst %.po,%.mo,$(wildcard core/translations/*/LC_MESSAGES/*.po))

help:  ## what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 14

run: setup  ## the demonstration outlet on http://127.0.0.1:8000
	@exec $(BIN)/python wsgi.py --demo

serve: setup  ## a real outlet, no demonstration data
	@exec $(BIN)/python wsgi.py

setup: .venv/.ready static/generated/.ready  ## the environment in .venv/, fonts and translations

dev: setup .venv/.ready-dev  ## setup, plus the test tools

test: test-js test-python  ## the whole suite, browser tests included

test-python: dev browser
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

test-js:
	@if command -v node >/dev/null 2>&1; then node --test tests/js/*.test.*js; \
	else echo 'NOTICE: node is not installed, so tests/js was not run (Debian: apt-get install nodejs).'; fi

quick: dev  ## what one runs between two edits: pure rules and acts inside the process
	$(BIN)/python -m pytest -q -m quick -n 2 tests/core tests/inventory tests/people tests/pos tests/suppliers

# Browsers and the rules of the texts run little that the others do not, at half of the time; `make cover COVERED=` runs them too.
COVERED ?= -m "not browser" --ignore=tests/rules

cover: dev  ## the suite without browsers; the last line is the share of lines and branches it runs, in servers and commands too
	@rm -f .coverage .coverage.*
	@$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder --cov --cov-report= $(COVERED) $(PYTEST_ARGS); \
	passed=$$?; rm -f .coverage.*; $(BIN)/python -m tests.rules.covered; exit $$passed

browser: dev
	@$(BIN)/python -m tests.browser_path --install

check: dev check-js  ## lint, types, schema, structure rules
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python -m tests.migrations.drift
	$(BIN)/python -m pytest -q tests/rules
	@$(MAKE) --no-print-directory audit

audit: .venv/.ready  ## known weaknesses of what is installed, where the list of them can be reached
	@$(BIN)/python -m tests.dependencies audit

sbom: .venv/.ready  ## the parts that an outlet runs with, as CycloneDX
	@$(BIN)/python -m tests.dependencies sbom

lock: dev  ## both locks anew, after a change of dependencies (pip-tools must be in the environment)
	@$(BIN)/python -m tests.dependencies lock

check-js:  ## lint, layout and types of scripts and style sheets, where node is there
	@if ! command -v npm >/dev/null 2>&1; then \
	  echo 'NOTICE: node is not installed, so scripts and style sheets were not checked (Debian: apt-get install nodejs npm).'; \
	elif ! $(MAKE) --no-print-directory node_modules/.ready; then \
	  echo 'NOTICE: npm could not install the tools named in package.json, so scripts and style sheets were not checked.'; \
	else npm run --silent lint && npm run --silent styles && npm run --silent format:check && npm run --silent types; fi

bench: dev  ## the benchmarks; the last lines are key=value
	$(BIN)/python -m benchmarks

soak: dev browser  ## the long trials of tests/soak.py, an hour or more; the last lines are key=value
	$(BIN)/python -m tests.soak $(SOAK_PARTS)

pictures: dev browser  ## the pictures of the till's states in docs, and the page that shows them
	$(BIN)/python -m tests.states.pictures

clean:  ## remove the environment and what was generated (never instance/)
	rm -rf .venv node_modules static/generated $(MO)

# --- stamps: a repeated make does nothing -----------------------------------------------------------------------------

.venv/bin/python:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed.'; exit 1; }
	python3 -m venv .venv || { echo 'python3 has no venv module (Debian: apt-get install python3-venv).'; exit 1; }

.venv/.ready: pyproject.toml requirements.lock | .venv/bin/python
ifeq ($(LOCKED),yes)
	$(PIP) --require-hashes --requirement requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
else
	@echo '$(NOT_LOCKED)'
	$(PIP) --editable '.[pg]'
endif
	@touch $@

.venv/.ready-dev: pyproject.toml requirements-dev.lock .venv/.ready
ifeq ($(LOCKED),yes)
	$(PIP) --require-hashes --requirement requirements-dev.lock
else
	@echo '$(NOT_LOCKED)'
	$(PIP) --editable '.[pg,dev]'
endif
	@touch $@

node_modules/.ready: package.json
	npm install --silent --no-audit --no-fund
	@touch $@

static/generated/.ready: ops/assets.py core/printing/fonts.py $(wildcard core/translations/*/LC_MESSAGES/*.po) .venv/.ready
	$(BIN)/python -m ops.assets
	@touch $@
