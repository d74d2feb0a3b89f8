import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.models import Activity
from communes.exports import to_xlsx
from plans.choices import DraftKind, MoneySource, WorkKind
from plans.imports.work_cells import DEBT_HEADS, WORK_HEADS
from plans.models import Capital, Debt, PlanDraft, Work
from tests.factories import (
    AgencyFactory,
    CapitalFactory,
    CommuneFactory,
    DebtFactory,
    MembershipFactory,
    WorkFactory,
)

pytestmark = pytest.mark.django_db
URL = "/cong-trinh/nhap/"
MAY = dt.date(2024, 5, 31)


def sheet(heads, *rows):
    table = [[row.get(name) for name in heads] for row in rows]
    content = to_xlsx("Nhập", list(heads.values()), table)
    return SimpleUploadedFile("so-lieu.xlsx", content)


@pytest.fixture
def send(client, office):
    """Upload rows; the draft that came of it."""

    def sent(*rows, kind=DraftKind.WORKS):
        heads = WORK_HEADS if kind == DraftKind.WORKS else DEBT_HEADS
        response = client.post(URL, {"kind": kind.value, "file": sheet(heads, *rows)})
        assert response.status_code == 302, response.content.decode()
        return PlanDraft.objects.latest("pk")

    return sent


@pytest.fixture
def preview(client):
    return lambda draft: client.get(reverse("plans:works_draft", args=[draft.pk]))


@pytest.fixture
def store(client):
    def stored(draft, **said):
        said = {"seen": draft.version} | said
        return client.post(reverse("plans:works_store", args=[draft.pk]), said)

    return stored


def lines(response):
    return list(response.context["page"].object_list)


@pytest.fixture
def gio_mai():
    return CommuneFactory(name="Gio Mai")


FULL = {
    "commune": "gio mai",
    "name": "Đường trục thôn",
    "kind": "Giao thông",
    "investment": 1200,
    "quantity": 2.5,
    "unit": "km",
    "started_on": dt.date(2024, 3, 1),
    "year": 2024,
    "source": "NSTW",
    "as_of": "31/5/2024",
    "allocated": 1000,
    "disbursed": 0,
}


def test_nothing_is_stored_before_it_is_confirmed(send, preview, gio_mai):
    draft = send(FULL)
    (row,) = lines(preview(draft))

    assert (row.commune, row.acts) == (gio_mai, ["thêm công trình", "thêm dòng vốn"])
    assert not Work.objects.exists()


def test_a_confirmed_sheet_adds_works_and_capital(send, store, gio_mai, office):
    draft = send(FULL, FULL | {"source": "Ngân sách xã", "allocated": 200, "disbursed": None})
    response = store(draft)

    assert response.url == "/cong-trinh/"
    work = Work.objects.get()
    assert (work.commune, work.kind, work.investment) == (gio_mai, WorkKind.ROADS, 1200)
    assert (work.quantity, work.unit) == (Decimal("2.5"), "km")
    assert (work.started_on, work.by) == (dt.date(2024, 3, 1), office)
    rows = {row.source: row for row in Capital.objects.all()}
    central, own = rows[MoneySource.CENTRAL], rows[MoneySource.COMMUNE]
    assert (central.work, central.as_of, central.disbursed) == (work, MAY, 0)
    assert (own.allocated, own.disbursed, own.draft) == (200, None, draft)
    draft.refresh_from_db()
    assert draft.message == "Đã ghi: thêm công trình 1, thêm dòng vốn 2."


def test_the_same_sheet_again_changes_nothing(send, preview, store, gio_mai):
    store(send(FULL))
    again = send(FULL)
    assert lines(preview(again))[0].acts == ["không đổi"]
    store(again)

    assert (Work.objects.count(), Capital.objects.count()) == (1, 1)
    assert Work.objects.get().version == 1


