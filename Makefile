# The commands of the house. `make` alone lists them; the README gives the same steps without make.
# Written for GNU make 3.81 and later, which macOS still ships.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Compiled modules are what makes the second start quick.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
PY   := $(VENV)/bin/python
PIP  := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
PO   := portal/translations
PYTHON ?=
ARGS ?=

.PHONY: help serve test lint format demo bench translations lock clean

help: ## List these commands
	@echo "Usage: make <command>"
	@echo
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  %-14s%s\n", $$1, $$2}' Makefile
	@echo
	@echo "Settings: PORT and HOST for serve; ARGS=\"-k words\" for test;"
	@echo "          PORTAL_REQUIRE_ALL=1 makes test fail where it would skip a suite."

serve: $(VENV)/.serve ## Set up what is missing and serve http://127.0.0.1:8000 with demo data
	@exec $(PY) -m portal.serve

test: $(VENV)/.dev ## Run the fast, the PostgreSQL and the browser suite
	@exec $(PY) -m tests.suites $(ARGS)

lint: $(VENV)/.dev ## Check the code: ruff, its format, mypy strict, djlint
	@failed=0; \
	for check in "ruff check ." "ruff format --check ." mypy "djlint --lint --quiet templates"; do \
		echo "--- $$check"; $(PY) -m $$check || failed=1; \
	done; exit $$failed

format: $(VENV)/.dev ## Put imports and layout of the Python code in order
	@$(PY) -m ruff check --fix-only --select I .
	@$(PY) -m ruff format .

demo: $(VENV)/.serve ## Replace the demo data by a fresh set
	@$(PY) -m flask --app portal demo clear
	@$(PY) -m flask --app portal demo load

bench: $(VENV)/.dev ## Measure speed and sturdiness (takes minutes)
	@exec $(PY) -m tests.bench $(ARGS)

translations: $(VENV)/.dev ## Collect the texts of pages and code into the catalogue
	@$(PY) -m babel.messages.frontend --quiet extract --mapping=$(PO)/babel.cfg \
		--keywords=_l --keywords=lazy_gettext --keywords=lazy_ngettext:1,2 --no-wrap \
		--add-location=file --sort-by-file --project=portal --output=$(PO)/messages.pot .
	@$(PY) -m babel.messages.frontend --quiet update --input-file=$(PO)/messages.pot \
		--output-dir=$(PO) --locale=zh_Hans_CN --init-missing --no-wrap --no-fuzzy-matching \
		--ignore-obsolete --ignore-pot-creation-date
	@rm -f $(PO)/messages.pot

# Extras stay in the lists, because older pips look for the newest release of a `name[extra]` that is not
# pinned as such. The longer list is chosen first: what the tests need limits what the portal gets.
lock: ## Choose dependencies anew within the ranges of setup.cfg (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: see its documentation" >&2; exit 1; }
	@UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile setup.cfg --extra dev --quiet --universal \
		--python-version 3.11 --generate-hashes --no-annotate --no-strip-extras $(ARGS) \
		--output-file requirements-dev.txt
	@UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile setup.cfg --quiet --universal \
		--python-version 3.11 --generate-hashes --no-annotate --no-strip-extras $(ARGS) \
		--constraint requirements-dev.txt --output-file requirements.txt
	@rm -rf portal.egg-info

clean: ## Remove the environment and everything made again when missing; instance/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* htmlcov
	rm -rf portal.egg-info build dist screenshots test-results
	find portal tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find portal -name '*.mo' -exec rm -f {} +

# The environment. Each stamp is touched last, so an interrupted installation is taken up again.

$(VENV)/.made:
	@found=; for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
		if $$candidate -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
			>/dev/null 2>&1; then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Python 3.11 or newer with its venv module is needed, found:" \
			"$$(python3 --version 2>&1 || true). Debian, Ubuntu: apt install python3-venv" >&2; \
		exit 1; \
	fi; \
	$(PY) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || { \
		echo "Creating $(VENV) with $$($$found --version)" && $$found -m venv $(VENV); }
	@touch $@

$(VENV)/.serve: $(VENV)/.made requirements.txt
	@echo "Installing what the portal needs (requirements.txt)"
	@$(PIP) -r requirements.txt
	@touch $@

# The development list contains the other one, so both stamps are touched.
$(VENV)/.dev: $(VENV)/.made requirements.txt requirements-dev.txt
	@echo "Installing what the portal and its tests need (requirements-dev.txt)"
	@$(PIP) -r requirements-dev.txt
	@touch $(VENV)/.serve $@
