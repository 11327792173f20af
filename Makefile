# Two commands do most of it: `make brief` and `make test`.

CASE ?= us-iran-2025
VENV ?= .venv
WORKERS ?= 2
BIN := $(VENV)/bin
export VENV

.DEFAULT_GOAL := help
.PHONY: help brief test lint types docs unit bench lock format clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

brief: $(VENV)/.base  ## set up if needed, write the brief of CASE (default us-iran-2025)
	@$(BIN)/commonground brief $(CASE)

test: $(VENV)/.dev lint types docs unit  ## everything that has to pass: lint, types, docs, all tests

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

docs: $(VENV)/.dev  ## build the documentation into docs/_build/html
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build/html

unit: $(VENV)/.dev
	@sh scripts/chromium.sh
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

bench: $(VENV)/.dev  ## run the benchmarks (times, not tests)
	@for file in benchmarks/bench_*.py; do $(BIN)/python "$$file" || exit 1; done

format: $(VENV)/.dev  ## let ruff sort imports and format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# One resolution for every Python and platform; LOCK_FLAGS=--upgrade takes newer versions.
LOCK = uv pip compile pyproject.toml --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-emit-index-url --no-annotate --quiet --custom-compile-command "make lock" --group build $(LOCK_FLAGS)

lock:  ## resolve requirements anew (needs uv)
	@command -v uv >/dev/null || { echo "error: make lock needs uv. Install it: pip install uv" >&2; exit 1; }
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean:  ## remove .venv, caches and built pages
	rm -rf $(VENV) build dist artifacts docs/_build docs/reference/generated .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: nothing is installed again until a lock file or pyproject.toml changes.
$(VENV)/.base: requirements.lock pyproject.toml scripts/install.sh
	@echo "Setting up $(VENV) (a minute or two, once)"
	@sh scripts/install.sh requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.base
	@echo "Adding what the tests need to $(VENV)"
	@sh scripts/install.sh requirements-dev.lock
	@touch $@
