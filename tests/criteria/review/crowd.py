"""Many files that lie with the district, made as rows alone: for what a list costs."""

import datetime as dt

from django.utils import timezone

from criteria.choices import FileState, Stage, Status
from criteria.models import FileStep, Holding, OpenedRow, Scorecard, StatusEntry, Submission
from tests.factories import CommuneFactory

DAY = dt.date(2024, 6, 18)


def crowd(world, number, *, stage=Stage.VERIFIED, holders=("district",)):
    """That many more files of other communes, declared, sent, held by these at that stage, every row opened."""
    world.round.save()
    communes = [CommuneFactory(district=world.district) for _ in range(number)]
    cards = Scorecard.objects.bulk_create(
        Scorecard(commune=one, criteria_set=world.set) for one in communes
    )
    said = {"agency": world.agencies["commune"], "by": world.people["commune"]}
    StatusEntry.objects.bulk_create(
        StatusEntry(
            scorecard=card,
            criterion=criterion,
            status=Status.MET,
            stage=Stage.DECLARED,
            effective_on=dt.date(2024, 6, 1),
            **said,
        )
        for card in cards
        for criterion in world.criteria.values()
    )
    moment = timezone.now()
    states = {3: FileState.VERIFYING, 4: FileState.APPRAISING, 5: FileState.CONFIRMING}
    files = Submission.objects.bulk_create(
        Submission(
            round=world.round,
            scorecard=card,
            state=states[stage],
            turn=1,
            sent_at=moment,
            sent_on=DAY,
        )
        for card in cards
    )
    steps = FileStep.objects.bulk_create(
        FileStep(
            submission=file,
            act="submit",
            before="declaring",
            after="verifying",
            stage=1,
            turn=1,
            on=DAY,
            **said,
        )
        for file in files
    )
    FileStep.objects.filter(pk__in=[one.pk for one in steps]).update(recorded_at=moment)
    agencies = [world.agencies[name] for name in holders]
    Holding.objects.bulk_create(
        Holding(submission=file, stage=stage, agency=agency, turn=1, since=DAY)
        for file in files
        for agency in agencies
    )
    OpenedRow.objects.bulk_create(
        OpenedRow(
            submission=file,
            criterion=criterion,
            turn=1,
            agency=agency,
            by=world.people[name],
            on=DAY,
        )
        for file in files
        for criterion in world.criteria.values()
        for name, agency in zip(holders, agencies, strict=True)
    )
    return files
