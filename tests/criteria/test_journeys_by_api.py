"""The journeys of entry and yardsticks, walked through /api/v1/ on the sets that ship."""

import pytest
from rest_framework.authtoken.models import Token

from communes.choices import AgencyKind, CommuneClassKind
from criteria.choices import ValueType
from criteria.models import CriteriaSet, Indicator, Measurement, StatusEntry, Threshold
from criteria.services import rebuild_current
from tests.factories import (
    AgencyFactory,
    CommuneClassFactory,
    CommuneFactory,
    MeasurementFactory,
    MembershipFactory,
    PaperFactory,
    ResponsibilityFactory,
    ScorecardFactory,
    StatusEntryFactory,
)

pytestmark = pytest.mark.django_db
OLD, NEW = "commune-2016-2020", "commune-2021-2025"
SAYS = {
    ValueType.PERCENT: {"number": "87.5"},
    ValueType.NUMBER: {"number": "1234.5"},
    ValueType.BOOLEAN: {"answer": True},
    ValueType.TEXT: {"word": "Khá"},
}


class Caller:
    """Somebody's program, which signs in with a token of theirs."""

    def __init__(self, client, agency):
        self.client, self.user = client, MembershipFactory(agency=agency).user
        key = Token.objects.create(user=self.user).key
        self.headers = {"Authorization": f"Token {key}"}

    def get(self, path, **query):
        answer = self.client.get(f"/api/v1/{path}", query, headers=self.headers)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def post(self, path, **data):
        return self.client.post(
            f"/api/v1/{path}", data, content_type="application/json", headers=self.headers
        )

    def enter(self, card, code, **data):
        return self.post(f"scorecards/{card.pk}/measurements/", indicator=code, **data)

    def line(self, card, code):
        """An indicator on the scorecard, as it is read back."""
        criteria = self.get(f"scorecards/{card.pk}/")["criteria"]
        found = [one for each in criteria for one in each["indicators"]]
        return next(one for one in found if one["indicator"] == code)


@pytest.fixture
def shipped(shipped_sets):
    return CriteriaSet.objects.get(code=NEW)


@pytest.fixture
def card(shipped):
    place = CommuneFactory(name="Hướng Việt")
    CommuneClassFactory(commune=place, kind=CommuneClassKind.ORDINARY)
    return ScorecardFactory(commune=place, criteria_set=shipped)


@pytest.fixture
def commune(card, client):
    return Caller(client, AgencyFactory(kind=AgencyKind.COMMUNE, commune=card.commune))


@pytest.fixture
def department(shipped, client):
    agency = AgencyFactory(name="Sở TT&TT")
    for one in Indicator.objects.filter(criterion__criteria_set=shipped, criterion__number=8):
        ResponsibilityFactory(indicator=one, agency=agency)
    return Caller(client, agency)


@pytest.fixture
def office(client):
    return Caller(client, AgencyFactory(office=True))


def test_a_commune_enters_its_57_values(card, commune):
    indicators = Indicator.objects.filter(criterion__criteria_set=card.criteria_set)
    cells = [
        (one.code, part["code"], SAYS[one.value_type])
        for one in indicators
        for part in one.parts or [{"code": ""}]
    ]
    for code, part, says in cells:
        answer = commune.enter(card, code, part=part, **says)
        assert answer.status_code == 201, answer.json()
    assert Measurement.objects.filter(scorecard=card, by=commune.user).count() == len(cells)

    sheet = commune.get(f"scorecards/{card.pk}/")
    lines = [one for each in sheet["criteria"] for one in each["indicators"]]
    assert (len(sheet["criteria"]), len(lines)) == (19, 57)
    assert all(len(one["values"]) == len(one["bases"]) >= 1 for one in lines)
    assert {one["verdict"] for one in lines} >= {"met", "not_met", "unknown"}
    assert sheet["met"] == 0, "the machine proposes; a status is declared by people"


def test_a_department_fills_criterion_8_for_101_communes(card, department):
    rest = [ScorecardFactory(criteria_set=card.criteria_set) for _ in range(100)]
    asked = {"criteria_set": NEW, "criterion": 8}
    rows = department.get("across/", **asked)
    assert {one["scorecard"] for one in rows} == {one.pk for one in [card, *rest]}
    values = [
        {
            "commune": row["commune"],
            "indicator": value["indicator"],
            "part": value["part"],
            "base": value["base"],
            "answer": value["indicator"] != "8.3" or place % 10 != 0,
        }
        for place, row in enumerate(rows)
        for value in row["values"]
        if value["may_write"]
    ]
    assert len(values) == 101 * 4
    wrong = [*values[:-1], values[-1] | {"base": 1}]
    refused = department.post("across/values/", **asked, values=wrong)
    assert (refused.status_code, refused.json()[-1]["code"]) == (409, "stale")
    assert not Measurement.objects.exists()

    assert department.post("across/values/", **asked, values=values).status_code == 201
    assert Measurement.objects.count() == 101 * 4
    proposed = [row["proposed"] for row in department.get("across/", **asked)]
    assert (proposed.count("met"), proposed.count("not_met")) == (90, 11)


