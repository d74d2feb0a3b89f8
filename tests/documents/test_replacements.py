"""A replacement begins with what the older paper said, and to whom."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from documents.choices import RelationKind
from documents.models import OfficialDocument
from documents.services import steps
from tests.documents.house import DAY, House, number
from tests.factories import AgencyFactory, PaperFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House()


def test_a_replacement_keeps_bases_recipients_and_relations_but_what_the_older_one_replaced(house):
    decision, law, older = (PaperFactory.create(number=f"{n}") for n in (1841, 27, 3))
    agency = AgencyFactory.create()
    paper = house.at(
        "issued",
        bases=[("Căn cứ Nghị định 27", law), ("Xét đề nghị của phòng", None)],
        recipients=[("Sở khác", "p/h", agency), ("Lưu: VT", "", None)],
        relations=[(RelationKind.CARRIES_OUT, decision), (RelationKind.REPLACES, older)],
    )

    new = steps.replace_with(paper=paper, by=house.officer)

    assert [(one.text, one.other) for one in new.bases.all()] == [
        ("Căn cứ Nghị định 27", law),
        ("Xét đề nghị của phòng", None),
    ]
    assert [(one.text, one.purpose, one.agency) for one in new.recipients.all()] == [
        ("Sở khác", "p/h", agency),
        ("Lưu: VT", "", None),
    ]
    assert {(one.kind, one.other) for one in new.relations.all()} == {
        (RelationKind.CARRIES_OUT, decision),
        (RelationKind.REPLACES, paper),
    }


def test_a_double_is_looked_for_in_the_year_of_the_day_that_is_given():
    house = House(own_series=True)
    last_year = dt.date(2023, 12, 29)
    number(house.at("signed"), house.desk, number="07", day=last_year)

    late = house.at("signed")
    assert late.year == DAY.year  # as it was begun
    with pytest.raises(ValidationError) as refused:
        number(late, house.desk, number="07", day=last_year)
    assert refused.value.error_dict["number"][0].code == "double"
    assert number(late, house.desk, number="07", day=DAY).details["warnings"] == []


def test_a_paper_without_a_notation_gets_no_number(house):
    paper = house.at("signed")
    OfficialDocument.objects.filter(pk=paper.pk).update(notation="")
    paper.refresh_from_db()

    with pytest.raises(ValidationError) as refused:
        number(paper, house.desk)

    assert list(refused.value.message_dict) == ["notation"]
