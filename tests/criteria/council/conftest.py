import datetime as dt

import pytest

from communes.choices import AgencyKind, Confidence
from criteria.choices import Level, Purpose, Stage
from criteria.models import AskedDocument, Condition, StatusEntry
from criteria.permissions import may_keep_council
from criteria.services import rebuild_current
from criteria.services.council import open_council_file
from tests.criteria.ladder import judge, ladder
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    MembershipFactory,
    ProcedureFactory,
    UserFactory,
)

OPENED = dt.date(2024, 3, 1)
DAY = dt.date(2024, 6, 5)


def ask(procedure, *conditions, documents=()):
    """Conditions as (code, kind, number), documents as codes."""
    for order, (code, kind, number) in enumerate(conditions):
        Condition.objects.create(
            procedure=procedure,
            order=order,
            code=code,
            kind=kind,
            words=f"Điều kiện {code}",
            number=number,
            confidence=Confidence.RECALLED,
        )
    for order, code in enumerate(documents):
        AskedDocument.objects.create(
            procedure=procedure,
            order=order,
            code=code,
            words=f"Giấy tờ {code}",
            confidence=Confidence.RECALLED,
        )


def confirm(commune):
    """The office has confirmed what counts for the commune."""
    StatusEntry.objects.filter(scorecard__commune=commune).update(stage=Stage.CONFIRMED)
    rebuild_current()


class Council:
    """A commune that meets everything, the people about it, the procedure of 2022–2025."""

    def __init__(self):
        self.rules = ladder()
        self.commune = CommuneFactory(name="Gio Mai")
        judge(self.commune, self.rules[0].criteria_set)
        confirm(self.commune)
        self.procedure = ProcedureFactory()
        ask(
            self.procedure,
            ("tieu-chi", "criteria", None),
            ("no-dong", "debt", None),
            ("hai-long", "satisfaction", 80),
            documents=["to-trinh", "bao-cao"],
        )
        self.revoking = ProcedureFactory(
            purpose=Purpose.REVOKE, present_share=None, favour_share=None
        )
        ask(self.revoking, ("thu-hoi", "revocation", None))
        self.office = self.serve(AgencyFactory(office=True))
        own = AgencyFactory(kind=AgencyKind.COMMUNE, commune=self.commune)
        self.people = {
            "office": self.office,
            "commune": self.serve(own),
            "neighbouring commune": self.serve(AgencyFactory(of_commune=True)),
            "department": self.serve(AgencyFactory()),
            "leader": self.serve(AgencyFactory(provincial=True)),
            "stranger": UserFactory(),
        }
        self.mandate = may_keep_council(self.office)

    def serve(self, agency):
        return MembershipFactory(agency=agency).user

    def open(self, **given):
        given = {
            "commune": self.commune,
            "level": Level.STANDARD,
            "purpose": Purpose.RECOGNISE,
            "opened_on": OPENED,
            "year": 2023,
            "mandate": self.mandate,
            "by": self.office,
        } | given
        return open_council_file(**given)


@pytest.fixture
def council(db):
    return Council()
