# make demo    see what myomap does: nothing else is needed but Python 3.11 and make
# make test    run every test
# make check   every check that a change has to pass beside the tests
# make help    the rest
#
# The virtual environment lies in .venv, made by the Python that PYTHON names:
#     make test PYTHON=python3.12

PYTHON ?= python3
VENV   ?= .venv
DEMO   ?= myomap-demo
# One worker a core, each with one thread; eight are enough for this suite.
PYTEST_ARGS ?= -n logical --maxprocesses 8

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test check format golden clean \
        check-format check-lint check-types check-layers check-size \
        check-docstrings check-spelling check-docs check-catalogues \
        check-scripts

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile
	@echo "make format  rewrite the code as the formatter wants it"
	@echo "make golden  compute the numbers in tests/golden again"
	@echo "make clean   remove the environment and everything that was built"

# --- the environment ---------------------------------------------------------

$(VENV)/.made:
	@command -v "$(PYTHON)" >/dev/null || { \
	    echo "There is no '$(PYTHON)' here. Install Python 3.11 or newer," \
	         "or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "myomap needs Python 3.11 or newer; '$(PYTHON)' is" \
	         "$$("$(PYTHON)" --version 2>&1). Name another:" \
	         "make PYTHON=python3.12" >&2; exit 1; }
	@test -x "$(BIN)/python" || { \
	    echo "Making the environment $(VENV) ..."; \
	    "$(PYTHON)" -m venv "$(VENV)"; } || { rm -rf "$(VENV)"; \
	    echo "Python's venv module is not complete. On Debian and Ubuntu:" \
	         "apt-get install python3-venv" >&2; exit 1; }
	@touch "$@"

$(VENV)/.installed: $(VENV)/.made pyproject.toml constraints.txt
	@echo "Installing myomap (a few minutes the first time) ..."
	@$(PIP) install -c constraints.txt -e .
	@touch "$@"

# torch first and by itself: what stands on it must find the build that was chosen.
$(VENV)/.installed-dev: $(VENV)/.made pyproject.toml constraints.txt
	@echo "Installing myomap and its development tools (a few minutes the first time) ..."
	@$(PIP) install -c constraints.txt torch
	@$(PIP) install -c constraints.txt -e '.[dev,train]'
	@touch "$@" "$(VENV)/.installed"

# --- what people call --------------------------------------------------------

demo: $(VENV)/.installed
	@$(BIN)/myomap demo --out "$(DEMO)" --force
	@echo "The pictures and numbers lie in the folder $(DEMO)."

test: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

check: check-format check-lint check-types check-layers check-size \
       check-docstrings check-spelling check-docs check-catalogues \
       check-scripts
	@echo "Every check passed."

check-format: $(VENV)/.installed-dev
	$(BIN)/ruff format --check --quiet .

check-lint: $(VENV)/.installed-dev
	$(BIN)/ruff check --quiet .

# The tests are checked inside, annotated or not. They pass what callers do, lists
# for arrays and wrong types among them, so arguments and operands are not judged.
check-types: $(VENV)/.installed-dev
	$(BIN)/mypy --no-error-summary
	$(BIN)/mypy --no-error-summary --allow-untyped-defs --allow-incomplete-defs \
	    --allow-untyped-calls --allow-untyped-decorators --allow-any-generics \
	    --disable-error-code arg-type --disable-error-code call-overload \
	    --disable-error-code type-var --disable-error-code operator \
	    --disable-error-code assignment --disable-error-code misc \
	    --disable-error-code union-attr \
	    --no-warn-return-any --explicit-package-bases tests

check-layers: $(VENV)/.installed-dev
	$(BIN)/lint-imports --no-cache --no-logo

check-size: $(VENV)/.installed-dev
	$(BIN)/python tools/check_module_size.py src tools

check-docstrings: $(VENV)/.installed-dev
	$(BIN)/python tools/check_docstrings.py src

check-spelling: $(VENV)/.installed-dev
	$(BIN)/codespell

check-docs: $(VENV)/.installed-dev
	$(BIN)/python tools/check_docs.py

check-catalogues: $(VENV)/.installed-dev
	$(BIN)/python tools/catalogues.py --check

# The scripts of the reading room carry their types in comments.
check-scripts:
	@if command -v tsc >/dev/null; then \
	    tsc -p src/myomap/web/static/jsconfig.json; \
	elif [ "$${MYOMAP_REQUIRE_TOOLS:-0}" != 0 ]; then \
	    echo "tsc (node-typescript) is missing, and MYOMAP_REQUIRE_TOOLS is set." >&2; \
	    exit 1; \
	else \
	    echo "The types of the scripts were not checked: there is no tsc here." \
	         "On Debian and Ubuntu: apt-get install node-typescript"; \
	fi

format: $(VENV)/.installed-dev
	$(BIN)/ruff format --quiet .
	$(BIN)/ruff check --fix --quiet .

golden: $(VENV)/.installed-dev
	$(BIN)/python tools/regenerate_golden.py

clean:
	rm -rf "$(VENV)" "$(DEMO)" dist build .mypy_cache .ruff_cache .pytest_cache \
	    .hypothesis .import_linter_cache
