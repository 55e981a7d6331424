# Two commands on a fresh machine: `make demo` and `make test`. Needed beforehand: make and
# Python 3.11 or later; what else is needed is installed or named in one line. ARGS goes to pytest
# and to the benchmarks: make test ARGS="-n 2 tests/test_cli.py", make bench ARGS=--strict.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links --only-binary :all: --fork-strategy fewest
STAMPS := $(VENV)/.stamps
TOOLS := .tools
SOURCES := commands graph loaders ontology visualisations web tests benchmarks cli.py crossplan.py

.PHONY: help demo test check format bench bench-growth bench-neo4j bench-serve bench-dask soak fuzz offline bundle docs sbom neo4j lock tools clean

help: ## what can be made
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1	\2/' | expand -t 14

demo: $(STAMPS)/run ## read the example plans, print the answers, write the pages to demo-site/
	@$(BIN)/crossplan demo -o demo-site

test: tools ## install what the tests need and run them, a file at a time on each core
	@$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

check: tools ## formatting, lint, types and tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

format: $(STAMPS)/dev ## format and mend what lint can mend
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

bench: tools ## time and memory of the main commands and of the map, against baselines of the same run
	@$(BIN)/python -m benchmarks.run $(ARGS)
	@$(BIN)/python -m benchmarks.pages $(ARGS)

bench-growth: $(STAMPS)/run ## how cost grows with the number of plans, beside rdflib, TF-IDF and pyvis
	@$(BIN)/python -m benchmarks.growth $(ARGS)

soak: tools ## a thousand loads, a hundred kills for each store, against a workspace made afresh
	@$(BIN)/python -m pytest -s -n 0 tests/faults/test_soak.py tests/faults/test_kills.py \
		tests/test_neo4j.py::test_pushes_killed_at_random --loads 1000 --kills 100 $(ARGS)

fuzz: tools ## ten thousand documents made up at random, then five minutes for each format with atheris
	@$(BIN)/python -m pytest -s -n 0 tests/faults/test_fuzz.py --documents 10000 $(ARGS)
	@$(PIP) --require-hashes --only-binary :all: -r tests/tools/atheris.txt
	@set -o pipefail; for e in .csv .docx .html .md .pdf .txt .xlsx; do \
		$(BIN)/python tests/faults/guided.py $$e --seconds 300 2>&1 | tail -1 || exit 1; done

offline: tools ## the tests in a network namespace without a route
	@unshare --map-root-user --net sh -c 'ip link set lo up && exec "$$@"' - \
		$(BIN)/python -m pytest $(ARGS)

bundle: ## hold the committed sigma.js and YASGUI against what npm gives; needs node
	@visualisations/sigma/build.sh --check
	@web/yasgui/build.sh --check

docs: $(STAMPS)/dev ## the documentation as a site, to open at build/docs/index.html
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet
	@echo "build/docs/index.html opens from disk; for its search: $(BIN)/python -m http.server --bind 127.0.0.1 --directory build/docs"

sbom: $(STAMPS)/run ## the bill of materials as CycloneDX JSON
	@mkdir -p dist && $(BIN)/python tests/tools/sbom.py > dist/sbom.json && echo dist/sbom.json

bench-neo4j: tools ## elements a second pushed to a local Neo4j, beside rdflib-neo4j
	@$(BIN)/python -m benchmarks.neo4j_push $(ARGS)

bench-serve: tools ## the local web app under load: latencies, requests a second, memory
	@$(BIN)/python -m benchmarks.serve $(ARGS)

bench-dask: tools ## reading on a Dask cluster of one worker and of two
	@$(BIN)/python -m benchmarks.dask $(ARGS)

neo4j: tools ## run a local Neo4j Community to try push neo4j on, until Ctrl-C
	@$(BIN)/python tests/servers.py

# --- environment ---------------------------------------------------------------------------

$(STAMPS)/venv:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or later with venv is needed (Debian: apt-get install python3-venv)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: constraints-run.txt pyproject.toml | $(STAMPS)/venv
	@echo "installing what crossplan needs into $(VENV)" >&2
	@$(PIP) --require-hashes --only-binary :all: -r constraints-run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: constraints.txt $(STAMPS)/run
	@echo "installing what tests and checks need into $(VENV)" >&2
	@$(PIP) --require-hashes --only-binary :all: -r constraints.txt
	@touch $@

lock: $(STAMPS)/dev ## write the constraints files anew
	@echo 'hatchling' | $(LOCK) --output-file constraints.txt --extra dev pyproject.toml -
	@echo 'hatchling' | $(LOCK) --output-file constraints-run.txt --constraint constraints.txt pyproject.toml -

# --- tools that pip does not bring ---------------------------------------------------------

tools: $(STAMPS)/dev ## browser, Java tools and page checker for the tests
	@tests/tools/require.sh chromium chromium
	@tests/tools/require.sh java default-jre-headless
	@tests/tools/require.sh mvn maven
	@for f in tests/tools/jars.sh tests/*/fetch*.sh; do bash "$$f" || [ "$$CI" != true ] || exit 1; done

clean: ## remove what was built, not the environment
	@rm -rf build dist demo-site .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +
