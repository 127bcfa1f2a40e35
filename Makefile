# Everything is installed into .venv and nowhere else; `make clean` takes it away again.
# Another interpreter:  make test PYTHON=python3.12
# Arguments for the command a target runs:  make eval ARGS="rules --suite full"

ARGS ?=
BIN := .venv/bin

# The first of these that runs and is new enough. A shim that is installed but fails does not count.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help eval test corpus check bench parity soak fuzz audit llm-demo label-studio requirements clean

help:  ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 22

eval: .venv/.eval-stamp  ## Run the baselines over the corpus and print the score card
	@$(BIN)/goldfield eval $(ARGS)

test: .venv/.dev-stamp  ## Run the tests
	$(BIN)/python -m pytest -q -n logical --maxprocesses 4 --dist loadfile $(ARGS)

corpus: .venv/.eval-stamp  ## Compile the sheets into corpus/data and MANIFEST.json; figures of its pages
	@$(BIN)/goldfield corpus build $(ARGS)
	@$(BIN)/goldfield corpus card

check: .venv/.dev-stamp  ## Lint, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/.dev-stamp  ## Run the benchmarks of the toolkit itself
	$(BIN)/python -m pytest -q eval/benchmarks --benchmark-enable --benchmark-only $(ARGS)

parity: .venv/.dev-stamp  ## Ask other scorers and write eval/PARITY.md
	PYTHONPATH=tests $(BIN)/python -m parity.page

soak: .venv/.dev-stamp  ## Run 100,000 articles under fire, ten minutes; ARGS="1000" for fewer, --write to keep
	$(BIN)/python eval/benchmarks/soak.py $(ARGS)

fuzz: .venv-fuzz/.stamp  ## Damage the input of every reader, guided by coverage; 60 CPU seconds each
	@.venv-fuzz/bin/python tests/fuzz.py $(ARGS)

audit: .venv/.dev-stamp  ## List what is installed with its licences, and known vulnerabilities
	@$(BIN)/python .ci/audit.py $(ARGS)

llm-demo: .venv-llm/.stamp  ## Run a small language model here and print its card
	@.venv-llm/bin/python baselines/llm/demo.py $(ARGS)

label-studio: .venv/.eval-stamp .venv-label-studio/.stamp  ## Send gold through Label Studio's server and compare
	@$(BIN)/python eval/label_studio.py .venv-label-studio/bin/label-studio

# --universal: one file for every platform and Python. The pins stay unless ARGS=--upgrade.
# The smaller set is held to the versions of the larger, so that both can share .venv.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--annotation-style line --custom-compile-command "make requirements" $(ARGS)

requirements: .venv/.dev-stamp  ## Pin and hash what pyproject.toml asks for
	$(COMPILE) pyproject.toml --extra dev -o requirements/dev.txt
	$(COMPILE) pyproject.toml requirements/build.in --extra baselines --extra report \
		-c requirements/dev.txt -o requirements/eval.txt
	$(COMPILE) pyproject.toml requirements/build.in requirements/llm-demo.in --extra llm \
		-c requirements/dev.txt -o requirements/llm-demo.txt
	$(COMPILE) requirements/label-studio.in -o requirements/label-studio.txt
	$(COMPILE) pyproject.toml requirements/build.in requirements/fuzz.in \
		-c requirements/dev.txt -o requirements/fuzz.txt

clean:  ## Remove the environments, caches and builds; runs/ stays
	rm -rf .venv .venv-fuzz .venv-llm .venv-label-studio .fuzz build dist .benchmarks .hypothesis .pytest_cache
	find . -type d \( -name __pycache__ -o -name .mypy_cache -o -name .ruff_cache \) -prune \
		-exec rm -rf {} +

# An interpreter named on the command line replaces the one that .venv was made with.
WHICH := import sys; print(sys.base_prefix, sys.version)
ifeq ($(origin PYTHON),command line)
ifneq ($(shell '$(PYTHON)' -c '$(WHICH)' 2>&1),$(shell $(BIN)/python -c '$(WHICH)' 2>/dev/null))
.PHONY: .venv/pyvenv.cfg
endif
endif

.venv/pyvenv.cfg:
	@'$(PYTHON)' -c '$(NEW_ENOUGH)' 2>/dev/null || { echo 'goldfield needs Python 3.11 or newer,' \
		'and "$(PYTHON)" is not. Name another:' \
		'make $(MAKECMDGOALS) PYTHON=/path/to/python3' >&2; exit 1; }
	@'$(PYTHON)' -m venv --clear .venv

# The stamp is younger than what it was made from for as long as .venv is up to date.
QUIET_PIP := pip -qq --disable-pip-version-check
.venv/.%-stamp: requirements/%.txt pyproject.toml .venv/pyvenv.cfg
	@echo 'installing $< and goldfield into .venv' >&2
	@$(BIN)/python -m $(QUIET_PIP) install --require-hashes -r $<
	@$(BIN)/python -m $(QUIET_PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# An environment of its own: the server comes with packages that goldfield has no use for.
.venv-llm/.stamp: requirements/llm-demo.txt pyproject.toml
	@echo 'installing $< and goldfield into .venv-llm; compiling the server takes 5 to 15 minutes' >&2
	@'$(PYTHON)' -m venv .venv-llm
	@.venv-llm/bin/python -m $(QUIET_PIP) install --require-hashes -r $<
	@.venv-llm/bin/python -m $(QUIET_PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# The annotation tool has no need of goldfield.
.venv-label-studio/.stamp: requirements/label-studio.txt
	@echo 'installing $< into .venv-label-studio; 1 to 3 minutes' >&2
	@'$(PYTHON)' -m venv .venv-label-studio
	@.venv-label-studio/bin/python -m $(QUIET_PIP) install --require-hashes -r $<
	@touch $@

# The fuzzer has wheels for Linux and CPython alone.
.venv-fuzz/.stamp: requirements/fuzz.txt pyproject.toml
	@echo 'installing $< and goldfield into .venv-fuzz' >&2
	@'$(PYTHON)' -m venv .venv-fuzz
	@.venv-fuzz/bin/python -m $(QUIET_PIP) install --require-hashes -r $<
	@.venv-fuzz/bin/python -m $(QUIET_PIP) install --no-deps --no-build-isolation -e .
	@touch $@
