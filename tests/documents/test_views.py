from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from communes.choices import Confidence
from documents.blocks import to_json
from documents.choices import PaperKind, PaperState, RelationKind
from documents.models import Arrival, Recipient, Relation
from tests.documents.sample import REPORT
from tests.factories import AgencyFactory, PaperFactory

pytestmark = pytest.mark.django_db
LIST = reverse("documents:paper_list")


def titles(response):
    return [paper.title for paper in response.context["page"]]


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_register_is_newest_first_and_unknown_dates_last(client, member):
    PaperFactory(title="cũ", day=14, month=7, year=2020)
    PaperFactory(title="không ngày", day=None, month=None, year=None)
    PaperFactory(title="chỉ có tháng", day=None, month=11, year=2020)
    PaperFactory(title="mới", day=27, month=3, year=2024)

    assert titles(client.get(LIST)) == ["mới", "chỉ có tháng", "cũ", "không ngày"]
    assert titles(client.get(LIST, {"xep": "ngay"})) == ["cũ", "chỉ có tháng", "mới", "không ngày"]


def test_the_register_filters_by_what_the_address_says(client, member):
    issuer = AgencyFactory(slug="ubnd-tinh")
    plan = PaperFactory(
        title="Kế hoạch đỡ đầu",
        kind=PaperKind.PLAN,
        issuer=issuer,
        year=2020,
        number="224",
        notation="KH-LMHTX",
    )
    PaperFactory(title="Chương trình công tác", year=2024, month=3, state=PaperState.ISSUED)

    for asked in (
        {"q": "do dau"},
        {"q": "224 kh lmhtx"},
        {"loai": "KH"},
        {"co-quan": "ubnd-tinh"},
        {"nam": "2020"},
        {"trang-thai": "registered"},
    ):
        assert titles(client.get(LIST, asked)) == [plan.title], asked


@pytest.mark.parametrize(
    "asked", [{"nam": "x"}, {"xep": "-password"}, {"trang": "99"}, {"loai": "?"}]
)
def test_a_nonsense_address_does_not_break_the_register(client, member, asked):
    assert client.get(LIST, asked).status_code == 200


def test_an_empty_register_says_how_to_go_on(client, member):
    assert "Không có văn bản nào khớp bộ lọc" in client.get(LIST, {"q": "xyz"}).content.decode()


def test_links_keep_the_filters(client, member):
    PaperFactory.create_batch(51, year=2020)

    page = client.get(LIST, {"nam": "2020"}).content.decode()

    assert 'href="?nam=2020&amp;trang=2"' in page
    assert 'href="?nam=2020&amp;dang=xlsx"' in page
    assert 'href="?nam=2020&amp;xep=so"' in page


def test_the_register_costs_the_same_at_one_and_five_papers(client, member):
    PaperFactory()
    one = queries(client, LIST)
    PaperFactory.create_batch(4)

    assert queries(client, LIST) == one


def test_the_register_downloads_as_filtered(client, member):
    PaperFactory(title="=1+1", number="645", day=27, month=3, year=2024, signer_name="Hà Sỹ Đồng")
    PaperFactory(year=2020)

    response = client.get(LIST, {"nam": "2024", "dang": "xlsx"})

    rows = (
        CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()
    )
    assert rows[0][:4] == ["Loại", "Số, ký hiệu", "Ngày", "Trích yếu"]
    assert [row[:4] for row in rows[1:]] == [["Quyết định", "645/QĐ-UBND", "27/3/2024", "=1+1"]]


def test_a_draft_is_seen_by_its_own_agency_alone(client, member):
    own = PaperFactory(state=PaperState.DRAFT, issuer=member.memberships.get().agency)
    other = PaperFactory(state=PaperState.DRAFT)

    assert client.get(reverse("documents:paper_detail", args=[own.pk])).status_code == 200
    assert client.get(reverse("documents:paper_detail", args=[other.pk])).status_code == 404


def test_a_registered_paper_says_that_its_text_is_missing(client, member):
    paper = PaperFactory(confidence=Confidence.RECALLED, day=None, month=11, year=2020)

    page = client.get(reverse("documents:paper_detail", args=[paper.pk])).content.decode()

    assert "Văn bản đăng ký, chưa có toàn văn" in page
    assert "cần đối chiếu bản gốc" in page
    assert "11/2020" in page


def test_a_paper_shows_its_relations_both_ways_and_its_arrivals(client, member):
    paper, cited, citing = PaperFactory(), PaperFactory(), PaperFactory()
    hidden = PaperFactory(state=PaperState.DRAFT)
    Relation.objects.create(paper=paper, kind=RelationKind.BASED_ON, other=cited)
    for one in (citing, hidden):
        Relation.objects.create(paper=one, kind=RelationKind.CARRIES_OUT, other=paper)
    Arrival.objects.create(paper=paper, agency=AgencyFactory(), number="973")

    about = client.get(reverse("documents:paper_detail", args=[paper.pk])).context["about"]

    assert [one.other for one in about.relations] == [cited]
    assert [one.paper for one in about.cited_by] == [citing]
    assert [one.number for one in about.arrivals] == ["973"]


def test_a_paper_with_a_text_is_shown_as_it_prints(client, member):
    paper = PaperFactory(
        kind=PaperKind.REPORT,
        number="",
        notation="BC-STTTT",
        body=to_json(REPORT.blocks),
        signer_post="Giám đốc",
    )
    Recipient.objects.create(paper=paper, order=1, text="Ủy ban nhân dân tỉnh", purpose="kính gửi")
    Recipient.objects.create(paper=paper, order=2, text="Văn phòng Sở", purpose="t/h")
    Recipient.objects.create(paper=paper, order=3, text="Lưu: VT")

    response = client.get(reverse("documents:paper_detail", args=[paper.pk]))

    leaf, page = response.context["about"].leaf, response.content.decode()
    assert leaf.recipients == ("- Như trên;", "- Văn phòng Sở (t/h);", "- Lưu: VT.")
    assert [one.name for one in leaf.annexes] == ["Phụ lục I", "Phụ lục II"]
    for words in (
        "Kính gửi: Ủy ban nhân dân tỉnh",
        "I. CÔNG TÁC CHỈ ĐẠO",
        "GIÁM ĐỐC",
        "<svg",
        "báo cáo Ủy ban nhân dân tỉnh.",
    ):
        assert words in page
    assert "style=" not in page
