"""The files behind what is said of a commune: where each stands, and where else."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet, Sum

from accounts.models import User
from criteria.models import Criterion, Evidence, Indicator, Scorecard
from criteria.permissions import speaks_for
from documents.models import StoredFile


def files_shown_to(user: User | AnonymousUser) -> QuerySet[Evidence, int]:
    """Keys of the files that stand, or stood, behind a scorecard the user may see."""
    seen = Scorecard.objects.visible_to(user)
    rows: QuerySet[Evidence, int] = (
        Evidence.objects.filter(scorecard__in=seen).order_by().values_list("file", flat=True)
    )
    return rows


def evidence_counts(scorecard: Scorecard) -> dict[int, int]:
    """How many living pieces of evidence stand behind each indicator, by its key; none: not there."""
    rows = Evidence.objects.living().filter(scorecard=scorecard, indicator__isnull=False)
    return dict(rows.order_by().values_list("indicator").annotate(Count("pk")))


def evidence_counts_together(scorecard: int) -> dict[int, int]:
    """The same by criterion, whether it stands behind the criterion or behind an indicator of it."""
    rows = Evidence.objects.living().filter(scorecard=scorecard).order_by()
    return dict(rows.values_list("criterion").annotate(Count("pk")))


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A piece of evidence as a reader sees it."""

    evidence: Evidence
    elsewhere: str  # «8.1, 8.2 của xã Hướng Việt và 8.1 của xã Thuận», or nothing
    may_withdraw: bool

    @property
    def code(self) -> str:
        return code_of(self.evidence)


@dataclass(frozen=True, slots=True)
class Known:
    """A file given for the commune before, that may serve another value too."""

    file: StoredFile
    name: str
    used: str


@dataclass(frozen=True, slots=True)
class EvidenceBox:
    """What stands behind one indicator, or behind a criterion as a whole."""

    scorecard: Scorecard
    criterion: Criterion
    indicator: Indicator | None
    lines: list[EvidenceLine]
    withdrawn: list[Evidence]
    known: list[Known]

    @property
    def code(self) -> str:
        return self.indicator.code if self.indicator else f"tiêu chí {self.criterion.number}"

    @property
    def key(self) -> str:
        """Of the box on the page: «ct-7», «tc-3»."""
        return f"ct-{self.indicator.pk}" if self.indicator else f"tc-{self.criterion.pk}"


def code_of(evidence: Evidence) -> str:
    """«8.1», or «tiêu chí 8»."""
    if evidence.indicator:
        return evidence.indicator.code
    return f"tiêu chí {evidence.criterion.number}"


def evidence_rows() -> QuerySet[Evidence]:
    return Evidence.objects.select_related(
        "file",
        "criterion",
        "indicator",
        "agency",
        "by",
        "on_behalf_of",
        "withdrawn_by",
        "scorecard__commune",
    ).order_by("pk")


def evidence_box(
    scorecard: Scorecard, criterion: Criterion, indicator: Indicator | None, *, user: User
) -> EvidenceBox:
    here = evidence_rows().filter(scorecard=scorecard, criterion=criterion, indicator=indicator)
    rows = list(here)
    living = [one for one in rows if one.withdrawn_at is None]
    return EvidenceBox(
        scorecard=scorecard,
        criterion=criterion,
        indicator=indicator,
        lines=lines_of(living, user=user),
        withdrawn=[one for one in rows if one.withdrawn_at is not None],
        known=known_files(scorecard, besides={one.file_id for one in living}),
    )


def scorecard_evidence(
    scorecard: Scorecard, *, criterion: int | None = None
) -> QuerySet[Evidence]:
    """Everything that stands behind a commune's scorecard, in the order of the law."""
    rows = evidence_rows().filter(scorecard=scorecard, withdrawn_at=None)
    if criterion is not None:
        rows = rows.filter(criterion__number=criterion)
    return rows.order_by("criterion__number", "indicator__order", "pk")


def lines_of(rows: Iterable[Evidence], *, user: User) -> list[EvidenceLine]:
    """Each with where else its file is used and whether the reader may take it back."""
    shown = list(rows)
    uses = _uses({one.file_id for one in shown})
    return [
        EvidenceLine(
            evidence=one,
            elsewhere=said_of_uses([use for use in uses[one.file_id] if use.pk != one.pk]),
            may_withdraw=one.withdrawn_at is None and speaks_for(user, one.agency_id),
        )
        for one in shown
    ]


def uses_of(evidence: Evidence) -> list[Evidence]:
    """The other living uses of its file, in all communes."""
    return [one for one in _uses({evidence.file_id})[evidence.file_id] if one.pk != evidence.pk]


def used_elsewhere(file: StoredFile, *, besides: Iterable[int] = ()) -> str:
    """Where a file is used, in words, leaving out some pieces of evidence; empty when nowhere."""
    left_out = set(besides)
    return said_of_uses([one for one in _uses({file.pk})[file.pk] if one.pk not in left_out])


def said_of_uses(uses: Iterable[Evidence]) -> str:
    """«8.1, 8.2 của xã Hướng Việt và 8.1 của xã Thuận»."""
    places: dict[str, list[str]] = defaultdict(list)
    for use in uses:
        code = code_of(use)
        codes = places[str(use.scorecard.commune)]
        if code not in codes:
            codes.append(code)
    told = [f"{', '.join(codes)} của {commune}" for commune, codes in places.items()]
    return " và ".join(told)


def known_files(scorecard: Scorecard, *, besides: set[int]) -> list[Known]:
    """Files that serve another value of the same commune, the newest first."""
    rows = (
        evidence_rows()
        .filter(scorecard__commune=scorecard.commune_id, withdrawn_at=None)
        .exclude(file__in=besides)
        .order_by("-pk")
    )
    by_file: dict[int, list[Evidence]] = defaultdict(list)
    for one in rows:
        by_file[one.file_id].append(one)
    return [
        Known(
            found[0].file,
            found[0].name,
            ", ".join(dict.fromkeys(code_of(one) for one in reversed(found))),
        )
        for found in by_file.values()
    ]


def size_of_evidence(scorecard: Scorecard) -> int:
    """Bytes of the files that stand behind a scorecard, each once."""
    files = StoredFile.objects.filter(
        pk__in=Evidence.objects.living().filter(scorecard=scorecard).values("file")
    )
    return files.aggregate(size=Sum("size"))["size"] or 0


def _uses(files: set[int]) -> dict[int, list[Evidence]]:
    """Every living use of these files, in all communes."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    if files:
        rows = Evidence.objects.living().filter(file__in=files)
        related = rows.select_related("criterion", "indicator", "scorecard__commune")
        for one in related.order_by(
            "scorecard__commune__sort_key", "criterion__number", "indicator__order"
        ):
            found[one.file_id].append(one)
    return found
