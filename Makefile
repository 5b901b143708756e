# `make run` and `make test` are all a newcomer needs; both prepare what is missing.
.DEFAULT_GOAL := help
.PHONY: help run test test-long check fix messages bench screenshots lock setup clean

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PREPARE = @test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed"; exit 1; }; \
  $(PYTHON) setup/prepare.py
COVERAGE_FLOOR := 80
# Comparing models with migrations needs no database, and Django's warning that there is none.
NO_SERVER := SHOUWANG_DATA=var/test DJANGO_SETTINGS_MODULE=shouwang.config.settings \
  $(BIN)/python -W ignore::RuntimeWarning

help:
	@echo "make run          install what is missing, start the demonstration on 127.0.0.1:8000"
	@echo "make test         all tests, with a real browser and a real PostgreSQL"
	@echo "make test-long    the tests that take minutes"
	@echo "make check        lint, format, layers, types, translations, migrations"
	@echo "make fix          repair what a tool can repair"
	@echo "make messages     collect the words of the interface for the English catalogue"
	@echo "make bench        the benchmarks (ARGS=\"P1 P3\" for some of them)"
	@echo "make screenshots  the pictures of the README and the user guide"
	@echo "make lock         pin the requirements anew"
	@echo "make clean        delete what was installed and built; your data in var/ stays"

run:
	$(PREPARE) run
	@exec $(BIN)/shouwang up --demo

setup:
	$(PREPARE) test

test:
	$(PREPARE) test
	@$(BIN)/pytest -n 2 --dist loadfile -m "not long" \
	  --cov --cov-report=term:skip-covered --cov-fail-under=$(COVERAGE_FLOOR) $(ARGS)

test-long:
	$(PREPARE) test
	@$(BIN)/pytest -m long $(ARGS)

check:
	$(PREPARE) check
	@failed=0; try() { echo "$$*"; "$$@" || failed=1; }; \
	try $(BIN)/ruff check; \
	try $(BIN)/ruff format --check; \
	try $(BIN)/lint-imports; \
	try $(BIN)/mypy shouwang; \
	try $(BIN)/python setup/messages.py check; \
	try env $(NO_SERVER) -m django makemigrations --check --dry-run; \
	exit $$failed

fix:
	$(PREPARE) check
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

messages:
	$(PREPARE) check
	@$(BIN)/python setup/messages.py update
	$(PREPARE) check

# A browser and built pages are needed too. The data are made at the first run, in some minutes.
bench:
	$(PREPARE) test
	@$(BIN)/python -m bench $(ARGS)

screenshots:
	$(PREPARE) test
	@$(BIN)/python -m tests.screenshots $(ARGS)

LOCK = ../.venv/lock/bin/uv pip compile --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --quiet --custom-compile-command "make lock" $(ARGS)
lock:
	$(PYTHON) -m venv .venv/lock && .venv/lock/bin/pip install --quiet uv
	cd requirements && $(LOCK) base.in -o base.txt
	cd requirements && $(LOCK) -c base.txt test.in -o test.txt
	cd requirements && $(LOCK) build.in -o build.txt
	cd requirements && $(LOCK) node.in -o node.txt

clean:
	-@$(BIN)/shouwang db stop
	-@SHOUWANG_DATA=var/test $(BIN)/shouwang db stop
	rm -rf .venv node_modules var/test shouwang/kit/static/build shouwang/papers/assets/fonts
	rm -rf build *.egg-info .mypy_cache .ruff_cache .import_linter_cache .coverage* htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
