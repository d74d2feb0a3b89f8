FROM python:3.11-slim-bookworm AS packages
WORKDIR /build
COPY requirements/base.txt ./
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r base.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=ntm_portal.settings.base \
    VAR_DIR=/srv/var \
    PORT=8000
WORKDIR /srv/portal
COPY requirements/apt.txt requirements/
# The distribution's stable release fixes the versions; a pin would only miss its security updates.
# hadolint ignore=DL3008
RUN apt-get update \
    && xargs -a requirements/apt.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home portal \
    && install -d -o portal -g portal /srv/var /srv/var/media
COPY --from=packages /opt/venv /opt/venv
COPY . .
USER 10001
# Static files need settings but no secret: the values here serve this one command.
RUN SECRET_KEY=build ALLOWED_HOSTS=build DATABASE_URL=sqlite://:memory: REDIS_URL=redis://build \
    python manage.py collectstatic --noinput -v 0
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s CMD ["python", "ntm_portal/probe.py"]
CMD ["gunicorn", "--workers", "2", "--threads", "4", "--preload", "--no-control-socket", "ntm_portal.wsgi"]
