# Two commands: `make demo` runs the whole way on this machine, `make test` proves it. Both set up what they need.
PYTHON ?= python3
RUN := .tools/bin/uv run --frozen --no-python-downloads
.DEFAULT_GOAL := demo
.PHONY: demo test chromium conformance

demo: .venv/.demo
	$(RUN) --no-dev scrapy demo

test: .venv/.ready
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) pytest

# What tests/browser needs; without it pytest names them as skipped. The font has Arabic letters.
chromium:
	apt-get update
	DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium fonts-dejavu-core

# Other people's tools on what we write; they are installed under .conformance/, from PyPI, npm and Debian.
conformance: .venv/.ready
	$(RUN) python conformance/run.py
	$(RUN) python conformance/storage.py
	UV_PROJECT_ENVIRONMENT=.conformance/cluster $(RUN) --extra cluster python conformance/replays.py

# What a user needs; the tests need the libraries of other people's readers too, several times as large.
.venv/.demo: | .tools/bin/uv
.venv/.demo: pyproject.toml uv.lock
	.tools/bin/uv sync --quiet --frozen --inexact --no-dev --no-python-downloads --python $(PYTHON)
	@touch $@

.venv/.ready: | .tools/bin/uv
.venv/.ready: pyproject.toml uv.lock
	.tools/bin/uv sync --quiet --frozen --no-python-downloads --python $(PYTHON)
	@touch $@

# uv lives in an environment of its own, so that syncing the project's cannot remove it.
.tools/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Warraq needs Python 3.11 or newer; name one with make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .tools && .tools/bin/python -m pip install --quiet --disable-pip-version-check uv
