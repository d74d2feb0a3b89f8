"""What is left to whom: rows opened and not spoken of, what the column before says, answers nobody ticked."""

from django.db.models import QuerySet

from communes.choices import AgencyKind
from communes.models import Agency
from criteria.choices import Stage
from criteria.models import Holding, Opinion
from criteria.permissions import Mandate
from criteria.selectors.review.opinions import FileView, RemarkView


def takers(holding: Holding, agencies: QuerySet[Agency]) -> QuerySet[Agency]:
    """Of these agencies those that may take over: communes only what is to be declared, and nobody else that."""
    rows = agencies.exclude(pk=holding.agency_id)
    if holding.stage == Stage.DECLARED:
        return rows.filter(kind=AgencyKind.COMMUNE).order_by("sort_key")
    return rows.exclude(kind=AgencyKind.COMMUNE).order_by("sort_key")


def held_by(view: FileView, mandate: Mandate) -> Holding | None:
    """What the mandate's agency holds of the file now, at that stage."""
    return next(
        (
            one
            for one in view.holdings
            if one.until is None
            and one.stage == mandate.stage
            and one.agency_id == mandate.agency.pk
        ),
        None,
    )


def opened_and_left(view: FileView, mandate: Mandate) -> list[int]:
    """Keys of the criteria that the agency opened in this turn and has no opinion in force of."""
    holding = held_by(view, mandate)
    if holding is None:
        return []
    return [key for key in view.left(holding) if (mandate.agency.pk, key) in view.opened]


def to_agree(view: FileView, mandate: Mandate) -> list[int]:
    """Of these, those to which no stage below objects: no bulk act covers an objection."""
    return [
        key
        for key in opened_and_left(view, mandate)
        if (said := said_before(view, mandate.stage, key)) is None or said.agrees
    ]


def said_before(view: FileView, stage: Stage, criterion: int) -> Opinion | None:
    """What the nearest stage below said in force of a criterion; an objection before an agreement."""
    for below in range(stage - 1, Stage.DECLARED, -1):
        said = [
            one
            for one in view.of_stage(below, criterion)
            if view.holds(one) and not view.is_draft(one)
        ]
        if said:
            return min(said, key=lambda one: (one.agrees, -one.pk))
    return None


def to_tick(view: FileView, stage: Stage, agency: int) -> list[RemarkView]:
    """Remarks of the stage's last return that wait for a tick in this turn; in an appraisal each ticks its own."""
    return [
        one for one in view.unticked(stage) if stage != Stage.APPRAISED or maker_of(one) == agency
    ]


def ticked_by(view: FileView, mandate: Mandate) -> list[RemarkView]:
    """Remarks of the last return that the mandate's holder looks at again, ticked already or not."""
    return [
        one
        for one in view.last_remarks()
        if one.remark.step.stage in {mandate.stage, Stage.CONFIRMED}
        and one.remark.step.turn < view.file.turn
        and (mandate.stage != Stage.APPRAISED or maker_of(one) == mandate.agency.pk)
    ]


def objections(view: FileView, stage: Stage) -> list[Opinion]:
    """Of every voice of the stage what it does not agree with, criterion by criterion: a return asks it."""
    found = [
        one
        for ((at, _), _), one in view.opinions.items()
        if at == stage and not one.agrees and view.holds(one) and one.pk not in view.returned
    ]
    return sorted(found, key=lambda one: (one.criterion.number, one.pk))


def maker_of(remark: RemarkView) -> int | None:
    """The key of the agency that made a remark."""
    opinion = remark.remark.opinion
    return opinion.agency_id if opinion else remark.remark.step.agency_id
