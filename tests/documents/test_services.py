import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Activity
from documents import services
from documents.choices import PaperKind, PaperState, RelationKind
from tests.factories import AgencyFactory, PaperFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_paper_is_registered_with_what_is_known():
    by, issuer, cited = UserFactory(), AgencyFactory(), PaperFactory()

    paper = services.register_paper(
        kind=PaperKind.PLAN,
        title="Triển khai phụ trách, đỡ đầu các xã",
        issuer=issuer,
        notation="KH-STTTT",
        date=(None, 11, 2020),
        recipients=["Văn phòng Điều phối", "Lưu: VT"],
        relations=[(RelationKind.CARRIES_OUT, cited)],
        signer_name="Nguyễn Văn A",
        by=by,
    )

    assert (paper.symbol, paper.date_words, paper.dated, paper.state) == (
        "KH-STTTT",
        "11/2020",
        None,
        PaperState.REGISTERED,
    )
    assert [one.text for one in paper.recipients.all()] == ["Văn phòng Điều phối", "Lưu: VT"]
    assert [(one.kind, one.other) for one in paper.relations.all()] == [("carries_out", cited)]
    assert [(one.by, one.verb) for one in Activity.objects.all()] == [(by, "registered paper")]


def test_the_same_number_of_the_same_issuer_and_year_is_refused():
    there = PaperFactory(number="645", notation="QĐ-UBND", year=2024, month=3, day=27)

    with pytest.raises(ValidationError, match="Sổ đã có Quyết định 645/QĐ-UBND") as refusal:
        services.register_paper(
            kind=PaperKind.DECISION,
            title="x",
            issuer=there.issuer,
            number="645",
            notation="QĐ-UBND",
            date=(None, None, 2024),
        )

    assert refusal.value.code == "twin"


@pytest.mark.parametrize(
    ("date", "reason"),
    [((31, 2, 2024), "Không có ngày 31/2/2024"), ((5, None, 2024), "Có ngày thì phải có tháng")],
)
def test_an_impossible_date_is_refused(date, reason):
    with pytest.raises(ValidationError, match=reason):
        services.register_paper(kind=PaperKind.PLAN, title="x", date=date)


def test_an_arrival_is_entered_once_a_year_and_number():
    paper, office, by = PaperFactory(), AgencyFactory(), UserFactory()
    entry = {"agency": office, "number": "973", "by": by}

    services.add_arrival(paper=paper, arrived_on=dt.date(2020, 11, 12), **entry)
    services.add_arrival(paper=paper, arrived_on=dt.date(2021, 1, 4), **entry)
    with pytest.raises(ValidationError, match="Số đến 973 năm 2020") as refusal:
        services.add_arrival(paper=PaperFactory(), arrived_on=dt.date(2020, 12, 1), **entry)

    assert refusal.value.code == "taken"
    assert [one.arrived_on.year for one in office.arrivals.all()] == [2021, 2020]
    assert Activity.objects.filter(verb="registered arrival", by=by).count() == 2