def test_a_difference_is_shown_and_kept_on_the_trail(send, preview, store, gio_mai, office):
    work = WorkFactory(commune=gio_mai, name="Đường trục thôn", investment=1200)
    CapitalFactory(work=work, allocated=1000, disbursed=400)
    draft = send(
        {
            "commune": "Gio Mai",
            "name": "Đường trục Thôn",
            "investment": 1300,
            "year": 2024,
            "source": "ngân sách trung ương",
            "as_of": MAY,
            "disbursed": 650,
        }
    )
    assert lines(preview(draft))[0].acts == [
        "sửa công trình: tổng mức đầu tư",
        "sửa vốn: giải ngân 400 → 650",
    ]
    store(draft)

    work.refresh_from_db()
    row = Capital.objects.get()
    assert (work.investment, work.kind, work.version) == (1300, WorkKind.ROADS, 2)
    assert (row.allocated, row.disbursed) == (1000, 650)  # a blank cell erases nothing
    changed = Activity.objects.get(by=office, verb="changed capital").details["changes"]
    assert changed == {"disbursed": ["400.000", "650"]}


def test_a_row_without_a_work_is_the_commune_as_a_whole(send, store, gio_mai):
    store(
        send(
            {
                "commune": "Gio Mai",
                "year": 2024,
                "source": "Vốn lồng ghép",
                "as_of": MAY,
                "allocated": 50,
            }
        )
    )

    row = Capital.objects.get()
    assert (row.work, row.commune, row.source) == (None, gio_mai, MoneySource.INTEGRATED)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"commune": "Không Có"}, "không có xã"),
        ({"kind": "Đường sắt"}, "không có loại"),
        ({"source": "Vàng"}, "không có nguồn vốn"),
        ({"allocated": "1.234"}, "có thể là"),
        ({"allocated": -1}, "phải từ 0"),
        ({"allocated": 1.23456}, "3 chữ số"),
        ({"as_of": "19/6/2024"}, "sau ngày làm việc"),
        ({"as_of": "30/2/2024"}, "không phải là ngày"),
        ({"as_of": None}, "vốn còn thiếu: Tính đến ngày"),
        ({"allocated": None, "disbursed": None}, "chưa có số"),
        ({"year": "hai nghìn"}, "không phải là năm"),
        ({"finished_on": dt.date(2024, 2, 1)}, "hoàn thành trước khởi công"),
        ({"name": "x" * 301}, "dài quá 300"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_why(send, preview, gio_mai, more, why):
    (row,) = lines(preview(send(FULL | more)))

    assert not row.is_good
    assert why in "; ".join(row.problems)


def test_two_rows_may_not_say_two_things(send, preview, gio_mai):
    rows = lines(preview(send(FULL, FULL, FULL | {"investment": 900, "source": "NS xã"})))

    assert rows[0].is_good
    assert "trùng năm, nguồn và ngày với dòng 2" in rows[1].problems
    assert "tổng mức đầu tư khác với dòng 2" in rows[2].problems[0]


def test_refused_rows_are_left_out_only_when_told(send, store, gio_mai):
    draft = send(FULL, FULL | {"commune": "Không Có", "name": "Cầu"})

    assert store(draft).status_code == 422
    assert not Work.objects.exists()
    assert store(draft, **{"chi-dong-nhan": "1"}).status_code == 302
    assert Work.objects.count() == 1


def test_an_ambiguous_commune_is_asked(client, send, preview, store):
    first, second = CommuneFactory(name="Thanh An"), CommuneFactory(name="Thanh An")
    draft = send(FULL | {"commune": "Thanh An"})
    (row,) = lines(preview(draft))
    assert set(row.choices) == {first, second}

    url = reverse("plans:works_answer", args=[draft.pk])
    client.post(url, {"seen": draft.version, f"xa-{row.number}": second.code})
    draft.refresh_from_db()
    assert lines(preview(draft))[0].commune == second
    store(draft)
    assert Work.objects.get().commune == second


def test_a_draft_is_stored_once(send, store, gio_mai):
    draft = send(FULL)
    store(draft)
    assert store(draft).status_code == 409
    assert Work.objects.count() == 1


def test_a_draft_looked_at_before_an_answer_is_not_stored(client, send, store, gio_mai):
    draft = send(FULL)
    client.post(reverse("plans:works_answer", args=[draft.pk]), {"seen": draft.version})

    assert store(draft).status_code == 409
    assert not Work.objects.exists()


def test_a_discarded_draft_stores_nothing(client, send, store, gio_mai):
    draft = send(FULL)
    client.post(reverse("plans:works_discard", args=[draft.pk]))

    assert store(draft).status_code == 409
    assert not Work.objects.exists()


def test_debts_are_added_and_corrected(send, preview, store, gio_mai):
    other = CommuneFactory(name="Gio Mỹ")
    DebtFactory(commune=other, as_of=MAY, amount=250)
    draft = send(
        {"commune": "Gio Mai", "as_of": MAY, "amount": 0},
        {"commune": "Gio My", "as_of": MAY, "amount": "100,5", "note": "đã trả bớt"},
        kind=DraftKind.DEBTS,
    )
    assert [row.acts for row in lines(preview(draft))] == [
        ["thêm dòng nợ"],
        ["sửa nợ: 250 → 100,5"],
    ]
    assert store(draft).url == "/no-xay-dung/"

    found = {row.commune: row for row in Debt.objects.all()}
    assert (found[gio_mai].amount, found[other].amount) == (0, Decimal("100.5"))
    assert found[other].note == "đã trả bớt"


def test_rows_of_a_template_left_blank_say_nothing(send, preview, gio_mai):
    draft = send(
        {"code": gio_mai.code, "commune": "Gio Mai", "as_of": MAY, "amount": 5},
        {"code": "", "commune": "Gio Mỹ"},
        kind=DraftKind.DEBTS,
    )

    assert [row.number for row in lines(preview(draft))] == [2]


def test_a_file_without_the_heads_is_refused_in_place(client, office, gio_mai):
    file = SimpleUploadedFile("x.xlsx", to_xlsx("x", ["Một", "Hai"], [["a", "b"]]))
    response = client.post(URL, {"kind": "works", "file": file})

    assert response.status_code == 422
    assert "Không thấy dòng tiêu đề" in response.content.decode()


def test_a_file_that_is_no_sheet_is_refused_in_place(client, office, gio_mai):
    file = SimpleUploadedFile("x.xlsx", b"khong phai excel")
    response = client.post(URL, {"kind": "debts", "file": file})

    assert response.status_code == 422
    assert "Không đọc được tệp" in response.content.decode()


def test_template_lists_the_communes_that_one_keeps(client):
    agency = AgencyFactory(of_commune=True, commune=CommuneFactory(name="Gio Mai"))
    CommuneFactory(name="Gio Mỹ")
    client.force_login(MembershipFactory(agency=agency).user)
    content = client.get(reverse("plans:works_template", args=["debts"])).content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()

    assert rows[0] == list(DEBT_HEADS.values())
    assert [row[0] for row in rows[1:]] == [agency.commune.code]


def test_a_commune_imports_its_own_rows_only(client, preview, gio_mai):
    agency = AgencyFactory(of_commune=True, commune=gio_mai)
    CommuneFactory(name="Gio Mỹ")
    client.force_login(MembershipFactory(agency=agency).user)
    rows = sheet(WORK_HEADS, FULL, FULL | {"commune": "Gio Mỹ"})
    client.post(URL, {"kind": "works", "file": rows})
    own, other = lines(preview(PlanDraft.objects.get()))

    assert own.is_good
    assert "bạn không nhập số liệu cho" in other.problems[0]


def test_a_draft_is_its_makers(client, send, gio_mai):
    draft = send(FULL)
    client.force_login(MembershipFactory(agency=AgencyFactory(office=True)).user)

    for name in ("draft", "store", "answer", "discard"):
        url = reverse(f"plans:works_{name}", args=[draft.pk])
        found = client.get(url) if name == "draft" else client.post(url)
        assert found.status_code == 404
    assert client.get(URL).status_code == 200


def test_members_without_a_place_may_not_import(client, member):
    assert client.get(URL).status_code == 403
    assert client.get(reverse("plans:works_template", args=["works"])).status_code == 403


def test_reading_a_sheet_costs_the_same_queries_however_long(
    send, preview, gio_mai, django_assert_max_num_queries
):
    rows = [FULL | {"name": f"Đường {number}"} for number in range(30)]
    draft = send(*rows)

    with django_assert_max_num_queries(14):
        preview(draft)
