# make demo, make test, make bench, make mutants, make layouts, make fuzz: each installs what it needs into .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE := sqlite:///outputs/demo/yosano.db
EXTRAS ?= dev,ocr,export,web
# What the demo shows; the sample that is drawn at random (fixtures/layouts) has pages that fail its checks.
SHOWN := seeds fixtures/twins fixtures/made

.PHONY: demo test bench mutants layouts fuzz fixtures docs format clean
.DELETE_ON_ERROR:

demo: $(VENV)/.base
	@rm -rf outputs/demo
	@$(BIN)/yosano ingest $(SHOWN) --store $(STORE) --out outputs/demo --jobs 2
	@$(BIN)/yosano check outputs/demo
	@$(BIN)/yosano diff 架空市@2024 架空市@2025 --store $(STORE)
	@echo "Kept in outputs/demo: a folder for each document, and the store yosano.db."

test: $(VENV)/.all
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --dist worksteal

bench: $(VENV)/.all
	@$(BIN)/python -m benchmarks

# Changes guards, comparisons and thresholds in a copy of the tree, and shows what no test notices.
# AREAS (prove account recognise match evaluate), SAMPLE and SEED are options.
mutants: $(VENV)/.all
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[mutants]'
	@$(BIN)/python -m benchmarks.mutants $(AREAS) $(if $(SAMPLE),--sample $(SAMPLE)) \
		$(if $(SEED),--seed $(SEED))

# Draws documents at random with their gold, reads them, and prints how well: by kind and by axis.
# SEED, N, KIND and SET (AXIS=VALUE …) are options; a new seed each time when none is given.
layouts: $(VENV)/.all
	@$(BIN)/python -m fixtures.layouts --extract $(if $(SEED),--seed $(SEED)) $(if $(N),--n $(N)) \
		$(if $(KIND),--kind $(KIND)) $(foreach pair,$(SET),--set $(pair))

# Reads inputs that nobody would make: mutants of PDFs, object graphs and drawn layouts by chance, texts
# from a grammar. What hangs, traces or loses a figure is shown and kept in outputs/fuzz. SEED, N, KIND.
fuzz: $(VENV)/.all
	@$(BIN)/python -m benchmarks.fuzz $(if $(SEED),--seed $(SEED)) $(if $(N),--n $(N)) \
		$(if $(KIND),--kind $(KIND))

# Regenerates the PDF twins of the seeds; needs Chromium and LibreOffice (Debian packages).
fixtures: $(VENV)/.all
	@$(BIN)/python fixtures/make_twins.py
	@$(BIN)/python fixtures/made/make.py

docs: $(VENV)/.all
	@$(BIN)/python docs/generate.py

format: $(VENV)/.all
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "yosano needs Python 3.11 or newer as $(PYTHON): make PYTHON=python3.11" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "yosano needs Python's venv: apt-get install python3-venv" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.base: $(VENV)/.python pyproject.toml constraints.txt
	@echo "installing yosano into $(VENV) (some 400 MB the first time) …" >&2
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e . || \
		{ echo "yosano could not be installed: is the Python package index reachable?" >&2; exit 2; }
	@touch $@

$(VENV)/.all: $(VENV)/.base
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[$(EXTRAS)]' || \
		{ echo "the tools for tests could not be installed: is the Python package index reachable?" >&2; exit 2; }
	@touch $@

clean:
	@rm -rf $(VENV) outputs/demo .mypy_cache .ruff_cache .pytest_cache
