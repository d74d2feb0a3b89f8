"""Pages of help and needs: who may, what is told, what is kept."""

import datetime as dt
from decimal import Decimal

import pytest

from criteria.choices import Status
from plans.choices import ActionState, MoneySource
from plans.models import SupportAction
from tests.documents import files
from tests.documents.files import upload
from tests.factories import (
    AgencyFactory,
    AttachmentFactory,
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    IndicatorFactory,
    MembershipFactory,
    NeedFactory,
    ScorecardFactory,
    StatusEntryFactory,
    SupportActionFactory,
    SupportMoneyFactory,
)

pytestmark = pytest.mark.django_db
SAID = {"form": "guidance", "content": "Hướng dẫn hồ sơ", "state": "done", "done_on": "10/6/2024"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def agency():
    return AgencyFactory(name="Sở Kế hoạch và Đầu tư")


@pytest.fixture
def officer(client, agency):
    user = MembershipFactory(agency=agency).user
    client.force_login(user)
    return user


@pytest.fixture
def commune():
    return CommuneFactory(name="Gio Mai", district__name="Gio Linh")


def said(agency, **more):
    return SAID | {"agency": str(agency.pk), "commune": "gio mai"} | more


@pytest.mark.usefixtures("commune")
def test_help_is_logged_with_money_and_evidence(client, officer, agency):
    given = said(
        agency, **{"done-own": "1.234,5", "done-labour_days": "9", "days_done-labour_days": "45"}
    )
    answer = client.post("/ho-tro/moi/", given | {"files": [upload(files.pdf(), "Ảnh.pdf")]})
    action = SupportAction.objects.get()
    assert answer.url == f"/ho-tro/{action.pk}/"
    assert (action.agency, action.commune.name, action.by) == (agency, "Gio Mai", officer)
    money = {one.source: one for one in action.money.all()}
    assert money["own"].done == Decimal("1234.5")
    assert (money["labour_days"].done, money["labour_days"].days_done) == (9, 45)
    page = client.get(answer.url).content.decode()
    assert "1.243,5" in page
    assert "Ảnh.pdf" in page


@pytest.mark.usefixtures("officer", "commune")
def test_log_and_go_on_keeps_the_commune(client, agency, commune):
    answer = client.post("/ho-tro/moi/", said(agency, more="1"))
    assert answer.url == f"/ho-tro/moi/?xa={commune.code}"
    assert 'value="Gio Mai (' in client.get(answer.url).content.decode()


@pytest.mark.usefixtures("officer", "commune")
@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"content": ""}, "Trường này là bắt buộc"),
        ({"commune": "Không Có"}, "Không có xã «Không Có»"),
        ({"done_on": "31/2/2024"}, "Ngày chưa đúng"),
        ({"done-own": "1.234"}, "Hãy nhập 1234 hoặc 1,234."),
        ({"done-own": "-3"}, "Số phải từ 0 trở lên"),
        ({"done-own": "0,1234"}, "Nhiều nhất 3 chữ số sau dấu phẩy"),
        ({"done-own": "200000000000"}, "Số quá lớn"),
        ({"about": "tc-0"}, "Hãy chọn tiêu chí, chỉ tiêu trong danh sách"),
    ],
)
def test_what_is_typed_wrong_is_told_and_kept(client, agency, more, told):
    answer = client.post("/ho-tro/moi/", said(agency, note="giữ lại ghi chú này", **more))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert "giữ lại ghi chú này" in page
    assert not SupportAction.objects.exists()


@pytest.mark.usefixtures("officer", "commune")
def test_what_the_service_refuses_is_told_at_its_field(client, agency):
    answer = client.post("/ho-tro/moi/", said(agency, done_on="20/6/2024"))
    assert answer.status_code == 409
    assert "sau ngày làm việc" in answer.context["form"].errors["done_on"][0]


@pytest.mark.usefixtures("officer")
def test_two_communes_of_one_name_are_asked(client, agency, commune):
    other = CommuneFactory(name="Gio Mai")
    answer = client.post("/ho-tro/moi/", said(agency))
    assert answer.status_code == 422
    assert "có thể là" in answer.context["form"].errors["commune"][0]
    client.post("/ho-tro/moi/", said(agency, commune=other.code))
    client.post("/ho-tro/moi/", said(agency, commune=f"Gio Mai ({commune.district.name})"))
    assert [one.commune for one in SupportAction.objects.order_by("pk")] == [other, commune]


