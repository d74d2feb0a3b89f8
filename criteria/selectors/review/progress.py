"""How far the readers of many files are, without reading every file whole: a line of a queue.

What was said in the turn of a file holds (its claims are read as known when it was sent); only of a
file that was returned and sent again `FileView` has to say which earlier opinions still hold.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from criteria.choices import Stage
from criteria.models import CriteriaSet, Holding, Opinion, Remark, Submission
from criteria.selectors.review.opinions import FileView, file_views, parts_of

Said = dict[tuple[int, int, int], bool]  # stage, agency, criterion → agrees; in force


@dataclass(slots=True)
class Progress:
    """Of a file: by holding how much of its part is said; criteria that somebody objects to; remarks made."""

    given: dict[int, int] = field(default_factory=dict)
    parts: dict[int, int] = field(default_factory=dict)
    against: int = 0
    remarks: int = 0

    def left(self, holding: Holding) -> int:
        return self.parts.get(holding.pk, 0) - self.given.get(holding.pk, 0)


def progress_of(
    files: Sequence[Submission], holdings: Mapping[int, Iterable[Holding]]
) -> dict[int, Progress]:
    """By key of the file; `holdings`: those of reviewers of whose parts it is asked, by key of the file.

    The number of queries does not follow the number of files; files carry round and scorecard.
    """
    later = [one for one in files if one.turn > 1]
    again = file_views(later) if later else {}
    first = [one for one in files if one.turn == 1]
    said = _said(first) | {key: _in_force(view) for key, view in again.items()}
    sizes = _sizes(first)
    parts = parts_of(first, _with_origins(first, holdings)) if first else {}
    rows = Remark.objects.filter(submission__in=list(files)).order_by()
    remarks = dict(rows.values_list("submission").annotate(Count("pk")))
    found = {}
    for one in files:
        words = said.get(one.pk, {})
        line = found[one.pk] = Progress(
            against=len({criterion for (_, _, criterion), agrees in words.items() if not agrees}),
            remarks=remarks.get(one.pk, 0),
        )
        for held in holdings.get(one.pk, ()):
            if held.stage == Stage.DECLARED:
                continue
            if one.pk in again:
                whole, left = again[one.pk].part(held), again[one.pk].left(held)
                line.parts[held.pk], line.given[held.pk] = len(whole), len(whole) - len(left)
                continue
            part = parts.get(held.pk)
            about = {
                criterion
                for stage, agency, criterion in words
                if stage == held.stage and agency == held.agency_id
            }
            size = sizes.get(one.scorecard.criteria_set_id, 0) if part is None else len(part)
            line.parts[held.pk] = size
            line.given[held.pk] = len(about if part is None else about & part)
    return found


def _said(files: Sequence[Submission]) -> dict[int, Said]:
    found: dict[int, Said] = defaultdict(dict)
    rows = Opinion.objects.filter(submission__in=list(files)).order_by("pk")
    for file, stage, agency, criterion, agrees in rows.values_list(
        "submission", "stage", "agency", "criterion", "agrees"
    ):
        found[file][stage, agency or 0, criterion] = agrees
    return dict(found)


def _in_force(view: FileView) -> Said:
    return {
        (stage, agency, criterion): one.agrees
        for ((stage, agency), criterion), one in view.opinions.items()
        if view.holds(one)
    }


def _sizes(files: Iterable[Submission]) -> dict[int, int]:
    """By key of the set, how many criteria a commune declares before it can send its file."""
    sets = {one.scorecard.criteria_set_id for one in files}
    rows = CriteriaSet.objects.filter(pk__in=sets).order_by()
    return dict(rows.annotate(count=Count("criteria")).values_list("pk", "count"))


def _with_origins(
    files: Iterable[Submission], holdings: Mapping[int, Iterable[Holding]]
) -> dict[int, Sequence[Holding]]:
    """The same, and where one was passed on, all appraisers of that file: who came before says the part."""
    found: dict[int, list[Holding]] = {one.pk: list(holdings.get(one.pk, ())) for one in files}
    passed = [
        key
        for key, rows in found.items()
        if any(one.passed_from_id and one.stage == Stage.APPRAISED for one in rows)
    ]
    if passed:
        for one in Holding.objects.filter(submission__in=passed, stage=Stage.APPRAISED):
            if one.pk not in {known.pk for known in found[one.submission_id]}:
                found[one.submission_id].append(one)
    return dict(found)
