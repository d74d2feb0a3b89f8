"""The office corrects a procedure, its numbers and documents: what stood before goes on the trail.

Files before the council keep what they were judged by; files being prepared follow the correction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from communes.choices import Confidence
from criteria.choices import SHARES
from criteria.models import AskedDocument, Procedure

HUNDRED = Decimal(100)
VOTE = ("present_share", "favour_share")
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a procedure, in percent; blank is not known. `conditions`: by code."""

    present_share: Decimal | None
    favour_share: Decimal | None
    conditions: Mapping[str, Decimal | None] = field(default_factory=dict)

    @classmethod
    def of(cls, procedure: Procedure) -> "Numbers":
        rows = procedure.conditions.all()
        return cls(
            procedure.present_share, procedure.favour_share, {one.code: one.number for one in rows}
        )


@transaction.atomic
def correct_procedure(
    *,
    procedure: Procedure,
    wanted: Numbers,
    seen: Numbers,
    source: str,
    reason: str,
    checked: bool = False,
    by: User,
) -> Procedure:
    """Change numbers, from the source named; with `checked` the others were compared with it too.

    Refusals: `source`, `reason` (none given), `stale` (somebody changed them since `seen`), `unchanged`,
    `unknown` (no such condition with a number), `range` (a share lies from 0 to 100).
    """
    row: Procedure = Procedure.objects.select_for_update(of=("self",)).get(pk=procedure.pk)
    _refuse_blank("source", source, "Hãy ghi văn bản, điều khoản hoặc nguồn của các con số.")
    _refuse_blank("reason", reason, "Hãy nêu lý do sửa.")
    old = Numbers.of(row)
    if old != seen:
        raise ValidationError(
            "Có người vừa sửa các con số này. Hãy tải lại trang rồi sửa.", code="stale"
        )
    _refuse_unknown(row, wanted)
    _refuse_range(wanted)
    changed = _changes(old, wanted)
    if not changed and not checked:
        raise ValidationError(
            "Không có con số nào thay đổi. Nếu đã đối chiếu với văn bản, hãy chọn ô đã đối chiếu.",
            code="unchanged",
        )
    confidence = {"confidence": Confidence.SOURCED.value, "source": source.strip()}
    _store_vote(
        row, wanted, touched=checked or any(name in changed for name in VOTE), **confidence
    )
    for one in row.conditions.all():
        if one.code not in wanted.conditions:
            continue
        number = wanted.conditions[one.code]
        if one.code in changed or (checked and number is not None):
            one.number = number
            one.confidence = confidence["confidence"] if number is not None else Confidence.MISSING
            one.source = confidence["source"]
            one.save(update_fields=["number", "confidence", "source"])
    trail.record(
        by,
        trail.CORRECTED,
        row,
        before={name: pair[0] for name, pair in changed.items()},
        after={name: pair[1] for name, pair in changed.items()},
        checked=checked,
        source=source.strip(),
        reason=reason.strip(),
    )
    return row


@transaction.atomic
def list_documents(
    *, procedure: Procedure, words: Sequence[str], source: str, reason: str, by: User
) -> Procedure:
    """State which documents a file must hold, in their order, from the source named.

    Lines that stay keep what was filed for them; of a line that goes, it stays among the others. Refusals:
    `source`, `reason`, `twice` (a line comes twice), `long`, `unchanged`.
    """
    row: Procedure = Procedure.objects.select_for_update(of=("self",)).get(pk=procedure.pk)
    _refuse_blank("source", source, "Hãy ghi văn bản, điều khoản hoặc nguồn của danh mục.")
    _refuse_blank("reason", reason, "Hãy nêu lý do sửa.")
    lines = [" ".join(one.split()) for one in words if one.strip()]
    _refuse_lines(lines)
    stored = {one.words: one for one in row.documents.all()}
    before = list(stored)
    if before == lines:
        raise ValidationError("Danh mục giấy tờ không thay đổi.", code="unchanged")
    taken = {one.code for one in stored.values()}
    for order, text in enumerate(lines, start=1):
        one = stored.pop(text, None)
        if one is None:
            one = AskedDocument(procedure=row, code=_free_code(taken), words=text)
            taken.add(one.code)
        one.order, one.confidence, one.source = order, Confidence.SOURCED, source.strip()
        one.clean_fields(exclude=["procedure"])
        one.save()
    row.documents.filter(pk__in=[one.pk for one in stored.values()]).delete()
    trail.record(
        by,
        trail.CORRECTED,
        row,
        before={"documents": before},
        after={"documents": lines},
        source=source.strip(),
        reason=reason.strip(),
    )
    return row


def _refuse_lines(lines: list[str]) -> None:
    for text in lines:
        if len(text) > LONGEST:
            words = f"Mỗi giấy tờ không quá {LONGEST} ký tự: «{text[:40]}…» dài {len(text)}."
            raise ValidationError({"words": ValidationError(words, code="long")})
        if lines.count(text) > 1:
            words = f"Giấy tờ «{text}» có hai lần."
            raise ValidationError({"words": ValidationError(words, code="twice")})


def _free_code(taken: set[str]) -> str:
    """«giay-to-1», «giay-to-2»: the next that is free."""
    number = 1
    while f"giay-to-{number}" in taken:
        number += 1
    return f"giay-to-{number}"


def _store_vote(
    row: Procedure, wanted: Numbers, *, touched: bool, confidence: str, source: str
) -> None:
    if not touched:
        return
    row.present_share, row.favour_share = wanted.present_share, wanted.favour_share
    known = wanted.present_share is not None and wanted.favour_share is not None
    row.vote_confidence = confidence if known else Confidence.MISSING
    row.vote_source = source
    row.clean_fields(exclude=["paper"])
    row.save(update_fields=[*VOTE, "vote_confidence", "vote_source"])


def _changes(old: Numbers, wanted: Numbers) -> dict[str, tuple[Any, Any]]:
    """By name what it was and what it becomes, as the trail keeps it."""
    pairs = {name: (getattr(old, name), getattr(wanted, name)) for name in VOTE}
    pairs |= {
        code: (old.conditions.get(code), number) for code, number in wanted.conditions.items()
    }
    return {name: (_text(a), _text(b)) for name, (a, b) in pairs.items() if a != b}


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _refuse_unknown(row: Procedure, wanted: Numbers) -> None:
    known = {one.code for one in row.conditions.all() if one.kind in SHARES}
    strange = sorted(set(wanted.conditions) - known)
    if strange:
        raise ValidationError(
            f"Quy trình không có điều kiện mang con số «{', '.join(strange)}».", code="unknown"
        )


def _refuse_range(wanted: Numbers) -> None:
    given = {**{name: getattr(wanted, name) for name in VOTE}, **wanted.conditions}
    for name, number in given.items():
        if number is not None and not 0 <= number <= HUNDRED:
            words = f"Tỷ lệ phải từ 0 đến 100 (%). Bạn nhập {_text(number)}."
            raise ValidationError({name: ValidationError(words, code="range")})


def _refuse_blank(name: str, text: str, words: str) -> None:
    if not text.strip():
        raise ValidationError({name: ValidationError(words, code=name)})
