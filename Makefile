# Everything happens in packaging/bootstrap.py, which also works where there is no make:
#   python packaging/bootstrap.py run | test | setup
PYTHON ?= python3

.PHONY: run test setup

run test setup:
	@$(PYTHON) packaging/bootstrap.py $@
