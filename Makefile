# Everything there is to do here, by hand and in CI. `make help` lists it.

PORT ?= 8000
BIN := .venv/bin
SHARED_DATA ?= ../shared/data
PYTEST_ARGS ?=

# Which Python makes the environment: PYTHON=… if you say so, else the first that fits.
FIND_PYTHON = for python in $(or $(PYTHON),$(BIN)/python python3 python3.13 python3.12 python3.11); do \
	  "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	    && exec "$$python" bootstrap.py $(1); \
	done; \
	echo "decentwork needs Python 3.11, 3.12 or 3.13; $(or $(PYTHON),python3) is not one." >&2; \
	echo "Name one that is: make $(or $(MAKECMDGOALS),run) PYTHON=/path/to/python3.11" >&2; \
	exit 1

# libatomic1: the program that drives the browser is linked against it
SYSTEM_PACKAGES := chromium libatomic1 postgresql libreoffice-writer-nogui libreoffice-calc-nogui \
	poppler-utils fonts-dejavu-core fonts-liberation openjdk-17-jre-headless python3-venv

.DEFAULT_GOAL := help
.PHONY: help run setup test spark iati check format docs bench peers lock translations system-deps ready ready-to-develop

help: ## list what there is to do
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' \
	  | while IFS="$$(printf '\t')" read -r name does; do printf '  make %-14s %s\n' "$$name" "$$does"; done

run: ready ## open the site with its first dossiers on 127.0.0.1, port 8000 (PORT=… for another)
	@exec $(BIN)/python -m decentwork_site run --port $(PORT)

setup: ready-to-develop ## set up to develop: environment, every dependency, data, hooks
	@$(BIN)/decentwork data add $(or $(wildcard $(SHARED_DATA)),--sample)
	@$(BIN)/pre-commit install >/dev/null || echo "Hooks were not installed; all else is." >&2
	@echo "Ready: $$($(BIN)/decentwork --version). Next: make run, make test, make check."

test: ready-to-develop iati ## run the whole test suite (PYTEST_ARGS=… for pytest; ALL=1: nothing skipped)
	@$(BIN)/pytest --cov --cov-report= $(PYTEST_ARGS)
	@$(if $(PYTEST_ARGS),,$(LIBRARY_COVERAGE))

spark: ready-to-develop ## test matching on Spark, set beside the environment; needs Java 17
	@[ -d build/spark/pyspark ] \
	  || $(BIN)/python -m pip --quiet install --target build/spark $(SPARK)
	@PYTHONPATH=build/spark $(BIN)/pytest -n 0 $(PYTEST_ARGS) tests/matching/test_on_spark.py

# Half a gigabyte that nothing else needs, so neither the locks have it nor `make test`.
SPARK := 'pyspark>=4'

iati: ready-to-develop ## set the official schema and code lists of IATI 2.03 aside, for tests
	@[ -d build/iati/iati ] \
	  || $(BIN)/python -m pip --quiet install --no-deps --target build/iati $(IATI)

# Tests read its schema only: the program, which wants older libraries than ours, is never run.
IATI := 'pyIATI==0.4.1'

# Per cent of lines and branches of the library; `coverage html` shows which are left.
LIBRARY_COVERAGE = printf 'Coverage of the library, lines and branches, in per cent: ' && \
	$(BIN)/coverage report --include='*/src/decentwork/*' --format=total --fail-under=95

CHECKS := check-format check-lint check-types check-imports check-migrations check-layout
.PHONY: $(CHECKS)
check: export DECENTWORK_DATA := $(CURDIR)/build/data
check: ready-to-develop ## format, lint, types, import contracts, migrations, translations, layout
	@$(MAKE) --no-print-directory --keep-going $(CHECKS)

check-format:
	$(BIN)/ruff format --check --output-format concise
check-lint:
	$(BIN)/ruff check --output-format concise
check-types:
	$(BIN)/mypy
check-imports:
	$(BIN)/lint-imports --no-logo
check-migrations:
	$(BIN)/python -m django makemigrations --check --dry-run --settings decentwork_site.settings
check-layout: # translations too
	$(BIN)/pytest -q -p no:randomly -n 0 tests/layout

format: ready-to-develop ## write files the way `make check` wants them
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

docs: ready-to-develop ## write the outputs of examples and the reference pages anew
	$(BIN)/pytest -q -n 0 --write-docs tests/docs

bench: ready-to-develop ## time what has a speed to keep
	@for file in benchmarks/bench_*.py; do echo "$$file" && OPENBLAS_NUM_THREADS=1 $(BIN)/python "$$file" || exit; done

peers: ready-to-develop ## set the usual tools beside, for `make bench`; apart, as some are under the GPL
	@$(BIN)/python -m venv build/peers && build/peers/bin/pip --quiet install --requirement benchmarks/peers.txt

lock: ready-to-develop ## make the locks anew from pyproject.toml (UPGRADE=1: newest versions)
	$(LOCK) --output-file requirements.lock
	$(LOCK) --extra dev --constraint requirements.lock --output-file requirements-dev.lock

# What this machine is told about registries stays out of the locks.
LOCK = $(BIN)/uv pip compile --quiet --no-config pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	$(if $(UPGRADE),--upgrade)

translations: ready-to-develop ## gather what people read into the message catalogues
	@mkdir -p build
	$(BIN)/pybabel --quiet extract $(MESSAGES) --output-file build/django.pot src
	for language in fr es; do $(BIN)/pybabel --quiet update $(CATALOGUE) --locale $$language; done

# The marks of a translatable sentence, besides Babel's own; no line numbers, so that diffs stay small.
MESSAGES := --mapping-file pyproject.toml --keyword translatable --keyword NoInterval \
	--project decentwork --no-location --sort-output
CATALOGUE := --input-file build/django.pot --output-dir src/decentwork_site/locale --domain django \
	--init-missing --width 100 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

system-deps: ## install browser, database and office programs for tests (Debian, Ubuntu)
	@command -v apt-get >/dev/null || { echo "No apt-get here. Install by hand what the tests use: \
	Chromium, PostgreSQL, LibreOffice and poppler (pdftoppm)." >&2; exit 1; }
	@dpkg-query --show --showformat '$${db:Status-Status}\n' $(SYSTEM_PACKAGES) 2>&1 \
	  | grep --quiet --invert-match '^installed$$' || { echo "All system packages are there."; exit 0; }; \
	as_root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	$$as_root apt-get update --quiet --quiet && \
	$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes \
	  --no-install-recommends $(SYSTEM_PACKAGES)

ready:
	@$(call FIND_PYTHON,run)

ready-to-develop:
	@$(call FIND_PYTHON,develop)