@pytest.mark.usefixtures("officer")
def test_the_address_fills_the_form(client, commune):
    held = CriteriaSetFactory(starts=dt.date(2021, 1, 1))
    indicator = IndicatorFactory(criterion__criteria_set=held, code="2.1")
    page = client.get("/ho-tro/moi/", {"xa": commune.code, "chi-tieu": indicator.pk})
    form = page.context["form"]
    assert (form["commune"].value(), form["about"].value()) == (
        f"Gio Mai ({commune.district.name})",
        f"ct-{indicator.pk}",
    )
    need = NeedFactory(commune=commune, content="2 km đường", unit="km")
    form = client.get("/ho-tro/moi/", {"nhu-cau": need.pk}).context["form"]
    assert form["need"].value() == str(need.pk)
    assert (form["content"].value(), form["quantity_unit"].value()) == ("2 km đường", "km")
    bare = client.get(
        "/ho-tro/moi/", {"xa": "x", "nhu-cau": "x", "chi-tieu": "x", "tieu-chi": "-1"}
    )
    assert bare.status_code == 200


@pytest.mark.usefixtures("officer", "commune")
def test_an_officer_cannot_log_for_another_agency(client):
    answer = client.post("/ho-tro/moi/", said(AgencyFactory()))
    assert (answer.status_code, SupportAction.objects.count()) == (422, 0)


@pytest.mark.usefixtures("office", "commune")
def test_the_office_logs_for_everybody(client, agency):
    assert client.post("/ho-tro/moi/", said(agency)).status_code == 302
    assert SupportAction.objects.get().agency == agency


def test_who_speaks_for_nobody_logs_nothing(client, focal_point):
    client.force_login(focal_point)
    answer = client.get("/ho-tro/moi/")
    assert answer.status_code == 403
    assert "Hãy nhờ cán bộ của cơ quan bạn ghi." in answer.content.decode()
    page = client.get("/ho-tro/")
    assert page.status_code == 200
    assert "Ghi hỗ trợ" not in page.content.decode()


ACTS = ["sua", "thuc-hien", "khong-thuc-hien", "tro-lai", "tep"]


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize("act", ACTS)
def test_another_department_only_reads(client, act):
    action = SupportActionFactory(state=ActionState.PLANNED, done_on=None)
    assert client.get(f"/ho-tro/{action.pk}/").status_code == 200
    assert "Sửa</a>" not in client.get(f"/ho-tro/{action.pk}/").content.decode()
    assert client.post(f"/ho-tro/{action.pk}/{act}/").status_code == 403
    action.refresh_from_db()
    assert action.version == 1


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize("act", ["", *(f"{one}/" for one in ACTS)])
def test_what_is_not_there_is_not_found(client, act):
    answer = client.get("/ho-tro/999/") if not act else client.post(f"/ho-tro/999/{act}")
    assert answer.status_code == 404


@pytest.mark.usefixtures("officer")
def test_a_change_is_saved_and_the_second_writer_told(client, agency, commune):
    action = SupportActionFactory(agency=agency, commune=commune)
    url = f"/ho-tro/{action.pk}/sua/"
    form = client.get(url).context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    given |= {"seen": "1", "content": "Nội dung mới", "commune": commune.code}
    assert client.post(url, given).url == f"/ho-tro/{action.pk}/"
    stale = client.post(url, given | {"content": "Của người thứ hai"})
    assert stale.status_code == 409
    page = stale.content.decode()
    assert "Người khác vừa sửa mục này." in page
    assert "Của người thứ hai" in page
    action.refresh_from_db()
    assert (action.content, action.version) == ("Nội dung mới", 2)


