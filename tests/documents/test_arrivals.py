"""The incoming register: what was sent here, entered in one click, numbered by office and year; papers of others."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Activity
from communes.choices import AgencyKind
from documents.choices import PaperState
from documents.models import Arrival, Delivery, OfficialDocument
from documents.selectors.arrivals import next_number
from tests.documents import files
from tests.documents.files import upload
from tests.factories import AgencyFactory, MembershipFactory, PaperFactory

LIST = reverse("documents:arrival_list")
REGISTER = reverse("documents:paper_register")


@pytest.fixture(autouse=True)
def media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def agency():
    return AgencyFactory(name="Sở Công Thương tỉnh Quảng Trị", slug="so-cong-thuong")


@pytest.fixture
def clerk(client, agency):
    user = MembershipFactory(agency=agency, role=Role.FOCAL_POINT).user
    client.force_login(user)
    return user


def text(answer):
    return answer.content.decode()


def at_once(client, paper, agency):
    return client.post(
        reverse("documents:arrival_add", args=[paper.pk]), {"nhanh": "1", "agency": agency.slug}
    )


def test_what_was_sent_here_waits_until_it_is_entered_in_one_click(client, clerk, agency):
    paper, other = PaperFactory(title="Kế hoạch gửi Sở"), PaperFactory(title="Gửi nơi khác")
    Delivery.objects.create(paper=paper, agency=agency)
    Delivery.objects.create(paper=other, agency=AgencyFactory())
    page = text(client.get(LIST))
    assert "Kế hoạch gửi Sở" in page
    assert "chưa mở" in page
    assert "Gửi nơi khác" not in page
    assert at_once(client, paper, agency).status_code == 302
    row = Arrival.objects.get()
    assert (row.number, row.arrived_on, row.agency) == ("1", dt.date(2024, 6, 18), agency)
    page = text(client.get(LIST))
    assert "0 văn bản gửi đến chưa vào sổ" in page
    assert "1 dòng trong sổ đến" in page
    again = at_once(client, paper, agency)
    assert again.status_code == 409
    assert "đã vào sổ đến" in text(again)


def test_numbers_run_by_office_and_year(agency):
    other = AgencyFactory()
    for office, number, day in [
        (agency, "7", dt.date(2024, 1, 5)),
        (agency, "12a", dt.date(2024, 2, 5)),
        (agency, "99", dt.date(2023, 2, 5)),
        (other, "40", dt.date(2024, 2, 5)),
    ]:
        Arrival.objects.create(paper=PaperFactory(), agency=office, number=number, arrived_on=day)
    assert next_number(agency, 2024) == "8"
    assert next_number(agency, 2025) == "1"


def test_nobody_enters_in_the_register_of_another_office(client, clerk):
    paper = PaperFactory()
    assert at_once(client, paper, AgencyFactory()).status_code == 403
    row = Arrival.objects.create(paper=paper, agency=AgencyFactory())
    assert client.get(reverse("documents:arrival_edit", args=[row.pk])).status_code == 403
    assert not Arrival.objects.filter(number="1").exists()


def test_a_draft_arrives_nowhere(client, agency):
    clerk = MembershipFactory(agency=agency).user
    client.force_login(clerk)
    paper = PaperFactory(state=PaperState.SIGNED, issuer=agency)
    answer = at_once(client, paper, agency)
    assert answer.status_code == 409
    assert "còn là dự thảo" in text(answer)


def test_the_form_proposes_and_refuses_a_number_taken_keeping_what_was_typed(
    client, clerk, agency
):
    taken = {"agency": agency, "number": "5", "arrived_on": dt.date(2024, 3, 1)}
    Arrival.objects.create(paper=PaperFactory(), **taken)
    url = reverse("documents:arrival_add", args=[PaperFactory().pk])
    assert 'value="6"' in text(client.get(url))
    typed = {
        "agency": agency.slug,
        "number": "5",
        "arrived_on": "18/6/2024",
        "forwarded_to": "Phòng Kế hoạch",
    }
    answer = client.post(url, typed)
    assert answer.status_code == 409
    assert "đã dùng" in text(answer)
    assert "Phòng Kế hoạch" in text(answer)
    assert client.post(url, typed | {"arrived_on": "hôm nay"}).status_code == 422
    assert client.post(url, typed | {"number": "6"}).status_code == 302


def test_a_line_is_mended_with_a_trace(client, clerk, agency):
    row = Arrival.objects.create(
        paper=PaperFactory(), agency=agency, number="5", arrived_on=dt.date(2024, 3, 1)
    )
    url = reverse("documents:arrival_edit", args=[row.pk])
    sent = {
        "number": "5",
        "arrived_on": "1/3/2024",
        "forwarded_to": "Phòng Tài chính",
        "file_number": "12",
    }
    assert client.post(url, sent).status_code == 302
    row.refresh_from_db()
    assert (row.forwarded_to, row.file_number) == ("Phòng Tài chính", "12")
    line = Activity.objects.get(verb="changed arrival")
    assert line.details["changed"]["forwarded_to"] == ["", "Phòng Tài chính"]
    assert "number" not in line.details["changed"]


def test_who_of_the_office_opened_a_paper_first_is_kept(client, clerk, agency):
    paper = PaperFactory()
    sent = Delivery.objects.create(paper=paper, agency=agency)
    other = Delivery.objects.create(paper=paper, agency=AgencyFactory())
    url = reverse("documents:paper_detail", args=[paper.pk])
    client.get(url)
    client.force_login(MembershipFactory(agency=agency).user)
    client.get(url)
    sent.refresh_from_db()
    other.refresh_from_db()
    assert sent.opened_by == clerk
    assert other.opened_by is None


def test_the_register_comes_as_a_spreadsheet(client, clerk, agency):
    Arrival.objects.create(paper=PaperFactory(), agency=agency, number="5")
    answer = client.get(LIST, {"dang": "xlsx"})
    assert "spreadsheet" in answer["Content-Type"]


def test_the_list_asks_no_more_for_more_rows(client, clerk, agency, django_assert_max_num_queries):
    def rows(count):
        for _ in range(count):
            Delivery.objects.create(paper=PaperFactory(), agency=agency)
            Arrival.objects.create(paper=PaperFactory(), agency=agency)

    rows(1)
    client.get(LIST)
    with django_assert_max_num_queries(100) as one:
        client.get(LIST)
    rows(4)
    with django_assert_max_num_queries(len(one)):
        client.get(LIST)


# --- papers of others ---


def known(**more):
    return {
        "kind": "QĐ",
        "number": "318",
        "notation": "QĐ-TTg",
        "title": "Bộ tiêu chí quốc gia",
        "date": "8/3/2022",
        "issuer": "Thủ tướng Chính phủ",
        "signer_name": "Lê Văn Thành",
        "bases": "Luật Tổ chức Chính phủ\n\nNghị quyết 25",
        "recipients": "Các bộ\nUBND các tỉnh",
        **more,
    }


def came(agency, **more):
    return {
        "den-agency": agency.slug,
        "den-number": "31",
        "den-arrived_on": "18/6/2024",
        "den-forwarded_to": "Phòng KHTC",
        **more,
    }


def test_a_paper_of_others_is_registered_with_its_arrival_and_scan_in_one_act(
    client, clerk, agency
):
    cited = PaperFactory(number="25", notation="NQ-QH")
    sent = known(**came(agency), relation_1="based_on", other_1="25/NQ-QH")
    answer = client.post(REGISTER, sent | {"scan": upload(files.pdf(), "318.pdf")})
    assert answer.status_code == 302
    paper = OfficialDocument.objects.get(number="318")
    assert (paper.issuer, paper.issuer_text) == (None, "Thủ tướng Chính phủ")
    assert (paper.state, paper.dated, paper.by) == ("registered", dt.date(2022, 3, 8), clerk)
    assert [one.text for one in paper.bases.all()] == ["Luật Tổ chức Chính phủ", "Nghị quyết 25"]
    assert [one.text for one in paper.recipients.all()] == ["Các bộ", "UBND các tỉnh"]
    assert paper.relations.get().other == cited
    assert paper.arrivals.get().number == "31"
    assert paper.files.get().kind == "scan"


def test_the_little_that_is_known_is_enough(client, clerk, agency):
    sent = {"kind": "CV", "title": "Về báo cáo", "date": "2020", **came(agency)}
    assert client.post(REGISTER, sent).status_code == 302
    paper = OfficialDocument.objects.get(title="Về báo cáo")
    assert (paper.number, paper.day, paper.month, paper.year) == ("", None, None, 2020)


def test_a_paper_of_others_needs_its_arrival_but_for_the_office_and_the_issuer(
    client, clerk, agency
):
    answer = client.post(REGISTER, known())
    assert answer.status_code == 422
    assert "hãy ghi sổ đến" in text(answer)
    own = known(issuer="so cong thuong tinh quang tri", number="9", notation="KH-SCT")
    assert client.post(REGISTER, own).status_code == 302
    assert OfficialDocument.objects.get(number="9").issuer == agency
    office = MembershipFactory(agency=AgencyFactory(kind=AgencyKind.OFFICE)).user
    client.force_login(office)
    assert client.post(REGISTER, known()).status_code == 302


@pytest.mark.parametrize(
    "told",
    [
        ({"title": ""}, 422, "bắt buộc"),
        ({"date": "31/13/2022"}, 422, "Ngày chưa đúng"),
        ({"date": "30/2/2022"}, 409, "Không có ngày 30/2/2022"),
        ({"relation_1": "based_on"}, 422, "Hãy ghi số, ký hiệu"),
        ({"relation_1": "based_on", "other_1": "0/KHÔNG"}, 422, "chưa có"),
        ({"den-number": "5"}, 409, "đã dùng"),
        ({"number": "1", "notation": "TWIN"}, 409, "Sổ đã có"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(client, clerk, agency, told):
    wrong, status, why = told
    Arrival.objects.create(
        paper=PaperFactory(), agency=agency, number="5", arrived_on=dt.date(2024, 3, 1)
    )
    PaperFactory(number="1", notation="TWIN", issuer=None, year=2022, month=3, day=8)
    answer = client.post(REGISTER, known(**came(agency)) | wrong)
    assert answer.status_code == status
    assert why in text(answer)
    assert "Lê Văn Thành" in text(answer)
    assert not OfficialDocument.objects.filter(number="318").exists()


def test_a_twin_still_on_its_way_is_not_told_by_its_title(client, clerk, agency):
    hidden = PaperFactory(state=PaperState.NUMBERED, title="Chưa ai được biết", year=2022)
    typed = known(
        number=hidden.number, notation=hidden.notation, issuer=hidden.issuer.name, **came(agency)
    )
    answer = client.post(REGISTER, typed)
    assert answer.status_code == 409
    assert "một dự thảo của cơ quan đó" in text(answer)
    assert "Chưa ai được biết" not in text(answer)


def test_a_scan_that_is_none_registers_nothing(client, clerk, agency):
    sent = known(**came(agency)) | {"scan": upload(b"MZ program", "318.pdf")}
    answer = client.post(REGISTER, sent)
    assert answer.status_code == 409
    assert not OfficialDocument.objects.filter(number="318").exists()


def test_who_registered_mends_and_a_stale_mend_is_refused(client, clerk, agency):
    client.post(REGISTER, known(**came(agency)))
    paper = OfficialDocument.objects.get(number="318")
    url = reverse("documents:paper_register_edit", args=[paper.pk])
    page = text(client.get(url))
    assert "Thủ tướng Chính phủ" in page
    assert "08/3/2022" in page
    assert client.post(url, known(title="Bộ tiêu chí mới", seen=1, bases="")).status_code == 302
    paper.refresh_from_db()
    assert (paper.title, paper.version, paper.bases.count()) == ("Bộ tiêu chí mới", 2, 0)
    line = Activity.objects.get(verb="corrected registered paper")
    assert line.details["changed"]["title"] == ["Bộ tiêu chí quốc gia", "Bộ tiêu chí mới"]
    stale = client.post(url, known(title="Muộn", seen=1))
    assert stale.status_code == 409
    assert "Muộn" in text(stale)


def test_others_and_papers_written_here_are_not_mended_in_the_register(client, clerk, agency):
    url = reverse("documents:paper_register_edit", args=[PaperFactory().pk])
    assert client.get(url).status_code == 403
    issued = PaperFactory(state=PaperState.ISSUED, by=clerk)
    url = reverse("documents:paper_register_edit", args=[issued.pk])
    assert client.post(url, known(seen=1)).status_code == 403
    hidden = PaperFactory(state=PaperState.DRAFT)
    url = reverse("documents:paper_register_edit", args=[hidden.pk])
    assert client.get(url).status_code == 404
