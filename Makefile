# make demo, test, bench, mutants, layouts, fuzz, installs, locks: each installs what it needs into .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE := sqlite:///outputs/demo/yosano.db
EXTRAS ?= dev ocr export web
# Only files whose checksums stand in locks/ are installed.
INSTALL := $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes
# What the demo shows; the sample that is drawn at random (fixtures/layouts) has pages that fail its checks.
SHOWN := seeds fixtures/twins fixtures/made

.PHONY: demo test bench mutants layouts fuzz installs locks fixtures docs format clean
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
# AREAS (prove account trust recognise match evaluate), SAMPLE and SEED are options.
mutants: $(VENV)/.all
	@$(INSTALL) -r locks/base.txt -r locks/mutants.txt
	@$(BIN)/python -m benchmarks.mutants $(AREAS) $(if $(SAMPLE),--sample $(SAMPLE)) \
		$(if $(SEED),--seed $(SEED))

# Draws documents at random with their gold, reads them, and prints how well: by kind and by axis.
# SEED, N, KIND and SET (AXIS=VALUE …) are options; a new seed each time when none is given.
layouts: $(VENV)/.all
	@$(BIN)/python -m fixtures.layouts --extract $(if $(SEED),--seed $(SEED)) $(if $(N),--n $(N)) \
		$(if $(KIND),--kind $(KIND)) $(foreach pair,$(SET),--set $(pair))

# Reads inputs that nobody would make: mutants of PDFs, object graphs and drawn layouts by chance, texts
# from a grammar. What hangs, traces or loses a figure is shown and kept in outputs/fuzz. SEED, N, KIND.
# With GIVEN=FOLDER: mutants of the PDFs there, or with N=0 the PDFs as they are.
fuzz: $(VENV)/.all
	@$(BIN)/python -m benchmarks.fuzz $(if $(SEED),--seed $(SEED)) $(if $(N),--n $(N)) \
		$(if $(KIND),--kind $(KIND)) $(if $(GIVEN),--given $(GIVEN))

# Installs yosano into fresh environments, base, each extra alone and all, for each Python from 3.11 to
# 3.13 that is here, and tries what an install is for. ONLY (3.12:base 3.11:ocr …) takes some of them.
installs: $(VENV)/.all
	@$(BIN)/python -m benchmarks.installs $(foreach each,$(ONLY),--only $(each))

# Writes locks/ anew, after a change of pyproject.toml or constraints.txt.
locks: $(VENV)/.all
	@$(BIN)/python locks/make.py

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

$(VENV)/.base: $(VENV)/.python pyproject.toml locks/base.txt locks/build.txt
	@echo "installing yosano into $(VENV) (some 400 MB the first time) …" >&2
	@$(INSTALL) -r locks/base.txt -r locks/build.txt && \
		$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . || \
		{ echo "yosano could not be installed: is the Python package index reachable?" >&2; exit 2; }
	@touch $@

$(VENV)/.all: $(VENV)/.base $(EXTRAS:%=locks/%.txt)
	@$(INSTALL) -r locks/base.txt $(EXTRAS:%=-r locks/%.txt) || \
		{ echo "the tools for tests could not be installed: is the Python package index reachable?" >&2; exit 2; }
	@touch $@

clean:
	@rm -rf $(VENV) outputs/demo .mypy_cache .ruff_cache .pytest_cache
