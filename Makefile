# 安月：make run 启动；make test 测试；make check 检查。
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export PYTHONPATH := src
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check bench format lock screenshots clean

run: $(VENV)/.run
	@DEMO=$${DEMO:-true} exec $(BIN)/python -m anyue.serve

test: $(VENV)/.dev
	@$(BIN)/python -m tests

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	DEMO=true $(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	DEMO=true $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/djhtml --check --tabwidth 2 src
	DEMO=true $(BIN)/python manage.py check

bench: $(VENV)/.dev
	@for file in benchmarks/[a-z]*.py; do $(BIN)/python $$file --json || exit 1; done

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djhtml --tabwidth 2 src

# Developers only: choose versions anew, with hashes, from requirements/*.in.
lock: $(VENV)/.dev
	cd requirements && for name in base dev; do \
	  ../$(BIN)/uv pip compile --no-config --generate-hashes --python-version 3.11 --no-header \
	  --no-emit-index-url --no-emit-find-links --quiet $$name.in --output-file $$name.lock || exit 1; done

screenshots: $(VENV)/.dev
	SCREENSHOTS=docs/pictures $(BIN)/python -m pytest tests/browser -k story -q

$(VENV)/.run: requirements/base.lock pyproject.toml
	@$(PYTHON) -m venv $(VENV) || { echo "建不了虚拟环境：Debian 上请先装 python3-venv（apt install python3-venv）。"; exit 1; }
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/base.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.lock
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
