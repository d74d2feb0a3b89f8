"""Templates: each is used, none carries script or style of its own, every link has a door."""

import re

import pytest
from django.conf import settings
from django.template import loader
from django.urls import get_resolver

ROOT = settings.BASE_DIR / "templates"
APPS = ["accounts", "communes", "documents", "criteria", "plans", "reports", "ntm_portal"]
TEMPLATES = sorted(path for path in ROOT.rglob("*") if path.is_file())
NAMES = [path.relative_to(ROOT).as_posix() for path in TEMPLATES]
# Found by Django or a package under a name it fixes, in folders of these names.
FOUND_BY_NAME = ("admin/", "django/", "registration/", "rest_framework/")
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}|<!--.*?-->", re.DOTALL)
FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "inline style": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^<>]*\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"<[^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "htmx event code": re.compile(
        r"\bhx-on\b|\bhx-vals\s*=\s*[\"']js:|javascript:", re.IGNORECASE
    ),
    "another host": re.compile(
        r"\b(?:src|srcset|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE
    ),
}


def text_of(name):
    return COMMENT.sub("", (ROOT / name).read_text())


def sources():
    yield from (text_of(name) for name in NAMES)
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path.read_text()


def is_named(name, everything):
    """Named whole, or as a prefix with a name in a list («emails/x» + «.body.txt», charts/{kind})."""
    stem = name.removesuffix(".body.txt").removesuffix(".subject.txt")
    return name in everything or (stem != name and stem in everything)


@pytest.fixture(scope="module")
def everything():
    return "\n".join(sources())


@pytest.mark.parametrize("name", NAMES)
def test_every_template_is_used(name, everything):
    assert name.startswith(FOUND_BY_NAME) or is_named(name, everything)


@pytest.mark.parametrize("name", NAMES)
def test_every_template_is_sound_and_finds_those_it_names(name):
    for other in re.findall(r"{%\s*(?:extends|include)\s+\"([^\"]+)\"", text_of(name)):
        loader.get_template(other)
    if not name.endswith(".css"):
        loader.get_template(name)


@pytest.mark.parametrize("name", [name for name in NAMES if "/print/" not in name])
def test_no_template_carries_code_or_style(name):
    text = text_of(name)
    found = {what: pattern.findall(text) for what, pattern in FORBIDDEN.items()}

    assert {what: hits for what, hits in found.items() if hits} == {}


def door_names(resolver, namespace=""):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from door_names(entry, inner)
        else:
            yield f"{namespace}{entry.name}"


@pytest.mark.parametrize("name", NAMES)
def test_every_link_has_a_door(name):
    linked = set(re.findall(r"{%\s*url\s+['\"]([^'\"]+)['\"]", text_of(name)))

    assert linked - set(door_names(get_resolver())) == set()