@pytest.mark.usefixtures("officer")
def test_planned_help_is_carried_out_from_its_page(client, agency):
    action = SupportActionFactory(agency=agency, state=ActionState.PLANNED, done_on=None)
    SupportMoneyFactory(action=action, source=MoneySource.OWN, planned=50, done=None)
    page = client.get(f"/ho-tro/{action.pk}/")
    assert page.context["done"]["done-own"].value() == "50"
    url = f"/ho-tro/{action.pk}/thuc-hien/"
    wrong = client.post(url, {"done_on": "nay", "seen": "1", "result": "giữ lại"})
    assert (wrong.status_code, "giữ lại" in wrong.content.decode()) == (422, True)
    future = client.post(url, {"done_on": "20/6/2024", "seen": "1"})
    assert (future.status_code, "sau ngày làm việc" in future.content.decode()) == (409, True)
    given = {
        "done_on": "17/6/2024",
        "seen": "1",
        "done-own": "45",
        "files": upload(files.pdf(), "a.pdf"),
    }
    assert client.post(url, given).status_code == 302
    action.refresh_from_db()
    assert (action.state, action.money.get().done, action.attachments.count()) == ("done", 45, 1)
    assert client.post(url, given).status_code == 409


@pytest.mark.usefixtures("officer")
def test_help_is_dropped_and_resumed_from_its_page(client, agency):
    action = SupportActionFactory(agency=agency, state=ActionState.PLANNED, done_on=None)
    url = f"/ho-tro/{action.pk}/"
    wrong = client.post(f"{url}khong-thuc-hien/", {"seen": "1", "reason": ""})
    assert (wrong.status_code, "Hãy nêu lý do." in wrong.content.decode()) == (422, True)
    client.post(f"{url}khong-thuc-hien/", {"seen": "1", "reason": "Hết vốn"})
    page = client.get(url).content.decode()
    assert "Hết vốn" in page
    assert client.post(f"{url}khong-thuc-hien/", {"seen": "2", "reason": "Nữa"}).status_code == 409
    assert client.post(f"{url}tro-lai/", {"seen": "1"}).status_code == 409  # stale
    client.post(f"{url}tro-lai/", {"seen": "2"})
    action.refresh_from_db()
    assert action.state == ActionState.PLANNED


@pytest.mark.usefixtures("officer")
def test_evidence_is_added_and_taken_away(client, agency):
    action = SupportActionFactory(agency=agency)
    url = f"/ho-tro/{action.pk}/tep/"
    assert client.post(url).status_code == 422
    bad = client.post(url, {"files": upload(b"MZ", "xau.exe")})
    assert (bad.status_code, "«xau.exe»" in bad.content.decode()) == (409, True)
    client.post(url, {"files": [upload(files.pdf(), "a.pdf"), upload(files.photo(), "b.jpg")]})
    first, second = action.attachments.order_by("pk")
    assert client.post(f"/tep-kem-theo/{first.pk}/go/", {"reason": ""}).status_code == 422
    client.post(f"/tep-kem-theo/{first.pk}/go/", {"reason": "Nhầm"})
    assert list(action.attachments.all()) == [second]


@pytest.mark.usefixtures("member")
def test_only_the_giver_takes_files_away(client):
    attachment = AttachmentFactory()
    answer = client.post(f"/tep-kem-theo/{attachment.pk}/go/", {"reason": "x"})
    assert (answer.status_code, attachment.action.attachments.count()) == (403, 1)


@pytest.mark.usefixtures("member")
def test_the_page_tells_what_became_of_the_criterion(client):
    criterion = CriterionFactory(number=2, name="Giao thông")
    card = ScorecardFactory(criteria_set=criterion.criteria_set)
    for status, day in ((Status.NOT_MET, "2024-01-10"), (Status.MET, "2024-06-12")):
        StatusEntryFactory(
            scorecard=card,
            criterion=criterion,
            status=status,
            effective_on=dt.date.fromisoformat(day),
        )
    action = SupportActionFactory(commune=card.commune, criterion=criterion)
    effect = client.get(f"/ho-tro/{action.pk}/").context["effect"]
    assert (effect.then.status, effect.now.status) == (Status.NOT_MET, Status.MET)
    bare = SupportActionFactory()
    assert client.get(f"/ho-tro/{bare.pk}/").context["effect"] is None


@pytest.mark.usefixtures("member")
def test_a_contradiction_is_shown_in_words(client):
    action = SupportActionFactory(total_done=5)
    SupportMoneyFactory(action=action, done=9)
    page = client.get(f"/ho-tro/{action.pk}/").content.decode()
    assert "các nguồn cộng lại lớn hơn tổng như nêu 4" in page
    assert "Tổng như nêu" in page
    assert "tổng như nêu không khớp các nguồn" in client.get("/ho-tro/").content.decode()
