"""Groups of agencies in words: whom they mean on a day, who keeps them, members by date."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Activity
from plans.choices import GroupRule
from plans.models import AgencyGroup, GroupMember
from plans.selectors.groups import Groups
from plans.services.groups import add_group, add_member, change_group, end_member
from tests.factories import (
    AgencyFactory,
    AgencyGroupFactory,
    GroupMemberFactory,
    SponsorAssignmentFactory,
    TaskPartyFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)
URL = "/chuong-trinh/nhom/"


@pytest.fixture
def listed():
    return AgencyGroupFactory(name="Thành viên Ban Chỉ đạo", rule=GroupRule.LISTED)


def test_a_group_means_other_agencies_on_other_days(listed, keeper):
    first, second = AgencyFactory(), AgencyFactory()
    member = add_member(group=listed, agency=first, starts=dt.date(2024, 1, 1), by=keeper)
    add_member(group=listed, agency=second, starts=dt.date(2024, 7, 1), by=keeper)
    end_member(member=member, ends=dt.date(2024, 6, 30), by=keeper)

    assert Groups(DAY).members(listed) == (first,)
    assert Groups(dt.date(2024, 7, 1)).members(listed) == (second,)


def test_a_group_by_rule_follows_the_assignments_of_the_day():
    group = AgencyGroupFactory(rule=GroupRule.ASSIGNED)
    then = SponsorAssignmentFactory(ends=dt.date(2022, 6, 21))
    now = SponsorAssignmentFactory(starts=dt.date(2022, 6, 22))

    assert Groups(dt.date(2021, 1, 1)).members(group) == (then.agency,)
    assert Groups(DAY).members(group) == (now.agency,)


def test_a_group_is_added_under_a_key_of_its_name(keeper):
    group = add_group(name="Thành viên Tổ giúp việc", rule=GroupRule.LISTED, by=keeper)
    twin = add_group(name="Thành viên tổ giúp việc 2", rule=GroupRule.LISTED, by=keeper)

    assert (group.slug, twin.slug) == ("thanh-vien-to-giup-viec", "thanh-vien-to-giup-viec-2")
    assert Activity.objects.filter(verb="added agency group").count() == 2


def test_two_groups_do_not_share_a_name(keeper):
    AgencyGroupFactory(name="Các sở", other_names=["Các sở, ban ngành"])

    with pytest.raises(ValidationError) as refused:
        add_group(name="các sở ban ngành", rule=GroupRule.DEPARTMENTS, by=keeper)

    assert refused.value.error_dict["name"][0].message.startswith("Nhóm «Các sở»")
    assert AgencyGroup.objects.count() == 1


def test_a_list_with_members_follows_no_other_rule(listed, keeper):
    GroupMemberFactory(group=listed)

    with pytest.raises(ValidationError):
        change_group(
            group=listed,
            name=listed.name,
            rule=GroupRule.DEPARTMENTS,
            other_names=[],
            note="",
            by=keeper,
        )

    assert AgencyGroup.objects.get().rule == GroupRule.LISTED


@pytest.mark.parametrize(
    ("rule", "starts", "code"),
    [
        (GroupRule.DEPARTMENTS, "2024-01-01", "rule"),
        (GroupRule.LISTED, "1990-01-01", "outside"),
    ],
)
def test_members_are_of_lists_and_of_agencies_that_are_there(keeper, rule, starts, code):
    group = AgencyGroupFactory(rule=rule)

    with pytest.raises(ValidationError) as refused:
        add_member(
            group=group, agency=AgencyFactory(), starts=dt.date.fromisoformat(starts), by=keeper
        )

    errors = refused.value.error_list if hasattr(refused.value, "error_list") else []
    assert not errors or errors[0].code == code
    assert not GroupMember.objects.exists()


def test_nobody_is_a_member_twice_on_a_day(listed, keeper):
    member = GroupMemberFactory(group=listed, starts=dt.date(2024, 1, 1))

    with pytest.raises(ValidationError) as refused:
        add_member(group=listed, agency=member.agency, starts=dt.date(2024, 5, 1), by=keeper)

    assert refused.value.error_dict["starts"][0].code == "overlap"


@pytest.mark.parametrize(("ends", "code"), [("2023-01-01", "before"), ("2024-12-31", "ended")])
def test_a_member_leaves_once_and_after_it_came(keeper, ends, code):
    member = GroupMemberFactory(starts=dt.date(2024, 1, 1), ends=dt.date(2024, 6, 30))

    with pytest.raises(ValidationError) as refused:
        end_member(member=member, ends=dt.date.fromisoformat(ends), by=keeper)

    assert refused.value.code == code


def test_the_page_shows_each_group_with_its_members_of_the_day(client, member, listed):
    GroupMemberFactory(group=listed, agency__name="Sở Tài chính", starts=dt.date(2024, 7, 1))
    TaskPartyFactory(group=listed)

    now = client.get(URL).content.decode()
    later = client.get(URL, {"ngay": "1/7/2024"}).content.decode()

    assert "chưa có danh sách" in now
    assert "Sở Tài chính" in later
    assert "Không có ngày «32/1/2024»" in client.get(URL, {"ngay": "32/1/2024"}).content.decode()


def test_the_page_costs_the_same_queries_for_one_group_as_for_five(client, member):
    def queries(count):
        while AgencyGroup.objects.count() < count:
            GroupMemberFactory()
        with CaptureQueriesContext(connection) as asked:
            client.get(URL)
        return len(asked)

    assert queries(1) == queries(5)


def test_the_office_keeps_groups_by_the_page(client, keeper, listed):
    client.force_login(keeper)
    agency = AgencyFactory(slug="so-tc")

    client.post(
        f"{URL}moi/", {"name": "Tổ công tác", "rule": "listed", "other_names": "Tổ CT\n\n"}
    )
    assert AgencyGroup.objects.get(name="Tổ công tác").other_names == ["Tổ CT"]

    page = f"{URL}{listed.pk}/"
    client.post(page, {"name": "Ủy viên Ban Chỉ đạo", "rule": "listed"})
    listed.refresh_from_db()
    assert listed.name == "Ủy viên Ban Chỉ đạo"

    client.post(f"{page}thanh-vien/", {"agency": "so-tc", "starts": "1/1/2024"})
    member = GroupMember.objects.get()
    assert (member.agency, member.starts) == (agency, dt.date(2024, 1, 1))
    assert client.post(f"{page}thanh-vien/", {"agency": "", "starts": ""}).status_code == 422
    twice = {"agency": "so-tc", "starts": "2/1/2024"}
    assert client.post(f"{page}thanh-vien/", twice).status_code == 409

    client.post(f"{URL}thanh-vien/{member.pk}/", {"ends": "30/6/2024"})
    member.refresh_from_db()
    assert member.ends == dt.date(2024, 6, 30)
    assert client.post(f"{URL}thanh-vien/{member.pk}/", {"ends": "?"}).status_code == 422
    assert client.post(f"{URL}thanh-vien/{member.pk}/", {"ends": "1/7/2024"}).status_code == 409


def test_a_department_reads_groups_and_keeps_none(client, member, listed):
    assert "Thêm nhóm" not in client.get(URL).content.decode()
    for url in (f"{URL}moi/", f"{URL}{listed.pk}/"):
        assert client.post(url, {"name": "x", "rule": "listed"}).status_code == 403
    listed.refresh_from_db()
    assert listed.name == "Thành viên Ban Chỉ đạo"
