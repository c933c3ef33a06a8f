# make run    set up on first use, then answer the main question for Aalborg       make test   lint, types and tests
# make setup  only set up (again when requirements.lock or pyproject.toml changed)   make bench  speed and memory
# make stress what takes hours: slow tests, kills, faults, mutants, hostile files, random worlds, letters, wheel, two commits
# make lint   style and types only                                                  make clean  remove what make made
# make generated  write docs/generated/ anew                     make example  the finished example in results/example/
# make docs   the documentation as a site in build/docs/
# make notebooks  execute notebooks/ and write them as .ipynb
#
# PYTHON=python3.12 chooses another Python (3.11 or later). On Windows see README.md.

SHELL := /bin/sh
BIN := .venv/bin
# Packages are installed without byte code, so Python must write that of what it imports.
unexport PYTHONDONTWRITEBYTECODE
STAMP := .venv/.stamp

# What the set-up depends on: the two files by content, and where the checkout lies (an environment cannot be moved).
KEY = { cat requirements.lock pyproject.toml; pwd; } | cksum

.DEFAULT_GOAL := help
.PHONY: help run example notebooks test stress early ready rest setup install kernel lint style types bench clean lock generated docs

help:
	@sed -n '1,9s/^# \{0,1\}//p' Makefile

run: setup
	$(BIN)/jobsim run aalborg

# One processor compiles the kernel and the tests. The other checks style and runs the tests that need no kernel.
# Then types are checked beside the rest of the tests.
EARLY := tests/files tests/office tests/people tests/authoring
# One process more than there are processors: some tests only wait for the programs that they start.
PROCESSES = $$($(BIN)/python -c 'import os; print(min(os.cpu_count() or 1, 4) + 1)')

test: install
	@$(MAKE) --no-print-directory -j2 ready early
	@$(MAKE) --no-print-directory -j2 types rest

early: style
	$(BIN)/python -m pytest -q $(EARLY)

# The first to read a test writes its byte code. So the processes that run the tests need not each do that.
ready: kernel
	@$(BIN)/python -m pytest -qq --collect-only > .venv/.collected 2>&1 || { cat .venv/.collected; exit 1; }

rest: install
	$(BIN)/python -m pytest -q -n $(PROCESSES) --dist loadfile --no-loadscope-reorder $(EARLY:%=--ignore=%)

lint: style types

style: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

generated: setup
	$(BIN)/python -m tests.generated

# A warning is an error. The pages lie in build/docs and ask no other host: they open from disk.
docs: install
	$(BIN)/python -m sphinx -W --keep-going -n -q -d build/doctrees -c docs . build/docs
	@echo "Open $$(pwd)/build/docs/index.html"

example: setup
	$(BIN)/jobsim run example
	$(BIN)/jobsim report example --xlsx

notebooks: setup
	$(BIN)/python -m notebooks.execute

bench: setup
	$(BIN)/python -m benchmarks.run

stress: setup
	JOBSIM_KILLS=50 $(BIN)/python -m pytest -q tests/study/test_kills.py
	JOBSIM_FAULTS=all $(BIN)/python -m pytest -q tests/engine/test_faults.py
	JOBSIM_SLOW=all $(BIN)/python -m pytest -q -m slow
	JOBSIM_LETTERS=all $(BIN)/python -m pytest -q tests/report/test_letters.py
	JOBSIM_FUZZ=10000 $(BIN)/python -m pytest -q tests/hostile/test_fuzz.py
	JOBSIM_WHEEL=1 $(BIN)/python -m pytest -q tests/end_to_end/test_wheel.py
	JOBSIM_RANDOM_WORLDS=200 $(BIN)/python -m pytest -q tests/engine/test_equality.py
	$(BIN)/python -m pytest -q tests/versions/two_commits.py
	JOBSIM_MUTANTS=300 $(BIN)/python -m pytest -q tests/mutants/test_mutants.py

setup: install
	@if [ ! -f $(STAMP).kernel ]; then $(BIN)/python -m sim.engine.warm && touch $(STAMP).kernel; fi

kernel: install
	@$(BIN)/python -m sim.engine.warm && touch $(STAMP).kernel

# The lock names every package, so its two halves are installed at once, without a look at what packages need.
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

install:
	@key=$$($(KEY)); \
	if [ -f $(STAMP) ] && [ "$$(cat $(STAMP))" = "$$key" ] && $(BIN)/python -c '' 2>/dev/null; then exit 0; fi; \
	set -e; \
	if [ -n "$$PYTHON" ]; then set -- "$$PYTHON"; else set -- python3 python3.13 python3.12 python3.11 python; fi; \
	python=; \
	for name in "$$@"; do \
	  if "$$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then python="$$name"; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo 'make: no Python from 3.11 to 3.14 was found; name one, such as: make run PYTHON=/path/to/python3.12' >&2; exit 2; fi; \
	echo "Setting up .venv with $$("$$python" --version) (once, a minute or two) ..."; \
	rm -rf .venv; \
	"$$python" -m venv .venv || { echo 'make: no environment could be made; on Debian and Ubuntu: apt install python3-venv' >&2; exit 2; }; \
	mkdir .venv/lock; awk '/^[^ #]/ { count++ } { print > (".venv/lock/" count % 2) }' requirements.lock; \
	$(PIP) --no-compile --no-deps --require-hashes -r .venv/lock/0 & half=$$!; \
	$(PIP) --no-compile --no-deps --require-hashes -r .venv/lock/1; wait $$half; \
	$(PIP) --no-index --no-deps --no-build-isolation -e .; \
	echo "$$key" > $(STAMP)

# Versions that the lock names stay; make lock LOCK=--upgrade takes the newest ones.
lock:
	@command -v uv >/dev/null || { echo 'make: renewing the lock needs uv' >&2; exit 2; }
	cp requirements.lock requirements.lock.new
	uv pip compile pyproject.toml --extra data --extra dask --extra sensitivity --extra optimise --extra report --extra explore --extra notebooks --extra docs --extra dev --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	  --no-header --no-annotate --no-config --quiet $(LOCK) --output-file requirements.lock.new
	{ head -n 2 requirements.lock; cat requirements.lock.new; } > requirements.lock.tmp
	mv requirements.lock.tmp requirements.lock
	rm requirements.lock.new

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -rf notebooks/*.ipynb notebooks/*.yaml notebooks/charts notebooks/results
	find sim tests benchmarks notebooks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
