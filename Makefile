# Each target sets up what it needs; `requirements/install` does nothing when nothing is missing.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
PRODUCTION = DJANGO_SETTINGS_MODULE=ntm_portal.settings.base SECRET_KEY=$$(head -c 48 /dev/urandom | base64) \
	ALLOWED_HOSTS=localhost REDIS_URL=redis://localhost DATABASE_URL=sqlite:///$${TMPDIR:-/tmp}/none.sqlite3
COMPILE = uv pip compile --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-annotate --no-header -q

.PHONY: run test journeys lint types check bench lock install
.DEFAULT_GOAL := run

install:
	@requirements/install

run: install
	@exec env DJANGO_SETTINGS_MODULE=ntm_portal.settings.dev python manage.py run_portal

test: install
	pytest -n auto --dist loadfile $(if $(DATABASE_URL),,--nomigrations)

journeys:
	@requirements/install journeys
	pytest -m journey -n 2 --dist loadfile

lint: install
	ruff check . && ruff format --check . && lint-imports
	git ls-files 'templates/*.html' | xargs -r djade --check --target-version 5.2

types: install
	mypy .

check: install
	python manage.py makemigrations --check --dry-run
	$(PRODUCTION) python manage.py check --deploy --fail-level WARNING

bench: install
	python manage.py bench

lock: install
	$(COMPILE) pyproject.toml -o requirements/base.txt
	$(COMPILE) pyproject.toml --group dev -o requirements/dev.txt
	$(COMPILE) --group pyproject.toml:install -o requirements/uv.txt
