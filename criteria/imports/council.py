"""How communes are recognised at a level, or lose it, in each period, from its file."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from criteria.imports.files import Problems, only, read_mapping, required, rows_of
from criteria.imports.sync import Report, Sync
from criteria.models import AskedDocument, Condition, LevelRule, Procedure
from documents.models import OfficialDocument

TOP = ("documents", "conditions", "vote", "unknown", "procedures")
PROCEDURE = ("level", "purpose", "starts", "ends", "confidence", "source", "note")
LINE = ("code", "kind", "words", "number", "confidence", "source", "note")
DOCUMENT = ("code", "words", "confidence", "source")
VOTE = ("present", "in_favour", "confidence", "source")
FIELDS = (
    *("ends", "paper", "present_share", "favour_share", "vote_confidence", "vote_source"),
    *("confidence", "source", "note"),
)
CONDITION_FIELDS = ("order", "kind", "words", "number", "confidence", "source", "note")
DOCUMENT_FIELDS = ("order", "words", "confidence", "source")


@transaction.atomic
def load_procedures(path: Path) -> Report:
    """Bring the procedures in line with their file; levels, and with them the papers, are loaded before.

    A procedure is known by its level, purpose and first day. Refuses with every mistake at once
    (`bad_file`); what a person corrected is kept with its conditions and documents.
    """
    problems = Problems(path)
    given = read_mapping(path, problems)
    only(given, TOP, "cả tệp", problems)
    papers = _papers()
    lines = rows_of(given, "procedures", "cả tệp", problems)
    found = [_read(line, papers, problems) for line in lines]
    problems.raise_any()
    sync = Sync(Procedure)
    stored = {_key(one): one for one in Procedure.objects.all()}
    for procedure, conditions, documents in found:
        old = stored.pop(_key(procedure), None)
        if old is not None and sync.is_corrected(old):
            sync.report.kept += 1
            continue
        row = sync.bring(old, procedure, FIELDS)
        _bring(sync, Condition, row, conditions, CONDITION_FIELDS)
        _bring(sync, AskedDocument, row, documents, DOCUMENT_FIELDS)
    sync.drop(stored.values())
    return sync.report


def _key(one: Procedure) -> tuple[str, str, Any]:
    return one.level, one.purpose, one.starts


def _papers() -> dict[str, OfficialDocument]:
    """The papers of the levels' rules, by number."""
    rules = LevelRule.objects.select_related("paper", "revoking_paper")
    rows = [paper for one in rules for paper in (one.paper, one.revoking_paper) if paper]
    return {one.number: one for one in rows}


def _bring(sync: Sync, model: Any, row: Any, fresh: list[Any], fields: tuple[str, ...]) -> None:
    stored = {one.code: one for one in model.objects.filter(procedure=row)}
    for one in fresh:
        one.procedure = row
        sync.bring(stored.pop(one.code, None), one, fields)
    sync.drop(stored.values())


def _read(
    line: dict[str, Any], papers: dict[str, OfficialDocument], problems: Problems
) -> tuple[Procedure, list[Condition], list[AskedDocument]]:
    place = f"{line.get('purpose')} {line.get('level')} từ {line.get('starts')}"
    only(line, (*PROCEDURE, "paper", "vote", "conditions", "documents"), place, problems)
    required(line, ("level", "purpose", "starts", "confidence", "vote"), place, problems)
    procedure = _filled(Procedure(), line, PROCEDURE)
    number = line.get("paper")
    if number is not None and number not in papers:
        problems.add(place, "paper", f"quy định mức không có văn bản số «{number}»")
    procedure.paper = papers.get(number or "")
    vote = line.get("vote") or {}
    only(vote, VOTE, f"{place}, vote", problems)
    procedure.vote_confidence = vote.get("confidence", "")
    procedure.vote_source = vote.get("source", "")
    procedure.present_share = _decimal(vote.get("present"))
    procedure.favour_share = _decimal(vote.get("in_favour"))
    problems.check(place, procedure, leave=["paper"])
    conditions = [
        _row(Condition(order=order), given, LINE, f"{place}, điều kiện {order}", problems)
        for order, given in _lines(line, "conditions", place, problems)
    ]
    documents = [
        _row(AskedDocument(order=order), given, DOCUMENT, f"{place}, giấy tờ {order}", problems)
        for order, given in _lines(line, "documents", place, problems)
    ]
    return procedure, conditions, documents


def _lines(
    line: dict[str, Any], key: str, place: str, problems: Problems
) -> list[tuple[int, dict[str, Any]]]:
    rows = rows_of(line, key, place, problems) if line.get(key) else []
    codes = [one.get("code") for one in rows]
    for code in sorted({str(one) for one in codes if codes.count(one) > 1}):
        problems.add(place, key, f"«{code}» có hai lần")
    return list(enumerate(rows, start=1))


def _row(
    row: Any, line: dict[str, Any], names: tuple[str, ...], place: str, problems: Problems
) -> Any:
    only(line, names, place, problems)
    required(line, ("code", "words", "confidence"), place, problems)
    _filled(row, {**line, "number": _decimal(line.get("number"))}, names)
    problems.check(place, row, leave=["procedure"])
    return row


def _filled(row: Any, line: dict[str, Any], names: tuple[str, ...]) -> Any:
    for name in names:
        if line.get(name) is not None:
            setattr(row, name, line[name])
    return row


def _decimal(given: Any) -> Decimal | None:
    return Decimal(str(given)) if given is not None else None
