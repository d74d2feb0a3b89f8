"""Templates: each is used, none carries script or style of its own, every link has a door."""

import re
from functools import cache

from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError, loader
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


@cache
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


def door_names(resolver, namespace=""):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from door_names(entry, inner)
        else:
            yield f"{namespace}{entry.name}"


def trouble(name):
    """What Django says of a template or of one that it names."""
    named = re.findall(r"{%\s*(?:extends|include)\s+\"([^\"]+)\"", text_of(name))
    try:
        for one in [*named, *([] if name.endswith(".css") else [name])]:
            loader.get_template(one)
    except TemplateSyntaxError as error:
        return f"{error}"
    except TemplateDoesNotExist as error:
        return f"not there: {error}"
    return ""


def test_there_are_templates_to_read():
    assert len(NAMES) > 300


def test_every_template_is_used():
    everything = "\n".join(sources())
    ours = [name for name in NAMES if not name.startswith(FOUND_BY_NAME)]

    assert [name for name in ours if not is_named(name, everything)] == []


def test_every_template_is_sound_and_finds_those_it_names():
    told = {name: trouble(name) for name in NAMES}

    assert {name: words for name, words in told.items() if words} == {}


def test_no_template_carries_code_or_style():
    found = {
        (name, what): pattern.findall(text_of(name))
        for name in NAMES
        if "/print/" not in name
        for what, pattern in FORBIDDEN.items()
    }

    assert {where: hits for where, hits in found.items() if hits} == {}


def test_every_link_has_a_door():
    doors = set(door_names(get_resolver()))
    linked = {
        name: set(re.findall(r"{%\s*url\s+['\"]([^'\"]+)['\"]", text_of(name))) - doors
        for name in NAMES
    }

    assert {name: missing for name, missing in linked.items() if missing} == {}
