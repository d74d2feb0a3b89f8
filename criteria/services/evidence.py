"""Files behind what is said: given with a mandate, taken back with a reason, never deleted."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from criteria.models import Criterion, Evidence, Indicator, Measurement, Reply, Scorecard
from criteria.models.entry import counting
from criteria.permissions import Mandate
from criteria.selectors.evidence import size_of_evidence, used_elsewhere
from documents.models import StoredFile
from documents.services import name_of, store_file
from documents.words import megabytes


@dataclass(frozen=True, slots=True)
class Attached:
    """What was given, and what the giver should know of it: warnings, never refusals."""

    evidence: tuple[Evidence, ...]
    warnings: tuple[str, ...]


def attach(
    *,
    scorecard: Scorecard,
    criterion: Criterion,
    indicator: Indicator | None = None,
    files: "Sequence[File[bytes] | StoredFile]",
    page: str = "",
    quote: str = "",
    note: str = "",
    reply: Reply | None = None,
    mandate: Mandate,
    by: User,
) -> Attached:
    """Put files behind an indicator, or behind a criterion as a whole: all of them, or none.

    A file is an upload, or one given for this commune before. Each stands beside the value that counts
    at the moment. Refusals: `none` (no file), `foreign` (of another set), `unknown` (not given for this
    commune), `twice` (stands there already), `too_much` (the scorecard's limit), and with `files` (each
    file by its name) those of `documents.services.store_file`. Whether `mandate` is theirs to use, the
    door has asked.
    """
    _refuse_foreign(scorecard, criterion, indicator)
    if not files:
        raise ValidationError("Hãy chọn ít nhất một tệp.", code="none")
    stored = _stored(scorecard, files, by)  # outside the transaction: reading files takes time
    with transaction.atomic():
        Scorecard.objects.select_for_update(of=("self",)).only("pk").get(pk=scorecard.pk)
        _refuse_known(scorecard, criterion, indicator, [file for file, _ in stored])
        counted = _counted(scorecard, indicator) if indicator else None
        made = []
        for file, name in stored:
            one = Evidence(
                file=file,
                name=name,
                scorecard=scorecard,
                criterion=criterion,
                indicator=indicator,
                measurement=counted,
                reply=reply,
                page=page.strip(),
                quote=quote.strip(),
                note=note.strip(),
                agency=mandate.agency,
                on_behalf_of=mandate.lent_by,
                by=by,
            )
            one.clean_fields(
                exclude=["file", "scorecard", "criterion", "indicator", "measurement"]
            )
            one.save()
            made.append(one)
        trail.record(
            by,
            "attached evidence",
            scorecard,
            on_behalf_of=mandate.lent_by,
            about=indicator.code if indicator else str(criterion),
            files=[name for _, name in stored],
            stage=mandate.stage.value,
        )
    return Attached(tuple(made), _warnings(made))


def attach_known(
    *,
    file: StoredFile,
    scorecard: Scorecard,
    criterion: Criterion,
    indicator: Indicator | None = None,
    page: str = "",
    quote: str = "",
    note: str = "",
    mandate: Mandate,
    by: User,
) -> Attached:
    """Let a file given for this commune before serve another value. Refusals: those of `attach`."""
    return attach(
        scorecard=scorecard,
        criterion=criterion,
        indicator=indicator,
        files=[file],
        page=page,
        quote=quote,
        note=note,
        mandate=mandate,
        by=by,
    )


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, reason: str, by: User) -> Evidence:
    """Take a piece of evidence back: it stays on record with its file, and no longer counts.

    Refusals: `reason` (none given), `withdrawn` (already).
    """
    if not reason.strip():
        raise ValidationError("Hãy nêu lý do rút.", code="reason")
    taken = Evidence.objects.filter(pk=evidence.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason.strip()
    )
    if not taken:
        raise ValidationError("Minh chứng này đã được rút trước đó.", code="withdrawn")
    about = evidence.indicator.code if evidence.indicator else str(evidence.criterion)
    trail.record(
        by,
        "withdrew evidence",
        evidence.scorecard,
        about=about,
        file=evidence.name,
        reason=reason.strip(),
    )
    evidence.refresh_from_db()
    return evidence


def _refuse_foreign(
    scorecard: Scorecard, criterion: Criterion, indicator: Indicator | None
) -> None:
    if criterion.criteria_set_id != scorecard.criteria_set_id or (
        indicator is not None and indicator.criterion_id != criterion.pk
    ):
        raise ValidationError(
            "Tiêu chí, chỉ tiêu này không thuộc bộ tiêu chí của phiếu.", code="foreign"
        )


def _stored(
    scorecard: Scorecard, files: "Sequence[File[bytes] | StoredFile]", by: User
) -> list[tuple[StoredFile, str]]:
    """The rows of the files, each once, and what each was called. Every upload is tried first."""
    uploads = [one for one in files if not isinstance(one, StoredFile)]
    _refuse_too_much(size_of_evidence(scorecard) + sum(one.size for one in uploads))
    found: dict[int, tuple[StoredFile, str]] = {}
    refused: list[ValidationError] = []
    for one in files:
        try:
            row = one if isinstance(one, StoredFile) else store_file(one, by=by)
        except ValidationError as refusal:
            said = f"«{one.name}»: {' '.join(refusal.messages)}"
            refused.append(ValidationError(said, code=refusal.code))
        else:
            found[row.pk] = row, "" if row is one else name_of(one.name or "", row)
    if refused:
        if len(files) > len(refused):
            refused.append(ValidationError("Chưa tệp nào được nộp.", code="none_attached"))
        raise refused[0] if len(refused) == 1 else ValidationError(refused)
    names = _known_names(scorecard, [one for one in files if isinstance(one, StoredFile)])
    return [(row, name or names[row.pk]) for row, name in found.values()]


def _known_names(scorecard: Scorecard, files: list[StoredFile]) -> dict[int, str]:
    """What the commune's own evidence calls files that were given before: the last name."""
    wanted = {one.pk for one in files}
    given = Evidence.objects.filter(scorecard__commune=scorecard.commune_id, file__in=wanted)
    names = dict(given.order_by("pk").values_list("file", "name"))
    if wanted - names.keys():
        raise ValidationError(
            "Tệp này chưa được nộp cho xã. Hãy tải tệp lên.",
            code="unknown",
        )
    return names


