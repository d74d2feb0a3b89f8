"""The words of shipped papers (`plans/data/paper-texts.yaml`), fed from the data. Loading twice changes nothing."""

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from communes.imports.table import Record, read_yaml
from communes.services.reference import Keeper
from documents.blocks import (
    Appendix,
    Article,
    Block,
    Bullets,
    Fed,
    Heading,
    Paragraph,
    Source,
    to_json,
)
from documents.imports import Papers
from documents.models import Basis, OfficialDocument
from plans.imports.targets import day_of

DATA = Path(__file__).resolve().parents[1] / "data" / "paper-texts.yaml"
TEXT = ("paper", "unit", "drafter", "bases", "blocks")
LEVELS = {"I": 1, "1": 2, "a": 3}


@transaction.atomic
def load_texts(papers: Papers, path: Path = DATA) -> list[Keeper[Any]]:
    """Papers and programmes are loaded before. A mistake raises DataError: file, row, field."""
    texts = Keeper(OfficialDocument, "id", among=OfficialDocument.objects.filter(by=None))
    bases = Keeper(Basis, "paper", "order")
    for row in read_yaml(path).get("texts", []):
        row.only(*TEXT)
        paper = papers.named(row, "paper")
        with row.blamed():
            texts.keep(
                id=paper.pk,
                unit_name=row.text("unit"),
                drafter_mark=row.text("drafter"),
                body=json.loads(
                    json.dumps(to_json(tuple(_blocks(row, paper))))
                ),  # as it is stored
            )
            for order, line in enumerate(row.records("bases"), start=1):
                line.only("text", "paper")
                other = papers.named(line, "paper") if line.text("paper") else None
                bases.keep(paper=paper, order=order, text=line.needed("text"), other=other)
    return [texts, bases]


def _blocks(row: Record, paper: OfficialDocument) -> Iterable[Block]:
    for one in row.records("blocks"):
        yield _block(one, paper)


def _block(row: Record, paper: OfficialDocument) -> Block:
    """One block; its first word says what it is (see the file's head)."""
    kind, value = next((str(key), value) for key, value in row.values.items())
    if kind in LEVELS:
        number, text = _pair(row, kind, value)
        return Heading(number, text, LEVELS[kind])
    makers: dict[str, Callable[[Any], Block]] = {
        "p": partial(_paragraph, row),
        "list": partial(_bullets, row),
        "article": partial(_article, row),
        "fed": partial(_fed, row, paper),
        "appendix": partial(_appendix, row, paper),
    }
    if kind not in makers:
        raise row.error(kind, "không có loại khối này.")
    return makers[kind](value)


def _paragraph(row: Record, text: Any) -> Paragraph:
    row.only("p", "italic")
    return Paragraph(str(text).strip(), italic=bool(row.yes_no("italic")))


def _bullets(row: Record, items: Any) -> Bullets:
    if not isinstance(items, list) or not items:
        raise row.error("list", "phải là một danh sách.")
    return Bullets(tuple(str(one).strip() for one in items))


def _article(row: Record, value: Any) -> Article:
    return Article(*_pair(row, "article", value))


def _fed(row: Record, paper: OfficialDocument, key: Any) -> Fed:
    """What the source says when the file is loaded, as of the paper's day."""
    if key not in settings.BLOCK_SOURCES:
        raise row.error("fed", f"không có nguồn «{key}».")
    source: Source = import_string(settings.BLOCK_SOURCES[key])
    arguments = {name: str(value) for name, value in row.values.items() if name != "fed"}
    return Fed(key, arguments, source.blocks(paper, arguments), day_of(paper).isoformat())


def _appendix(row: Record, paper: OfficialDocument, value: Any) -> Appendix:
    inner = Record(row.file, row.row, value)
    inner.only("number", "title", "attached_to", "landscape", "blocks")
    return Appendix(
        number=inner.text("number"),
        title=inner.needed("title"),
        attached_to=inner.text("attached_to"),
        blocks=tuple(_blocks(inner, paper)),
        landscape=bool(inner.yes_no("landscape")),
    )


def _pair(row: Record, kind: str, value: Any) -> tuple[str, str]:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 -- a number and its words
        raise row.error(kind, "phải có số và lời.")
    number, text = value
    return str(number), str(text)
