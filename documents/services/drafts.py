"""Drafts: begun with what is known of their issuer, and saved whole; two writers never overwrite each other."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency
from documents.blocks import Block, from_json, to_json
from documents.choices import PaperAct, PaperKind, PaperState, PaperStepKind, RelationKind
from documents.models import (
    Basis,
    Letterhead,
    OfficialDocument,
    PaperStep,
    PaperVersion,
    Recipient,
    Relation,
)
from documents.permissions import standing
from documents.selectors.content import FIELDS, content_of
from documents.selectors.letterheads import notation_for, proposed_block
from documents.services.papers import refuse_impossible

Addressed = tuple[str, str, Agency | None]


@transaction.atomic
def start_draft(
    *,
    kind: PaperKind,
    letterhead: Letterhead,
    title: str,
    by: User | None,
    body: Sequence[Block] = (),
    bases: Iterable[str | tuple[str, OfficialDocument | None]] = (),
    recipients: Iterable[Addressed] = (),
    relations: Iterable[tuple[str, OfficialDocument]] = (),
    unit_name: str = "",
    **known: Any,
) -> OfficialDocument:
    """A new draft: head, notation, place and signer as the issuer's letterhead has them; number and day blank.

    `recipients` are (text, purpose, agency or None); `known` holds further fields, which count before what
    is proposed. Field errors by name.
    """
    today = working_day()
    fields: dict[str, Any] = {
        "issuer_text": letterhead.name,
        "superior_text": letterhead.superior,
        "place": letterhead.place,
        "notation": notation_for(letterhead, kind, unit_name),
        "month": today.month,
        "year": today.year,
        **proposed_block(letterhead, today).fields(),
    }
    paper = OfficialDocument(
        kind=kind,
        title=title.strip(),
        issuer=letterhead.agency,
        letterhead=letterhead,
        unit_name=unit_name,
        body=to_json(tuple(body)),
        by=by,
        **(fields | {"state": PaperState.DRAFT} | known),
    )
    refuse_impossible(paper.day, paper.month, paper.year)
    paper.full_clean(exclude=["search_key"])
    paper.save()
    _write_bases(paper, [one if isinstance(one, tuple) else (one, None) for one in bases])
    _write_recipients(paper, list(recipients))
    _write_relations(paper, list(relations))
    _keep_version(paper, by)
    lent = standing(by, letterhead, PaperStepKind.DRAFT) if by else None
    behalf = lent.lent_by if lent else None
    PaperStep.objects.create(
        paper=paper,
        act=PaperAct.DRAFTED,
        state=paper.state,
        version=paper.version,
        by=by,
        on_behalf_of=behalf,
    )
    trail.record(by, "drafted paper", paper, on_behalf_of=behalf)
    return paper


@transaction.atomic
def save_draft(
    *, paper: OfficialDocument, content: Mapping[str, Any], seen: int, by: User
) -> OfficialDocument:
    """Set a draft's content as `content_of` gives it; what is left out stays. The version goes up by one.

    Refusals: `locked` (no longer to be changed), `stale` (somebody saved after `seen`; the error's params
    carry their `version`, `content` and name), field errors by name. No change makes no version.
    """
    locked: OfficialDocument = (
        OfficialDocument.objects.select_for_update(of=("self",))
        .select_related("letterhead")
        .get(pk=paper.pk)
    )
    if not locked.is_editable:
        raise ValidationError(
            f"Văn bản đang ở bước «{locked.get_state_display()}», không sửa được nữa. "
            "Hãy nhờ người đang giữ trả lại, hoặc rút về.",
            code="locked",
        )
    before = content_of(locked)
    if seen != locked.version:
        raise _stale(locked, before)
    after = before | {name: content[name] for name in before if name in content}
    _set_fields(locked, after)
    if _same(before, after):
        return locked
    locked.version += 1
    locked.save()
    _rewrite_parts(locked, before, after, by)
    _keep_version(locked, by)
    trail.record(by, "changed draft", locked, version=locked.version)
    return locked


def keep_version(paper: OfficialDocument, by: User | None) -> None:
    """One more version of a locked paper, for what a step itself changed."""
    paper.version += 1
    paper.save()
    _keep_version(paper, by)


def _stale(paper: OfficialDocument, theirs: dict[str, Any]) -> ValidationError:
    last = paper.versions.filter(number=paper.version).select_related("by").first()
    writer = last.by if last else None
    return ValidationError(
        "%(who)s vừa lưu bản %(version)s. Hãy xem chỗ khác nhau rồi lưu lại phần của bạn.",
        code="stale",
        params={
            "who": str(writer) if writer else "Người khác",
            "version": paper.version,
            "content": theirs,
        },
    )


def _set_fields(paper: OfficialDocument, content: dict[str, Any]) -> None:
    """Raises field errors; `content` is put as it would be kept."""
    for name in FIELDS:
        value = content[name]
        if name in {"day", "month", "year"}:
            value = int(value) if str(value or "").isdecimal() else None
        elif name == "effective_on":
            value = _day(value)
        else:
            value = " ".join(str(value or "").split())
        setattr(paper, name, value)
        content[name] = value.isoformat() if isinstance(value, dt.date) else value
    content["effective_on"] = content["effective_on"] or ""
    try:
        paper.body = to_json(from_json(content["body"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        told = "Nội dung có phần không đọc được. Hãy tải lại trang rồi sửa tiếp."
        raise ValidationError({"body": ValidationError(told, code="body")}) from None
    content["body"] = paper.body
    try:
        refuse_impossible(paper.day, paper.month, paper.year)
    except ValidationError as refusal:
        raise ValidationError({"day": refusal}) from None
    paper.full_clean(exclude=["search_key"])


def _day(value: Any) -> dt.date | None:
    if not value:
        return None
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        told = f"«{str(value)[:40]}» không phải là ngày."
        raise ValidationError({"effective_on": ValidationError(told, code="date")}) from None


def _same(before: dict[str, Any], after: dict[str, Any]) -> bool:
    return before | {"body": to_json(from_json(before["body"]))} == after


def _rewrite_parts(
    paper: OfficialDocument, before: dict[str, Any], after: dict[str, Any], by: User
) -> None:
    """Bases, recipients and relations anew, where they differ."""
    if before["bases"] != after["bases"]:
        papers = _papers(by, [one.get("paper") for one in after["bases"]])
        paper.bases.all().delete()
        _write_bases(
            paper, [(one["text"], papers.get(one.get("paper"))) for one in after["bases"]]
        )
    if before["recipients"] != after["recipients"]:
        agencies = agencies_by_slug(working_day())
        paper.recipients.all().delete()
        _write_recipients(
            paper,
            [
                (one["text"], one.get("purpose", ""), agencies.get(one.get("agency", "")))
                for one in after["recipients"]
            ],
        )
    if before["relations"] != after["relations"]:
        papers = _papers(by, [one.get("paper") for one in after["relations"]])
        paper.relations.all().delete()
        _write_relations(
            paper,
            [
                (one["kind"], papers[one["paper"]])
                for one in after["relations"]
                if one["paper"] in papers
            ],
        )


def agencies_by_slug(day: dt.date) -> dict[str, Agency]:
    """The agency that bears a slug: the one of that day before older ones."""
    rows = Agency.objects.order_by("starts")
    latest = {one.slug: one for one in rows}
    return latest | {one.slug: one for one in rows if one.covers(day)}


def _papers(by: User, keys: Iterable[Any]) -> dict[int, OfficialDocument]:
    wanted = [key for key in keys if isinstance(key, int)]
    return {one.pk: one for one in OfficialDocument.objects.visible_to(by).filter(pk__in=wanted)}


def _write_bases(
    paper: OfficialDocument, lines: Sequence[tuple[str, OfficialDocument | None]]
) -> None:
    kept = [(text.strip(), other) for text, other in lines if text.strip()]
    rows = [
        Basis(paper=paper, order=order, text=text, other=other)
        for order, (text, other) in enumerate(kept, start=1)
    ]
    for row in rows:
        _cleaned("bases", row)
    Basis.objects.bulk_create(rows)


def _write_recipients(paper: OfficialDocument, lines: Sequence[Addressed]) -> None:
    kept = [(text.strip(), purpose, agency) for text, purpose, agency in lines if text.strip()]
    rows = [
        Recipient(paper=paper, order=order, text=text, purpose=purpose.strip(), agency=agency)
        for order, (text, purpose, agency) in enumerate(kept, start=1)
    ]
    for row in rows:
        _cleaned("recipients", row)
    Recipient.objects.bulk_create(rows)


def _write_relations(
    paper: OfficialDocument, pairs: Sequence[tuple[str, OfficialDocument]]
) -> None:
    for kind, other in dict.fromkeys(pairs):
        if kind not in RelationKind.values or other.pk == paper.pk:
            told = "Quan hệ giữa hai văn bản chưa đúng: chọn loại và một văn bản khác."
            raise ValidationError({"relations": ValidationError(told, code="relation")})
        Relation.objects.create(paper=paper, kind=kind, other=other)


def _cleaned(name: str, row: Basis | Recipient) -> None:
    """A line's own errors under the name of its list."""
    try:
        row.clean_fields(exclude=["paper", "other", "agency"])
    except ValidationError as error:
        told = f"Dòng {row.order}: {' '.join(error.messages)}"
        raise ValidationError({name: ValidationError(told, code="line")}) from None


def _keep_version(paper: OfficialDocument, by: User | None) -> None:
    PaperVersion.objects.create(
        paper=paper, number=paper.version, content=content_of(paper), by=by
    )
