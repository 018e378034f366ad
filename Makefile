# Every target sets up what it needs first. PYTHON is any Python from 3.11 on.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

DEMO := كما وصلني: سيتم تعليق الدراسة غدا، وللاستفسار التواصل مع ولي أمر الطالب سالم القحطاني 0551234567

.PHONY: setup services demo test lint format docs bench train clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $(STAMP)

demo: setup  # the status of the command is the decision: 20 is block
	$(BIN)/khobar-moderation check "$(DEMO)" || test $$? -eq 20

# What some tests start beside the package; where it can neither be found nor installed, they are skipped.
services:
	@ls /usr/lib/postgresql/*/bin/initdb /usr/bin/chromium >/dev/null 2>&1 || ./.ci/services

test: setup services
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/khobar-moderation rules lint

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup
	$(BIN)/khobar-moderation rules docs docs/rules

TRAIN := $(BIN)/python -m khobar_moderation.training
GOLD := $(foreach posts,dev written fresh,--gold benchmarks/data/$(posts).jsonl)

train: setup  # DATA=folder of the corpora, see docs/training.md
	test -n "$(DATA)" || { echo "make train DATA=/path/to/corpora (see docs/training.md)"; exit 2; }
	$(TRAIN) vectors --data $(DATA)
	$(TRAIN) encoder --data $(DATA)
	$(TRAIN) heads --data $(DATA)
	$(TRAIN) language --data $(DATA)
	$(TRAIN) finish --data $(DATA)
	$(TRAIN) measure --data $(DATA) $(GOLD) --language benchmarks/data/language.jsonl \
		--training docs/card/training.md --limits docs/card/limits.md

bench: setup
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[benchmarks]'
	$(BIN)/python benchmarks/rules.py
	$(BIN)/python benchmarks/model.py
	$(BIN)/python benchmarks/language.py

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
