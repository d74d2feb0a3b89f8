"""The pages of procedures: the office corrects them, others read."""

from decimal import Decimal

import pytest
from django.urls import reverse

from criteria.models import Recognition
from tests.criteria.council.steps import door
from tests.factories import MembershipFactory, RecognitionFactory


@pytest.fixture
def office(council, client):
    client.force_login(council.office)
    return council.office


@pytest.mark.usefixtures("office")
def test_the_office_corrects_numbers_with_their_source(council, client):
    told = client.get(door("rules")).content.decode()
    assert "khi có mặt từ 70% số thành viên" in told
    address = door("rule_correct", council.procedure.pk)
    form = client.get(address).context["form"]
    said = {name: form[name].value() or "" for name in form.fields} | {"checked": ""}
    assert client.post(address, said | {"present_share": "75"}).status_code == 422
    said |= {"source": "QĐ 18, Điều 5", "reason": "Đọc lại"}
    assert client.post(address, said).status_code == 409
    assert client.post(address, said | {"present_share": "175"}).status_code == 409
    assert client.post(address, said | {"present_share": "66,7"}).status_code == 302
    council.procedure.refresh_from_db()
    assert council.procedure.present_share == Decimal("66.7")
    stale = client.post(address, said | {"present_share": "80"})
    assert stale.status_code == 422
    assert "Có người vừa sửa" in stale.content.decode()


@pytest.mark.usefixtures("office")
def test_the_office_states_which_documents_are_asked(council, client):
    address = door("rule_documents", council.procedure.pk)
    said = {"words": "Tờ trình\r\nPhim tư liệu", "source": "QĐ 18, Điều 6", "reason": "Đọc lại"}
    assert client.post(address, said | {"source": ""}).status_code == 422
    twice = client.post(address, said | {"words": "Tờ trình\nTờ trình"})
    assert (twice.status_code, "có hai lần" in twice.content.decode()) == (409, True)
    assert client.post(address, said).status_code == 302
    assert [one.words for one in council.procedure.documents.all()] == ["Tờ trình", "Phim tư liệu"]
    told = client.get(address).content.decode()
    assert "Giấy tờ to-trinh; Giấy tờ bao-cao" in told
    assert "Đọc lại; QĐ 18, Điều 6" in told


@pytest.mark.usefixtures("office")
def test_the_pages_of_recognitions_lead_to_a_file_for_revocation(council, client):
    row = RecognitionFactory(commune=council.commune)
    told = client.get(reverse("criteria:recognition_revoke", args=[row.pk])).content.decode()
    wanted = f"{door('open')}?xa={council.commune.code}&amp;muc=ntm&amp;viec=revoke"
    assert wanted in told
    form = client.get(wanted.replace("&amp;", "&")).context["form"]
    assert (form["purpose"].value(), form["commune"].value()) == ("revoke", council.commune.code)


def test_others_read_the_rules_and_do_not_correct_them(council, client):
    client.force_login(MembershipFactory().user)
    told = client.get(door("rules")).content.decode()
    assert "Sửa các con số" not in told
    for name in ("rule_correct", "rule_documents"):
        assert client.get(door(name, council.procedure.pk)).status_code == 403
    client.force_login(council.people["stranger"])
    assert client.get(door("rules")).status_code == 403
    assert Recognition.objects.count() == 0
