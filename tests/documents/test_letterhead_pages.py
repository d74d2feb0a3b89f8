"""Issuers: who keeps them, what is refused, what a change does to papers."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Activity
from documents.models import Letterhead, StepRight
from documents.selectors.letterheads import notation_for
from documents.services import letterheads as services
from tests.documents.house import DAY, House
from tests.factories import AgencyFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House()


def edit(house):
    return reverse("documents:letterhead_edit", args=[house.letterhead.pk])


def text(response):
    return response.content.decode()


def typed(row, **given):
    names = ("name", "superior", "code", "place", "head_post", "collective", "archive")
    said = {name: getattr(row, name) for name in names}
    return said | {"starts": "1/1/2020", "seen": row.version, "by_unit_head": "on"} | given


@pytest.mark.parametrize("role", Role)
def test_focal_points_and_heads_keep_their_own(client, house, role):
    client.force_login(house.people[role])
    keeps = role in {Role.FOCAL_POINT, Role.DIRECTOR}
    assert ("Thông tin in trên văn bản" in text(client.get(edit(house)))) == keeps
    status = client.post(edit(house), typed(house.letterhead, code="SKHĐT")).status_code
    assert status == (302 if keeps else 403)
    client.force_login(MembershipFactory.create(role=role).user)
    assert client.post(edit(house), {}).status_code == 403


def test_the_offices_keepers_keep_all(client, house):
    office = AgencyFactory.create(kind="office")
    client.force_login(MembershipFactory.create(agency=office, role=Role.FOCAL_POINT).user)
    assert client.post(edit(house), typed(house.letterhead, code="X")).status_code == 302


def test_a_change_counts_for_papers_to_come(client, house):
    paper = house.paper()
    client.force_login(house.desk)
    assert client.post(edit(house), typed(house.letterhead, name="")).status_code == 422
    answer = client.post(edit(house), typed(house.letterhead, code="SKHĐT"))
    assert answer.status_code == 302
    house.letterhead.refresh_from_db()
    assert (house.letterhead.code, house.letterhead.version) == ("SKHĐT", 2)
    assert house.letterhead.by_form_check is False
    paper.refresh_from_db()
    assert paper.notation == "KH-SCT"
    assert house.paper().notation == "KH-SKHĐT"
    stale = client.post(edit(house), typed(house.letterhead, seen=1, code="Y"))
    assert stale.status_code == 409
    assert 'value="Y"' in text(stale)
    line = Activity.objects.get(verb="changed letterhead")
    assert line.details["changes"]["code"] == ["SCT", "SKHĐT"]


def test_a_post_becomes_an_issuer_of_its_agency(client, house):
    client.force_login(house.desk)
    given = typed(house.letterhead, name="Trưởng Ban Chỉ đạo", is_post="on", code="BCĐ")
    answer = client.post(reverse("documents:letterhead_add"), given)
    row = Letterhead.objects.get(is_post=True)
    assert (answer.status_code, row.agency) == (302, house.agency)
    assert client.post(reverse("documents:letterhead_add"), given).status_code == 409
    client.force_login(house.officer)
    assert client.get(reverse("documents:letterhead_add")).status_code == 403


def test_rights_are_given_and_end(client, house):
    client.force_login(house.desk)
    url = reverse("documents:right_add", args=[house.letterhead.pk])
    given = {"step": "sign", "person": house.officer.pk, "authority": "KT.", "starts": "1/6/2024"}
    assert client.post(url, given | {"starts": ""}).status_code == 422
    assert client.post(url, given | {"role": "director"}).status_code == 409
    assert client.post(url, {"step": "sign", "starts": "1/6/2024"}).status_code == 409
    assert client.post(url, given | {"person": "", "username": "ai-do"}).status_code == 422
    assert client.post(url, given).status_code == 302
    assert client.post(url, given).status_code == 409
    right = StepRight.objects.get()
    end = reverse("documents:right_end", args=[right.pk])
    assert client.post(end, {"day": "1/1/2020"}).status_code == 409
    assert client.post(end, {"day": "18/6/2024"}).status_code == 302
    right.refresh_from_db()
    assert (right.held_on(DAY), right.held_on(DAY + dt.timedelta(1))) == (True, False)
    client.force_login(house.officer)
    assert client.post(end, {"day": "18/6/2024"}).status_code == 403
    assert client.post(url, given).status_code == 403


def test_a_signer_of_another_agency_is_named_by_their_account(client, house):
    leader = MembershipFactory.create(role=Role.DIRECTOR).user
    client.force_login(house.desk)
    url = reverse("documents:right_add", args=[house.letterhead.pk])
    client.post(url, {"step": "sign", "username": leader.username, "starts": "1/6/2024"})
    assert StepRight.objects.get().user == leader


def test_rules_make_notations(client, house):
    client.force_login(house.desk)
    url = reverse("documents:symbol_rule_set", args=[house.letterhead.pk])
    assert client.post(url, {"kind": "KH", "template": "{who}-{code}"}).status_code == 409
    assert client.post(url, {"kind": "KH", "template": ""}).status_code == 422
    assert client.post(url, {"kind": "KH", "template": "{code}-{unit}"}).status_code == 302
    assert notation_for(house.letterhead, "KH", "KTN") == "SCT-KTN"
    drop = reverse("documents:symbol_rule_drop", args=[house.letterhead.symbol_rules.get().pk])
    client.force_login(house.officer)
    assert client.post(drop).status_code == 403
    client.force_login(house.desk)
    assert client.post(drop).status_code == 302
    assert notation_for(house.letterhead, "KH", "KTN") == "KH-SCT"


@pytest.mark.parametrize("template", ["{kind", "kind}", "{}", "{kind}{x}"])
def test_a_template_knows_three_places(house, template):
    with pytest.raises(ValidationError):
        services.set_symbol_rule(
            letterhead=house.letterhead, kind="KH", template=template, by=house.desk
        )


def test_members_read_the_list_with_their_own_first(client, house):
    others = [House() for _ in range(2)]
    client.force_login(others[1].officer)
    page = text(client.get(reverse("documents:letterhead_list")))
    places = [page.index(str(one.letterhead)) for one in (others[1], house, others[0])]
    assert places[0] == min(places)
    sheet = client.get(reverse("documents:letterhead_list") + "?dang=xlsx")
    assert sheet["Content-Type"].startswith("application/vnd.openxml")
    client.force_login(UserFactory.create())
    assert client.get(reverse("documents:letterhead_list")).status_code == 403


@pytest.mark.parametrize(("kind", "kept"), [("QĐ", True), ("KH", False)])
def test_what_an_issued_decision_prints_is_not_changed_under_it(client, house, kind, kept):
    house.at("issued", kind=kind)
    client.force_login(house.people[Role.DIRECTOR])
    answer = client.post(edit(house), typed(house.letterhead, head_post="Trưởng ban"))
    assert ("rồi lập chủ thể mới" in text(answer)) == kept
    house.letterhead.refresh_from_db()
    assert (house.letterhead.head_post == "Trưởng ban") != kept
