"""Recognitions: given and taken back, by decision of the province's Chair (QĐ 18/2022/QĐ-TTg)."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.choices import Confidence
from communes.models import Commune
from criteria.choices import Level
from criteria.models import LevelRule, Recognition
from documents.models import OfficialDocument


@transaction.atomic
def recognise(
    *,
    commune: Commune,
    level: Level,
    since: dt.date,
    year: int | None = None,
    decided_on: dt.date | None = None,
    paper: OfficialDocument | None = None,
    source: str = "",
    note: str = "",
    by: User,
) -> Recognition:
    """Enter that a commune is recognised at a level from a day on.

    Refusals: `future` (a day after the working day), `outside` (no such commune on that day),
    `source` (neither a paper nor words), `duplicate` (it holds the level, or will again before),
    `ladder` (it does not hold the level that this one requires, and no note says why).
    """
    Commune.objects.select_for_update(of=("self",)).get(pk=commune.pk)
    for day in (since, decided_on):
        _refuse_future(day)
    if not commune.covers(since):
        raise ValidationError(
            "Xã không tồn tại vào ngày này; hãy chọn ngày trong thời gian xã còn tồn tại.",
            code="outside",
        )
    if paper is None and not source.strip():
        raise ValidationError(
            "Hãy chọn văn bản đã vào sổ, hoặc ghi quyết định hay nguồn bằng lời.", code="source"
        )
    held = list(Recognition.objects.filter(commune=commune, revoked_on=None))
    held += Recognition.objects.filter(commune=commune, revoked_on__gt=since)
    twin = next((one for one in held if one.level == level), None)
    if twin is not None:
        raise ValidationError(
            f"Xã đã được công nhận {twin.get_level_display()} từ {_words(twin.since)}. "
            "Muốn ghi lại, hãy thu hồi lần trước đã.",
            code="duplicate",
        )
    _refuse_ladder(level, since, held, note)
    row = Recognition(
        commune=commune,
        level=level,
        year=year,
        decided_on=decided_on,
        since=since,
        paper=paper,
        source=source.strip() or (paper.short if paper else ""),
        confidence=Confidence.SOURCED,
        note=note.strip(),
    )
    row.clean_fields(exclude=["commune", "paper", "revoking_paper"])
    row.save()
    trail.record(
        by,
        "recognised commune",
        commune,
        level=str(level),
        since=f"{since}",
        paper=paper.short if paper else "",
        note=row.note,
    )
    return row


@transaction.atomic
def revoke_recognition(
    *,
    recognition: Recognition,
    revoked_on: dt.date,
    reason: str,
    paper: OfficialDocument | None = None,
    by: User,
) -> Recognition:
    """Enter that a recognition was taken back on a day.

    Refusals: `revoked` (already), `reason` (none given), `future`, `before` (the day lies before it
    was given), `ladder` (a level that requires this one is still held).
    """
    row: Recognition = Recognition.objects.select_for_update(of=("self",)).get(pk=recognition.pk)
    if row.revoked_on is not None:
        raise ValidationError(
            f"Công nhận này đã được thu hồi ngày {_words(row.revoked_on)}.", code="revoked"
        )
    if not reason.strip():
        raise ValidationError("Hãy nêu lý do thu hồi.", code="reason")
    _refuse_future(revoked_on)
    if revoked_on < row.since:
        raise ValidationError(
            f"Ngày thu hồi phải từ ngày công nhận {_words(row.since)} trở đi.", code="before"
        )
    _refuse_orphans(row, revoked_on)
    row.revoked_on, row.revoked_reason, row.revoking_paper = revoked_on, reason.strip(), paper
    row.clean_fields(exclude=["commune", "paper", "revoking_paper"])
    row.save(update_fields=["revoked_on", "revoked_reason", "revoking_paper"])
    trail.record(
        by,
        "revoked recognition",
        row.commune,
        level=row.level,
        on=f"{revoked_on}",
        reason=row.revoked_reason,
        paper=paper.short if paper else "",
    )
    return row


def _refuse_ladder(level: Level, since: dt.date, held: list[Recognition], note: str) -> None:
    """The ladder belongs to its period: «kiểu mẫu» of 2018–2020 required no «nâng cao»."""
    rule = LevelRule.objects.on(since).filter(level=level).exclude(requires="").first()
    if rule is None or note.strip():
        return
    if not any(one.level == rule.requires and one.since <= since for one in held):
        raise ValidationError(
            f"Xã chưa được công nhận {rule.get_requires_display()}, là điều kiện của "
            f"{level.label}. Nếu vẫn ghi, hãy nêu lý do ở ô Ghi chú.",
            code="ladder",
        )


def _refuse_orphans(row: Recognition, day: dt.date) -> None:
    asking = LevelRule.objects.on(day).filter(requires=row.level).values("level")
    above = Recognition.objects.on(day).filter(commune=row.commune_id, level__in=asking).first()
    if above is not None:
        raise ValidationError(
            f"Xã đang giữ {above.get_level_display()}, là mức đòi hỏi mức này. "
            "Hãy thu hồi mức cao hơn trước.",
            code="ladder",
        )


def _refuse_future(day: dt.date | None) -> None:
    today = working_day()
    if day is not None and day > today:
        raise ValidationError(f"Ngày không được sau ngày làm việc {_words(today)}.", code="future")


def _words(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