def _refuse_known(
    scorecard: Scorecard,
    criterion: Criterion,
    indicator: Indicator | None,
    stored: list[StoredFile],
) -> None:
    here = Evidence.objects.living().filter(
        scorecard=scorecard, criterion=criterion, indicator=indicator, file__in=stored
    )
    known = here.first()
    if known is not None:
        raise ValidationError(
            f"Tệp này đã là minh chứng ở đây, tên «{known}». Không cần nộp lại.", code="twice"
        )


def _refuse_too_much(size: int) -> None:
    if size > settings.EVIDENCE_MAX_BYTES:
        raise ValidationError(
            f"Minh chứng của phiếu sẽ là {megabytes(size)}, lớn hơn mức "
            f"{megabytes(settings.EVIDENCE_MAX_BYTES)}. Hãy nén tệp hoặc rút tệp không cần nữa.",
            code="too_much",
        )


def _counted(scorecard: Scorecard, indicator: Indicator) -> Measurement | None:
    """The value that counts on the working day; of one with several parts the newest of them."""
    said = Measurement.objects.as_of(working_day()).filter(
        scorecard=scorecard, indicator=indicator
    )
    by_part: dict[str, list[Measurement]] = {}
    for one in said.in_time():
        by_part.setdefault(one.part, []).append(one)
    found = [pair[0] for words in by_part.values() if (pair := counting(words))]
    return max(found, key=lambda one: one.pk, default=None)


def _warnings(made: list[Evidence]) -> tuple[str, ...]:
    told = []
    for one in made:
        used = used_elsewhere(one.file, besides=[one.pk])
        if used:
            told.append(f"Tệp «{one}» đã dùng ở {used}.")
    return tuple(told)
