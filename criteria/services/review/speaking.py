"""What reviewers found becomes words on the scorecard when the file is handed on."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from accounts.calendar import working_day
from accounts.models import User
from criteria.choices import Change, Stage
from criteria.evaluation.diagram import combined
from criteria.models import CurrentStatus, Opinion, StatusEntry, Submission
from criteria.permissions import Mandate
from criteria.selectors.change import label, turn_to, words_to_turn
from criteria.selectors.review.opinions import FileView
from criteria.services.current import refresh_cells
from criteria.services.rounds import lock

NOTE = 1000  # characters of a note


@transaction.atomic
def speak(
    file: Submission, opinions: Sequence[Opinion], *, mandate: Mandate, by: User
) -> list[StatusEntry]:
    """Append each opinion as a word of its stage, effective at the round's cut-off or today.

    Of a round that has closed the words are corrections. A word that rests on an illustrative claim
    is illustrative. Four queries, and two more for each criterion whose status turns.
    """
    if not opinions:
        return []
    card = file.scorecard
    day = file.day(working_day())
    closed = lock(card, day)
    current = dict(CurrentStatus.objects.filter(scorecard=card).values_list("criterion", "status"))
    entries = [
        StatusEntry(
            scorecard=card,
            criterion_id=one.criterion_id,
            status=one.status,
            stage=mandate.stage,
            effective_on=day,
            note=_note(file, one),
            change=_change(file, one, current, closed),
            agency=mandate.agency,
            on_behalf_of=mandate.lent_by,
            by=by,
            corrects_id=closed,
            illustrative=one.claim.illustrative,
        )
        for one in opinions
    ]
    stored = StatusEntry.objects.bulk_create(entries)
    for one, entry in zip(opinions, stored, strict=True):
        one.entry = entry
    Opinion.objects.bulk_update(opinions, ["entry"])
    refresh_cells({(card.pk, one.criterion_id) for one in opinions})
    return stored


def to_speak(view: FileView, stage: Stage, agency: int, keys: Sequence[int]) -> list[Opinion]:
    """The opinions in force of that voice that have not become words yet."""
    found = [view.in_force(stage, agency, key) for key in keys]
    return [one for one in found if one is not None and one.entry_id is None]


def appraised(
    view: FileView, agency: int, keys: Sequence[int], parts: Mapping[int, frozenset[int]]
) -> list[Opinion]:
    """Of an appraiser's opinions those that become words now.

    An objection does at once. An agreement does when every agency that answers for the criterion
    agrees: the agreement of one does not cover the objection of another (`parts`: who answers).
    """
    found = []
    for one in to_speak(view, Stage.APPRAISED, agency, keys):
        claim = view.claims[one.criterion_id]
        voices = {other for other, part in parts.items() if one.criterion_id in part} | {agency}
        said = [view.in_force(Stage.APPRAISED, other, one.criterion_id) for other in voices]
        together = combined(claim.status, [each.status if each else None for each in said])
        if one.status == together or one.status != claim.status:
            found.append(one)
    return found


def _change(
    file: Submission, opinion: Opinion, current: Mapping[int, str], closed: int | None
) -> str:
    before = current.get(opinion.criterion_id, "")
    if closed is not None:
        return Change.CORRECTION.value
    if before in {"", opinion.status}:
        return ""
    day = file.day(working_day())
    words = words_to_turn(file.scorecard, opinion.criterion_id, day)
    return label(turn_to(words, opinion.status, day, corrects=False))


def _note(file: Submission, opinion: Opinion) -> str:
    said = f"{opinion.get_doubt_display()}: {opinion.words}" if opinion.doubt else opinion.words
    head = f"{Stage(opinion.stage).label.capitalize()} hồ sơ {file.round}"
    return f"{head}. {said}"[:NOTE] if said else f"{head}: đồng ý với khai báo."
