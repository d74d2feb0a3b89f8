"""Every verb that code writes on the trail has Vietnamese words."""

import ast
from pathlib import Path

from django.conf import settings

from accounts.words import VERBS, said

APPS = ["accounts", "communes", "documents", "criteria", "plans", "reports", "ntm_portal"]


def verbs_of(source):
    """The verbs of `trail.record(by, verb, …)`, as they stand or as either arm of an `if`."""
    if "record(" not in source and "record_words(" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        called = getattr(node, "func", None)
        name = getattr(called, "attr", getattr(called, "id", ""))
        if (
            isinstance(node, ast.Call)
            and name in {"record", "record_words"}
            and len(node.args) > 1
        ):
            for part in ast.walk(node.args[1]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def test_every_verb_of_the_trail_has_words():
    files = [path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py")]
    verbs = {verb for path in files for verb in verbs_of(Path(path).read_text())}

    assert len(verbs) > 50
    assert verbs - set(VERBS) == set()


def test_an_unknown_verb_is_not_shown_in_english():
    assert said("frobbed") == "cập nhật"
