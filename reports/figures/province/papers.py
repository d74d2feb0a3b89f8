"""What papers say in a report of many communes: issued ones, targets, stated counts, questions, dossiers."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from communes.choices import AgencyKind
from communes.models import Commune, District, Province
from criteria.choices import Level, Subject
from criteria.models import StatedCount
from documents.choices import PaperKind
from documents.models import OfficialDocument
from plans.choices import DossierStage, Frequency, StepKind, TargetKind
from plans.models import (
    Difficulty,
    DifficultyStep,
    DistrictProgramme,
    Dossier,
    Proposal,
    ReportDuty,
    Target,
    Village,
)
from plans.selectors.counting import counted
from reports.figures.papers import cited, first_day
from reports.figures.province.shapes import Aim, Cited, Question, Said, Seat, Villages
from reports.models import ReportRun
from reports.models.run import OF_A_YEAR

ISSUERS = [AgencyKind.PROVINCE, AgencyKind.OFFICE, AgencyKind.DEPARTMENT]
AT_REST = {DossierStage.NOT_STARTED.value, DossierStage.RECOGNISED.value}


@dataclass(frozen=True, slots=True)
class Papers:
    asked: tuple[str, ...]
    cited: tuple[Cited, ...]
    said: tuple[Said, ...]
    stated: dict[int, tuple[str, ...]]  # by commune
    aims: tuple[Aim, ...]
    goals: dict[int, tuple[str, ...]]
    questions: tuple[Question, ...]


def gather(run: ReportRun, district: District | None, communes: list[int]) -> Papers:
    targets = _targets(run, communes)
    said, stated = _said(run, district, communes)
    own = [one for one in targets if one.province_id]
    return Papers(
        asked=_asked(run),
        cited=tuple(_cited(run, district, own)),
        said=said,
        stated=stated,
        aims=tuple(
            _aim(one, run.criteria_set_id)
            for one in own
            if district is None or one.kind == TargetKind.COMMUNES_UNDER
        ),
        goals=_goals(targets),
        questions=(*_difficulties(run, district, communes), *_proposals(run, district, communes)),
    )


def _asked(run: ReportRun) -> tuple[str, ...]:
    """The papers that ask this agency for the report, as its duties name them (RF3)."""
    often = Frequency.YEARLY if run.kind in OF_A_YEAR else Frequency.HALF_YEAR
    rows = ReportDuty.objects.on(run.as_of).filter(
        counted(), agency=run.agency, frequency=often, paper__isnull=False
    )
    papers = {one.paper_id: one.paper for one in rows.select_related("paper__issuer") if one.paper}
    return tuple(cited(one) for one in papers.values())


def _cited(
    run: ReportRun, district: District | None, targets: Iterable[Target]
) -> Iterable[Cited]:
    """Issued in the period by organs of the place; a day left blank counts by its month."""
    rows = OfficialDocument.objects.in_force().exclude(kind=PaperKind.REPORT)
    if district:
        rows = rows.filter(issuer__district__code=district.code, issuer__kind=AgencyKind.DISTRICT)
    else:
        own = Q(issuer__kind__in=ISSUERS)
        for one in Province.objects.on(run.as_of):
            own |= Q(issuer=None, issuer_text__icontains=str(one))
        rows = rows.filter(own)
    years = [run.period_starts.year, run.as_of.year]
    rows = rows.filter(year__range=years).select_related("issuer").defer("body")
    aims: dict[int, list[str]] = defaultdict(list)
    for target in targets:
        aims[target.paper_id].append(target.text)
    for paper in rows.order_by("year", "month", "day", "pk"):
        if run.period_starts <= first_day(paper) <= run.as_of:
            date = f", {paper.date_words}" if paper.date_words else ""
            yield Cited(
                pk=paper.pk,
                kind=str(paper.get_kind_display()),
                number=f"{paper.symbol or 'chưa rõ số'}{date}",
                issuer=str(paper.issuer or paper.issuer_text),
                title=paper.title,
                aims=tuple(aims[paper.pk]),
                illustrative=paper.demo,
            )


def _targets(run: ReportRun, communes: list[int]) -> list[Target]:
    """Of the year and later ones, by papers that were out on the day; the nearest year first."""
    out = Q(paper__dated=None) | Q(paper__dated__lte=run.as_of)
    whose = Q(province__in=Province.objects.on(run.as_of)) | Q(commune__in=communes)
    still = Q(year=None) | Q(year__gte=run.as_of.year)
    rows = Target.objects.filter(counted(), out, whose, still).select_related("paper", "criterion")
    return list(rows.defer("paper__body").order_by("year", "pk"))


def _aim(one: Target, criteria_set: int) -> Aim:
    criterion = one.criterion
    own = criterion is not None and criterion.criteria_set_id == criteria_set
    return Aim(
        kind=one.kind,
        text=one.text,
        low=None if one.at_least is None else int(one.at_least),
        high=None if one.at_most is None else int(one.at_most),
        out_of=one.out_of,
        below=one.below,
        year=one.year,
        paper=one.paper.short,
        pk=one.paper_id,
        criterion=criterion.number if own and criterion else None,
    )


def _goals(targets: Iterable[Target]) -> dict[int, tuple[str, ...]]:
    """«mức/năm đăng ký»; words that several plans repeat stand once."""
    found: dict[int, list[str]] = defaultdict(list)
    for one in targets:
        if one.commune_id is None:
            continue
        year = f" ({one.year})" if one.year and str(one.year) not in one.text else ""
        text = f"{one.text}{year}"
        if text not in found[one.commune_id]:
            found[one.commune_id].append(text)
    return {key: tuple(texts) for key, texts in found.items()}


def _said(
    run: ReportRun, district: District | None, communes: list[int]
) -> tuple[tuple[Said, ...], dict[int, tuple[str, ...]]]:
    """The last count of each subject that a source states of the place; and those of its communes."""
    place = (
        Q(district__code=district.code, district__province__home=True)
        if district
        else Q(province__in=Province.objects.on(run.as_of))
    )
    rows = StatedCount.objects.filter(place | Q(commune__in=communes), as_of__lte=run.as_of)
    last: dict[str, Said] = {}
    own: dict[int, list[str]] = defaultdict(list)
    for one in rows.select_related("paper").defer("paper__body").order_by("as_of", "pk"):
        value = f"{one.value.normalize():f}"
        if one.commune_id is None:
            last[one.subject] = Said(
                subject=one.subject,
                label=str(one.get_subject_display()),
                value=f"{one.value:f}" if one.subject == Subject.AVERAGE_CRITERIA else value,
                out_of=one.out_of,
                as_of=one.as_of.isoformat(),
                source=one.paper.short if one.paper else one.text,
                derived=one.derived,
            )
        elif one.subject == Subject.CRITERIA_MET:
            where = one.paper.short if one.paper else "nguồn khác"
            how = "suy ra từ" if one.derived else "theo"
            own[one.commune_id].append(
                f"{value}{f'/{one.out_of}' if one.out_of else ''} {how} {where}"
            )
    return (
        tuple(last[one.value] for one in Subject if one.value in last),
        {key: tuple(texts) for key, texts in own.items()},
    )


def _difficulties(
    run: ReportRun, district: District | None, communes: list[int]
) -> Iterable[Question]:
    """Raised by the day, and by then neither answered nor closed."""
    steps = DifficultyStep.objects.living().filter(effective_on__lte=run.as_of)
    steps = steps.select_related("to")
    rows = Difficulty.objects.filter(raised_on__lte=run.as_of)
    if district:
        rows = rows.filter(_of_place("raised_by", district, communes))
    rows = rows.select_related("raised_by", "addressed_to").prefetch_related(
        Prefetch("steps", steps.order_by("effective_on", "pk"), to_attr="told")
    )
    for one in rows.order_by("raised_on", "pk"):
        told: list[DifficultyStep] = vars(one)["told"]
        if told and told[-1].kind in {StepKind.ANSWERED, StepKind.CLOSED}:
            continue
        passed = [step.to for step in told if step.to]
        yield Question(
            text=one.title,
            by=str(one.raised_by),
            to=str(passed[-1] if passed else one.addressed_to),
            since=one.raised_on.isoformat(),
            pk=one.pk,
            proposal=False,
            illustrative=one.illustrative,
        )


def _proposals(
    run: ReportRun, district: District | None, communes: list[int]
) -> Iterable[Question]:
    """Of papers that were out on the day, answered by nobody until then."""
    rows = Proposal.objects.filter(
        counted(),
        Q(answered_on=None) | Q(answered_on__gt=run.as_of),
        Q(paper__dated=None) | Q(paper__dated__lte=run.as_of),
        agency__isnull=False,  # a commune elsewhere is no agency here
        paper__year__lte=run.as_of.year,
    )
    if district:
        rows = rows.filter(_of_place("agency", district, communes))
    rows = rows.select_related("agency", "addressee", "paper").defer("paper__body")
    for one in rows.order_by("paper__year", "paper", "order", "pk"):
        yield Question(
            text=one.text,
            by=str(one.agency),
            to=str(one.addressee or one.addressee_text),
            since=one.paper.dated.isoformat() if one.paper.dated else "",
            pk=one.pk,
            proposal=True,
            illustrative=one.illustrative,
        )


def _of_place(agency: str, district: District, communes: list[int]) -> Q:
    own = {f"{agency}__district__code": district.code, f"{agency}__kind": AgencyKind.DISTRICT}
    return Q(**own) | Q(**{f"{agency}__commune__in": communes}) | Q(commune__in=communes)


def seats(run: ReportRun, communes: Iterable[Commune]) -> tuple[Seat, ...]:
    """The districts of the communes, in order; none once the tier has ended."""
    found = {one.district.pk: one.district for one in communes if one.district}
    dossiers = _grouped(
        Dossier.objects.filter(_by(run.as_of), district__in=list(found)), "district_id"
    )
    issued = DistrictProgramme.objects.filter(
        Q(paper__dated=None) | Q(paper__dated__lte=run.as_of),
        year=run.as_of.year,
        agency__district__in=list(found),
    ).select_related("agency")
    programmes = _grouped(issued, "agency__district_id")
    return tuple(
        Seat(
            code=one.code,
            name=str(one),
            dossiers=tuple(_stage(row) for row in dossiers[pk]),
            programmes=tuple(row.paper.short for row in programmes[pk]),
            illustrative=any(row.illustrative for row in (*dossiers[pk], *programmes[pk])),
        )
        for pk, one in found.items()
    )


def _by(day: dt.date) -> Q:
    return Q(stage_on=None, decided_on=None) | Q(stage_on__lte=day) | Q(decided_on__lte=day)


def _stage(one: Dossier) -> str:
    year = f" năm {one.year}" if one.year else ""
    paper = f" ({one.paper.short})" if one.paper else ""
    return f"{one.get_level_display()}{year}: {one.get_stage_display()}{paper}"


def _grouped(rows: Any, key: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.select_related("paper").order_by("pk"):
        value: Any = row
        for part in key.split("__"):
            value = getattr(value, part)
        found[value].append(row)
    return found


def villages(run: ReportRun, communes: list[int]) -> Villages:
    known = Village.objects.on(run.as_of).filter(commune__in=communes)
    dossiers = Prefetch("dossiers", Dossier.objects.filter(_by(run.as_of)), to_attr="told")
    rows = [(one, vars(one)["told"]) for one in known.prefetch_related(dossiers)]
    done = [
        (one.pk, dossier.level)
        for one, told in rows
        for dossier in told
        if dossier.stage == DossierStage.RECOGNISED
    ]
    return Villages(
        known=len(rows),
        recognised=len({pk for pk, level in done if level == Level.STANDARD}),
        model=len({pk for pk, level in done if level == Level.MODEL}),
        under_way=sum(any(x.stage not in AT_REST for x in told) for _, told in rows),
        illustrative=sum(
            one.illustrative or any(x.illustrative for x in told) for one, told in rows
        ),
    )