def test_two_collide_on_one_cell_and_the_second_sees_both(card, commune, department):
    seen = commune.line(card, "8.3")["bases"][""]
    assert commune.enter(card, "8.3", answer=False, base=seen).status_code == 201
    second = {"answer": True, "base": seen}
    refused = department.enter(card, "8.3", **second)
    assert (refused.status_code, refused.json()["code"]) == (409, "stale")
    assert f"{commune.user} vừa ghi" in refused.json()["detail"][0]

    theirs = department.line(card, "8.3")
    assert theirs["values"] == {"": "Không"}
    kept = department.enter(card, "8.3", **second | {"base": theirs["bases"][""]})
    assert kept.status_code == 201
    assert department.line(card, "8.3")["values"] == {"": "Có"}
    assert Measurement.objects.filter(scorecard=card).count() == 2


def test_the_line_drops_and_the_same_value_sent_again_is_stored_once(card, commune):
    said = {"number": "71", "base": None, "effective_on": "2024-06-18"}
    first, again = (commune.enter(card, "3.1", **said) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    other = commune.enter(card, "3.1", **said | {"number": "72"})
    assert (other.status_code, other.json()["code"]) == (409, "stale")
    assert [one.number for one in Measurement.objects.all()] == [71]


def test_the_office_corrects_a_threshold_and_sees_whom_it_touches(card, commune, office):
    asked = Threshold.objects.get(
        indicator__criterion__criteria_set=card.criteria_set, indicator__code="3.1", region="chung"
    )
    paper = PaperFactory(number="645")
    said = StatusEntryFactory(scorecard=card, criterion=asked.indicator.criterion, status="met")
    rebuild_current()
    far = ScorecardFactory(criteria_set=card.criteria_set)
    for one, number in ((card, 85), (far, 95)):
        MeasurementFactory(scorecard=one, indicator=asked.indicator, number=number)
    change = {"number": "87", "confidence": "sourced", "paper": paper.pk, "reason": "Đối chiếu"}
    path = f"thresholds/{asked.pk}"
    for door in ("impact", "corrections"):
        assert commune.post(f"{path}/{door}/", **change).status_code == 403

    seen = office.post(f"{path}/impact/", **change)
    assert (seen.status_code, seen.json()["looked"]) == (200, 2)
    (touched,) = seen.json()["touched"]
    assert (touched["commune"], touched["value"]) == (card.commune.code, "85%")
    assert (touched["before"], touched["after"]) == ("met", "not_met")
    assert Threshold.objects.known_at().get(pk=asked.pk).number == asked.number
    assert office.line(card, "3.1")["verdict"] == "met"

    stored = office.post(f"{path}/corrections/", **change)
    assert (stored.status_code, stored.json()["replaces"]) == (201, asked.pk)
    assert office.line(card, "3.1")["verdict"] == "not_met"
    late = office.post(f"{path}/impact/", **change)
    assert (late.status_code, late.json()["code"]) == (409, "stale")
    assert list(StatusEntry.objects.all()) == [said], "a declared status stays"


def test_a_commune_under_two_yardsticks(card, commune):
    before = CriteriaSet.objects.get(code=OLD)
    old = ScorecardFactory(commune=card.commune, criteria_set=before)
    culture = Indicator.objects.get(criterion__criteria_set=before, code="16")
    value = {"scorecard": old, "indicator": culture, "number": 72}
    MeasurementFactory(**value, effective_on="2021-06-01")
    StatusEntryFactory(
        scorecard=old, criterion=culture.criterion, status="met", effective_on="2021-06-01"
    )
    rebuild_current()
    found = commune.get("comparisons/", commune=card.commune.code, a=OLD, b=NEW)
    assert (found["total_a"], found["total_b"]) == (19, 19)
    assert (found["met_a"], found["met_b"]) == (1, 0), "each set has a count of its own"
    pairs = {one["criterion"]: one for one in found["criteria"]}
    (pair,) = pairs[16]["indicators"]
    assert (pair["from_indicator"], pair["kinship"], pair["value"]) == ("16", "changed", "72")
    assert (pair["verdict_a"], pair["verdict_b"], pair["difference"]) == (
        "met",
        "not_met",
        "yardstick",
    )
    assert "≥ 75" in pair["why"]
    told = commune.get("comparisons/", commune=card.commune.code, a=OLD, b=NEW, mode="ghi")
    (said,) = [one for one in told["criteria"] if one["criterion"] == 16]
    assert (said["status_a"], said["status_b"]) == (["met"], "")
