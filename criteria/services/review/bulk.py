"""Acts on a whole list of files: done as they were counted, in one piece, or not at all."""

from collections.abc import Callable, Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from communes.models import Agency
from criteria.choices import FileAct
from criteria.models import FileStep, Holding, Opinion, Submission
from criteria.permissions import Mandate
from criteria.selectors.review.bulk import BulkPlan, bulk_plans
from criteria.services.review.confirming import confirm, pass_on
from criteria.services.review.handing import appraise, review, verify
from criteria.services.review.opinions import agree_with_opened
from criteria.services.review.way import ABOUT

Thing = tuple[str, Submission | Holding, dict[str, object]]  # its name, what is done to it, how
HAND_ON: dict[FileAct, Callable[..., FileStep]] = {
    FileAct.REVIEW: review,
    FileAct.VERIFY: verify,
    FileAct.APPRAISE: appraise,
    FileAct.CONFIRM: confirm,
}


@transaction.atomic
def agree_in_bulk(
    files: Collection[Submission],
    *,
    promised: tuple[int, int, int],
    only: Collection[int] | None = None,
    mandate: Mandate,
    by: User,
) -> dict[int, list[Opinion]]:
    """Agree with every row that the agency opened and has not spoken of, of all these files.

    `promised`: rows, files and rows left out, as the person was told; `only` narrows the criteria.
    Refusal: `changed` (it would be something else by now; says what).
    """
    plan = _locked_plan(files, mandate, only)
    if plan.promise != promised:
        raise ValidationError(
            f"Số liệu đã đổi từ khi bạn mở trang. Bây giờ: {plan.agree_words}. "
            "Chưa ghi gì; hãy xem lại rồi bấm lần nữa.",
            code="changed",
        )
    mandates = {one.pk: mandate for one in plan.agreeing}
    return agree_with_opened(plan.agreeing, only=only, mandate_of=mandates, by=by)


@transaction.atomic
def hand_on_in_bulk(
    files: Collection[Submission], *, promised: int, mandate: Mandate, by: User
) -> list[FileStep]:
    """Hand on every file of these that is complete. Refusals: `changed`, `some` (which ones refuse, and why)."""
    plan = _locked_plan(files, mandate)
    if len(plan.ready) != promised:
        raise ValidationError(
            f"Số liệu đã đổi từ khi bạn mở trang. Bây giờ: {plan.hand_on_words}. "
            "Chưa chuyển hồ sơ nào; hãy xem lại rồi bấm lần nữa.",
            code="changed",
        )
    act = HAND_ON[plan.act]
    things: list[Thing] = [
        (str(one.scorecard.commune), one, {"mandate": mandate, "view": plan.views[one.pk]})
        for one in plan.ready
    ]
    return _all_or_none(things, act, by)


@transaction.atomic
def pass_on_in_bulk(
    holdings: Collection[Holding],
    *,
    promised: int,
    to: Agency,
    words: str,
    mandate: Mandate,
    by: User,
) -> list[FileStep]:
    """Name who holds all these in the place of their agencies. Refusals: `changed`, `some`."""
    about = ("agency", "submission__scorecard__commune", "submission__round")
    keys = [one.pk for one in holdings]
    rows = Holding.objects.open().filter(pk__in=keys).select_related(*about).order_by("pk")
    held = list(rows)
    if len(held) != promised:
        raise ValidationError(
            f"Số liệu đã đổi từ khi bạn mở trang. Bây giờ: {len(held)} hồ sơ cần giao lại. "
            "Chưa giao hồ sơ nào; hãy xem lại rồi bấm lần nữa.",
            code="changed",
        )
    given = {"to": to, "words": words, "mandate": mandate}
    return _all_or_none(
        [(str(one.submission.scorecard.commune), one, given) for one in held], pass_on, by
    )


def _locked_plan(
    files: Collection[Submission], mandate: Mandate, only: Collection[int] | None = None
) -> BulkPlan:
    """What the voice could do now, with the files locked in the order of their keys."""
    locked = Submission.objects.select_for_update(of=("self",)).select_related(*ABOUT)
    found = {one.pk: one for one in locked.filter(pk__in=[one.pk for one in files]).order_by("pk")}
    rows = Holding.objects.open().filter(
        submission__in=found, stage=mandate.stage, agency=mandate.agency
    )
    voiced = [
        (found[one.submission_id], one, mandate)
        for one in rows.order_by("submission")
        if not found[one.submission_id].is_locked
    ]
    plans = bulk_plans(voiced, only=only)
    return plans[0] if plans else BulkPlan(mandate)


def _all_or_none(
    things: Iterable[Thing],
    act: Callable[..., FileStep],
    by: User,
) -> list[FileStep]:
    """Each act in turn; if some refuse, nothing is kept and all refusals are named."""
    done, refusals = [], []
    for name, thing, given in things:
        try:
            done.append(act(thing, by=by, **given))
        except ValidationError as refusal:
            refusals.append(f"{name}: {' '.join(refusal.messages)}")
    if refusals:
        raise ValidationError(
            f"Chưa làm gì cả, vì {len(refusals)} hồ sơ không nhận: {'; '.join(refusals)}",
            code="some",
        )
    return done
