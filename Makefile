# `make` alone lists what it can do.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHONS ?= python3 python3.11 python3.12 python3.13 python3.14
VENV := .venv
RUN := $(VENV)/bin/python -m

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export PIP_ROOT_USER_ACTION := ignore

# An environment of ours that was copied, moved, or has lost its Python is made again.
ifneq ($(shell cat $(VENV)/.made-in 2>/dev/null && $(VENV)/bin/python -c '' 2>&1),$(CURDIR))
$(VENV)/.made-in: remake
endif

.PHONY: help
help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(VENV)/.run ## set up, load the fictitious demonstration network, serve http://127.0.0.1:8000
	@$(VENV)/bin/maillage demo

.PHONY: install
install: $(VENV)/.run ## set up only; leaves .venv/bin/maillage
	@echo "Maillage is set up: $(VENV)/bin/maillage --help"

.PHONY: test
test: $(VENV)/.dev ## set up and run the whole test suite
	@$(say_missing)
	@$(RUN) pytest -n auto --dist worksteal

.PHONY: test-deep
test-deep: $(VENV)/.dev ## run the property tests for a long time, on new cases each time
	@HYPOTHESIS_PROFILE=deep $(RUN) pytest -n auto --dist worksteal -m hypothesis

.PHONY: check
check: $(VENV)/.dev ## format, lint, types, layers
	@$(RUN) ruff format --check --quiet . || { echo "Run 'make fix' to format these files."; exit 1; }
	@$(RUN) ruff check --quiet .
	@$(RUN) mypy
	@$(VENV)/bin/lint-imports

.PHONY: fix
fix: $(VENV)/.dev ## format, and mend what lint can mend by itself
	@$(RUN) ruff check --fix .
	@$(RUN) ruff format .

.PHONY: bench
bench: $(VENV)/.dev ## measure the engine
	@$(RUN) tests.benchmarks

.PHONY: picture
picture: $(VENV)/.dev ## take the README's picture again, with the browser of the tests
	@MAILLAGE_SCREENSHOTS=1 $(RUN) pytest tests/web/test_browser.py -k readme

.PHONY: migration
migration: $(VENV)/.dev ## write the next migration: make migration NAME="Say what changes"
	@$(RUN) network_data.migrations "$(NAME)"

LOCK = $(RUN) uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q
.PHONY: lock
lock: $(VENV)/.dev ## lock dependencies with their hashes (newer versions: make lock UPGRADE=--upgrade)
	@$(LOCK) $(UPGRADE) --group build pyproject.toml -o requirements.txt
	@$(LOCK) $(UPGRADE) --group build --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

.PHONY: clean
clean: ## remove the environment and the caches; the data in var/ stays
	@rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The rest is how setting up works.

.PHONY: remake
remake:

$(VENV)/.made-in:
	@$(call writable,.)
	@$(only_ours)
	@$(find_python); rm -rf $(VENV); mkdir $(VENV); touch $(VENV)/.ours; "$$python" -m venv $(VENV)
	@printf '%s\n' "$(CURDIR)" > $@

$(VENV)/.run: requirements.txt pyproject.toml $(VENV)/.made-in
	@$(call writable,$(VENV))
	@echo "Setting up Maillage in $(VENV) (about a minute the first time)..."
	@$(call install_from,$<)

$(VENV)/.dev: requirements-dev.txt pyproject.toml $(VENV)/.made-in
	@$(call writable,$(VENV))
	@echo "Setting up Maillage and its tests in $(VENV) (a minute or two the first time)..."
	@$(call install_from,$<)

define writable
test -w $(1) || { echo "This folder cannot be written to: clone Maillage into a folder of yours."; exit 1; }
endef

# An environment that somebody else made is never removed; the mark comes first, so that an interrupted one is still ours.
define only_ours
if [ -e $(VENV) ] && [ ! -e $(VENV)/.ours ]; then \
    echo "$(VENV) exists and Maillage did not make it: move it elsewhere, or remove it with 'make clean'."; exit 1; \
fi
endef

define install_from
$(RUN) pip install -qq --require-hashes -r $(1) && \
$(RUN) pip install -qq --no-build-isolation --no-deps --editable . && \
touch $@
endef

define find_python
python=""; \
for each in $(PYTHONS); do \
    if "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python="$$each"; break; fi; \
done; \
if [ -z "$$python" ]; then echo "Maillage needs Python 3.11 or newer: apt-get install python3 python3-venv"; exit 1; fi; \
if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
    echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; \
fi
endef

define say_missing
missing=""; \
command -v chromium >/dev/null || missing="$$missing chromium"; \
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$$missing postgresql"; \
if [ -n "$$missing" ]; then \
    echo "======================================================================"; \
    echo "Some tests will be SKIPPED. To run them too: apt-get install$$missing"; \
    echo "======================================================================"; \
fi
endef
