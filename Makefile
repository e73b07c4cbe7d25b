# The short way in. `make` alone lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python

.DEFAULT_GOAL := help
.PHONY: help report test lab notebooks figures-unchanged pictures benchmark-claims benchmark-rerun benchmark-sweep benchmark-drafting benchmark-proposals fuzz lock clean

help:  ## list these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

report: $(READY)  ## check every claim, run every notebook in both languages, export every chart
	$(BIN)/laicheng check
	$(BIN)/laicheng rerun

test: $(READY)  ## check style and types, then run the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist worksteal

lab: $(READY)  ## open JupyterLab on the notebooks, with kernels that are ready at once
	$(BIN)/python -m laicheng_data.running.lab

FROM ?= zh
notebooks: $(READY)  ## carry the notebooks' code from one language to the other: make notebooks FROM=en
	$(BIN)/python -m laicheng_data.notebook.twins $(FROM)

figures-unchanged: report  ## prove that regenerating the figures changes none of them
	@test -z "$$(git status --porcelain -- figures)" || { git status --short -- figures; echo "figures changed" >&2; exit 1; }
	@echo "regenerating the figures changed none of them"

pictures: $(READY)  ## make the picture of JupyterLab in the READMEs anew; needs chromium
	$(BIN)/python docs/pictures.py

benchmark-rerun: $(READY)  ## time a rerun of the notebooks, beside papermill, nbmake, jupyter-cache and the bare cells
	$(BIN)/python benchmarks/rerun.py

benchmark-sweep: $(READY)  ## time many reports at once, here and on a cluster: make benchmark-sweep REPORTS=1000
	$(BIN)/python benchmarks/sweep.py $(or $(REPORTS),1000)

benchmark-claims: $(READY)  ## time a million claims from CSV to verdicts, beside plain fractions
	$(BIN)/python benchmarks/claims.py

benchmark-proposals: $(READY)  ## score the search for claims on every curated report, without sources
	$(BIN)/python benchmarks/proposals.py

benchmark-drafting: $(READY)  ## score drafts against the curated reports: make benchmark-drafting SOURCES=folder
	$(BIN)/python benchmarks/drafting.py $(or $(SOURCES),build/sources)

fuzz: $(READY)  ## try made-up cases that no test has tried, then damage inputs at random for MINUTES=10
	$(BIN)/pytest -n auto -m hypothesis --hypothesis-profile=default
	$(BIN)/python benchmarks/fuzz.py $(or $(MINUTES),10)

lock: $(READY)  ## pin every dependency anew, with hashes
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --all-extras pyproject.toml --output-file requirements.lock

clean:  ## remove what was built, and the environment
	rm -rf build $(VENV)

# uv installs the same locked files in a fraction of pip's time; where it cannot, pip does. What leads to this folder
# is a relative path: Python reads it in the encoding of the locale, which may lack a letter of the whole path.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv --clear $(VENV)
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(VENV)/uv.txt
	@($(PIP) --require-hashes --requirement $(VENV)/uv.txt && $(UV) --require-hashes --requirement requirements.lock) \
		|| $(PIP) --require-hashes --requirement requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@for link in $(VENV)/lib/python*/site-packages/_laicheng_data.pth; do echo ../../../.. > "$$link"; done
	@touch $@
