"""The end of a paper's way: which versions stay, which print counts, whom it reaches here and whom not."""

import pytest
from django.urls import reverse

from communes.models import Agency
from documents.models import PrintRun
from documents.selectors.paper_files import prints_of
from documents.selectors.reaching import reach_of
from documents.services import steps
from tests.documents.house import DAY, House, number
from tests.factories import AgencyFactory, StoredFileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House()


def test_the_issue_page_says_who_gets_nothing_here(client, house, settings):
    settings.RECIPIENT_GROUPS = [f"{__name__}.all_others"]
    other, third = AgencyFactory.create(name="Sở Xây dựng"), AgencyFactory.create(name="Sở Y tế")
    to = [
        ("Như trên", "", None),
        ("Sở Xây dựng", "b/c", other),
        ("Cả nhóm", "", None),
        ("Người không có ở đây", "", None),
        ("Lưu: VT", "", None),
    ]
    paper = house.at("numbered", recipients=to)
    reach = [(one.words, one.agencies, one.is_group) for one in reach_of(paper)]
    assert reach == [
        ("Sở Xây dựng (b/c)", (other,), False),
        ("Cả nhóm", (third,), True),
        ("Người không có ở đây", (), False),
    ]
    client.force_login(house.desk)
    page = client.get(reverse("documents:paper_step", args=[paper.pk, "ban-hanh"]))
    told = page.content.decode()
    assert told.count("Không nhận trên hệ thống") == 1
    assert "1 cơ quan: Sở Y tế" in told
    steps.issue(paper=paper, by=house.desk)
    sent = paper.deliveries.values_list("agency__name", "recipient__text")
    assert set(sent) == {("Sở Xây dựng", "Sở Xây dựng"), ("Sở Y tế", "Cả nhóm")}


def all_others(paper, words, day):
    return {"Cả nhóm": list(Agency.objects.order_by("pk"))} if "Cả nhóm" in words else {}


def test_the_versions_end_with_what_was_signed_and_what_was_numbered(house):
    """Signed with the number open; numbered and dated in the version that is issued."""
    paper = house.at("issued")
    said = dict(paper.steps.values_list("act", "version"))
    kept = {
        one.number: (one.content["number"], one.content["day"]) for one in paper.versions.all()
    }
    assert kept[said["signed"]] == ("", None)
    assert kept[said["numbered"]] == kept[said["issued"]] == ("07", DAY.day)
    assert paper.version == max(kept) == said["issued"]


def test_a_number_that_stood_there_already_makes_no_version(house):
    paper = house.at("signed", number="07", day=DAY.day)
    number(paper, house.desk)
    paper.refresh_from_db()
    assert paper.version == 1


def test_a_returned_number_is_out_of_the_last_version_too(house):
    paper = house.at("numbered")
    steps.send_back(paper=paper, by=house.desk, reason="Sai")
    paper.refresh_from_db()
    last = paper.versions.get(number=paper.version)
    assert (last.content["number"], last.content["day"]) == ("", None)


def test_a_print_of_the_signed_words_counts_after_the_number_came(house):
    paper = house.at("signed")
    words = PrintRun.objects.create(
        paper=paper, version=paper.version, state="done", file=StoredFileFactory.create()
    )
    number(paper, house.desk)
    paper.refresh_from_db()
    assert list(prints_of(paper)) == [words]
    steps.send_back(paper=paper, by=house.desk, reason="Sai")
    paper.refresh_from_db()
    assert not prints_of(paper)
