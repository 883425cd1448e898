# Thidua: every task is one line of help. `make` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PYTEST := $(PY) -m pytest
WORKERS ?= 2
TOGETHER := -n $(WORKERS) --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help run stop reader demo test test-fast test-slow test-all check bench faults contracts locks clean

help: ## List the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## Start everything on the sample Office and print the sign-in links (EMPTY=1: set up your own)
	@$(PY) -m deploy.local up $(if $(EMPTY),--empty)

stop: $(VENV)/run.stamp ## Stop what `make run` left running
	@$(PY) -m deploy.local stop

reader: $(VENV)/run.stamp ## Let another system read events on what `make run` runs (NAME=so-noi-vu)
	@$(PY) -m deploy.local reader $(NAME)

demo: $(VENV)/run.stamp ## Play the year 2026 on a fresh stack, tell the story, check that nothing was lost
	@$(PY) -m tests.year

test: $(VENV)/dev.stamp ## Rules, stores, messaging, contracts, API, architecture and one journey in Chromium
	@$(PYTEST) $(TOGETHER) -m "not slow"

test-fast: $(VENV)/dev.stamp ## Rules, contracts, architecture: what needs neither PostgreSQL nor Kafka, within a minute
	@THIDUA_NO_ENGINES=1 $(PYTEST) $(TOGETHER) -m "not slow and not node" tests/domain tests/architecture tests/contracts

test-slow: $(VENV)/dev.stamp ## Crash points, planted bugs, outages, ballots attacked, images, papers, embedded stack, demo
	@$(PYTEST) $(TOGETHER) -m slow

test-all: test test-slow ## `make test`, then `make test-slow`

check: $(VENV)/dev.stamp ## Lint, types and import rules, without starting anything
	@$(VENV)/bin/ruff format --check . && $(VENV)/bin/ruff check . && $(VENV)/bin/mypy && $(VENV)/bin/lint-imports

bench: $(VENV)/dev.stamp ## Measure ratios in one run on PostgreSQL and Apache Kafka; table and var/bench/latest.json
	@$(PY) -m tests.bench

faults: $(VENV)/dev.stamp ## Kill the services at every crash point, plant every bug, take the engines away
	@$(PYTEST) tests/faults

contracts: $(VENV)/dev.stamp ## Write schemas and AsyncAPI anew and check that no older reader breaks
	@$(PY) -m contracts.generate && $(PY) -m contracts.compat

locks: ## Solve the dependency groups anew (needs uv)
	@requirements/relock.sh

clean: ## Remove the virtual environment and everything under var/
	rm -rf $(VENV) var

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cần Python 3.11 trở lên; đang có: $$($(PYTHON) --version). Đặt PYTHON=... rồi chạy lại."; exit 1; }
	@echo "Đang tạo môi trường Python trong $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || { echo "Không tạo được môi trường ảo; trên Debian hãy cài gói python3-venv rồi chạy lại."; exit 1; }

$(VENV)/run.stamp: requirements/local.lock | $(VENV)/bin/python
	@echo "Đang cài thư viện để chạy (khoảng nửa phút, chỉ lần đầu) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/local.lock
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock | $(VENV)/bin/python
	@echo "Đang cài thư viện để chạy và kiểm thử (khoảng một phút, chỉ lần đầu) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@ $(VENV)/run.stamp
