# What can be done here. `make` alone lists it. Every target can be called again without harm.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 5000
VENV := .venv
BIN := $(VENV)/bin
CATALOGUES := $(wildcard matchmaker/translations/*/LC_MESSAGES/messages.po)
PYTEST := $(BIN)/pytest -n 2 --dist worksteal
# Tools with an environment of their own: they are no part of the program and drag nothing into it.
PIP_AUDIT := pip-audit~=2.10
CYCLONEDX := cyclonedx-bom~=7.5
AS_ROOT := [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		{ $(AS_ROOT); } || { echo "Python has no venv here; as root: apt-get install python3-venv"; exit 1; }; \
		apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; \
	fi
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.created requirements.lock pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

%.mo: %.po $(VENV)/.installed
	@$(BIN)/pybabel --quiet compile -i $< -o $@

.PHONY: install
install: $(VENV)/.installed $(CATALOGUES:.po=.mo) ## the program and its dependencies, into .venv

.PHONY: migrate
migrate: install ## bring the database to the newest schema
	@$(BIN)/matchmaker db upgrade

.PHONY: seed
seed: migrate ## fill the site with the reference facts and published cases
	@$(BIN)/matchmaker seed

.PHONY: run
run: seed ## serve the site at http://127.0.0.1:5000 (PORT=8080 for another port)
	@exec $(BIN)/matchmaker run --port $(PORT)

.PHONY: lint
lint: install ## style of code and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates

.PHONY: types
types: install ## types, strictly
	$(BIN)/mypy
	$(BIN)/mypy tests

.PHONY: fmt
fmt: install ## write code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: check
check: lint types ## what to run before each commit: all but the browser
	$(PYTEST) -m 'not browser'

.PHONY: chromium
chromium:
	@if ! command -v chromium >/dev/null || [ -z "$$(fc-list :lang=zh 2>/dev/null)" ]; then \
		{ $(AS_ROOT); } || { echo "The browser tests need Chromium and Chinese fonts; as root: apt-get install chromium fontconfig fonts-noto-cjk"; exit 1; }; \
		apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fontconfig fonts-noto-cjk; \
	fi

.PHONY: browser
browser: install chromium ## only the tests in a real browser
	$(PYTEST) -m browser

.PHONY: test
test: lint types chromium ## everything: style, types, both databases, the browser
	$(PYTEST)

.PHONY: coverage
coverage: install chromium ## the tests again, slower, with the share of the code they reach
	$(PYTEST) --cov --cov-report=term:skip-covered

.PHONY: bench
bench: install ## measure: matching at 1,000 to 100,000 offerings and its peers, keyword search
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python bench/bench_match.py --json bench/results/match.json
	$(BIN)/python bench/bench_search.py

.PHONY: bench-web
bench-web: install ## measure pages under load; OPTIONS=--quick for three minutes, OPTIONS='--growth-minutes 10' for all
	$(BIN)/python bench/bench_web.py $(OPTIONS)

.PHONY: audit
audit: install ## known holes in the locked dependencies; asks a database elsewhere
	@test -x build/tools/bin/pip-audit || { $(PYTHON) -m venv build/tools && \
		build/tools/bin/pip install --quiet --disable-pip-version-check '$(PIP_AUDIT)'; }
	build/tools/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r requirements.lock

.PHONY: sbom
sbom: install ## the list of parts, build/sbom.json (CycloneDX): what the lock file names, with hashes
	@test -x build/tools/bin/cyclonedx-py || { $(PYTHON) -m venv build/tools && \
		build/tools/bin/pip install --quiet --disable-pip-version-check '$(CYCLONEDX)'; }
	build/tools/bin/cyclonedx-py requirements --output-reproducible --sv 1.6 -o build/sbom.json requirements.lock

.PHONY: translations
translations: install ## bring the words of the sources into the English catalogue
	@mkdir -p build
	$(BIN)/pybabel --quiet extract -F babel.cfg --no-wrap --sort-output --add-location file \
		--project matchmaker --version '' -o build/messages.pot .
	$(BIN)/pybabel --quiet update --init-missing --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date --no-wrap -i build/messages.pot -d matchmaker/translations -l en
