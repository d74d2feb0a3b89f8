"""The programme of 2024 as shipped: QĐ 645 cell by cell, its agencies, deadlines and papers."""

import datetime as dt

import pytest

from accounts import trail
from communes.imports.table import DataError
from communes.models import Agency
from documents.imports import load_papers
from plans.choices import GroupRule, Part
from plans.imports import load_groups, load_programmes
from plans.models import AgencyGroup, Task, TaskGroup, TaskParty, WorkProgramme
from plans.selectors.groups import Groups
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
DAY = dt.date(2024, 6, 18)


@pytest.fixture
def papers():
    return load_papers()


@pytest.fixture
def programme():
    return WorkProgramme.objects.get()


def task(code):
    group, number = code.split(".")
    return Task.objects.get(group__number=group, number=number)


def parties(code, part):
    return [
        (one.text, str(one.agency or one.group)) for one in task(code).parties.filter(part=part)
    ]


def test_fourteen_tasks_stand_in_three_groups_with_their_printed_numbers(programme):
    counts = {
        group.number: [one.number for one in group.tasks.all()]
        for group in TaskGroup.objects.all()
    }

    assert programme.paper.symbol == "645/QĐ-BCĐCTMTQG"
    assert counts == {
        "I": ["1", "2", "3", "4", "5", "6", "7", "8"],
        "II": ["1", "2", "3", "4"],
        "III": ["1", "2"],
    }


@pytest.mark.parametrize(
    ("code", "kind", "on"),
    [
        ("I.1", "year", "2024-12-31"),
        ("I.6", "quarter", "2024-06-30"),
        ("II.1", "month", "2024-04-30"),
        ("II.3", "month", "2024-06-30"),
        ("II.4", "month", "2024-12-31"),
    ],
)
def test_deadlines_keep_their_words_and_their_last_day(programme, code, kind, on):
    one = task(code)

    assert (one.due_kind, one.due_on) == (kind, dt.date.fromisoformat(on))


def test_words_of_deadlines_stay_as_printed(programme):
    assert task("I.6").due_text == "Quý II/ 2024"
    assert task("II.2").due_text == "Quý II/2024"


def test_leads_are_several_agencies_or_a_group_in_words(programme):
    assert parties("I.2", Part.LEAD) == [
        ("Sở Kế hoạch và Đầu tư", "Sở KH&ĐT"),
        ("Sở Tài chính", "Sở Tài chính"),
        ("Sở Nông nghiệp và PTNT", "Sở NN&PTNT"),
    ]
    assert parties("III.2", Part.LEAD) == [
        ("Sở Nông nghiệp và PTNT", "Sở NN&PTNT"),
        ("Sở Lao động - Thương binh và Xã hội", "Sở LĐ-TB&XH"),
        ("Ban Dân tộc tỉnh", "Ban Dân tộc"),
    ]
    assert parties("I.7", Part.LEAD) == [("Thành viên Ban chỉ đạo", "Thành viên Ban Chỉ đạo")]
    lead = task("I.5").parties.get(part=Part.LEAD)
    assert lead.group.rule == GroupRule.ASSIGNED


def test_districts_named_in_a_row_are_each_their_own_committee(programme):
    assert parties("III.1", Part.COORDINATE) == [
        ("Các sở, ban ngành", "Các sở, ban, ngành"),
        ("UBND các huyện Hướng Hóa", "UBND huyện Hướng Hóa"),
        ("Đakrông", "UBND huyện Đakrông"),
        ("Gio Linh", "UBND huyện Gio Linh"),
        ("Vĩnh Linh", "UBND huyện Vĩnh Linh"),
    ]


def test_own_wording_of_the_paper_stays_and_damage_of_the_copy_is_mended(programme):
    everything = " ".join(
        f"{one.content} {one.coordinators_text} {one.expected_result} {one.note}"
        for one in Task.objects.all()
    )

    assert "UBND các huyện Vĩnh Linh" in task("II.3").coordinators_text
    for damaged in ("trao trả", "phản hiện", "DTTTS", "DBKK", "phần đầu", "Dakrông", "<li", "<ul"):
        assert damaged not in everything
    assert task("III.1").expected_result.startswith("- Sở Nông nghiệp và PTNT tham mưu")
    assert task("III.1").expected_result.count("\n- ") == 1


def test_papers_that_tasks_name_are_those_on_the_register(programme):
    cited = {
        one.code: sorted(row.paper.symbol for row in one.references.all())
        for one in Task.objects.filter(references__isnull=False).distinct()
    }

    assert cited == {
        "I.2": ["111/2024/QH15"],
        "I.5": ["1625/QĐ-UBND"],
        "II.3": ["837/UBND-KT"],
        "II.4": ["756/UBND-KT"],
        "III.1": ["2052/QĐ-UBND", "6500/UBND-KT"],
    }


def test_loading_twice_changes_nothing(programme, papers):
    keepers = [*load_groups(), *load_programmes(papers)]

    assert [(keeper.added, keeper.changed) for keeper in keepers] == [(0, 0)] * len(keepers)


def test_a_task_that_somebody_edited_stays_whole(programme, papers):
    edited = task("I.2")
    edited.parties.filter(part=Part.LEAD).exclude(order=1).delete()
    trail.record(UserFactory(), "changed task", edited)

    load_programmes(papers)

    assert edited.parties.filter(part=Part.LEAD).count() == 1


def test_what_the_file_no_longer_says_of_an_untouched_task_goes(programme, papers):
    TaskParty.objects.create(task=task("I.1"), part=Part.LEAD, order=9, text="Sở thừa")

    load_programmes(papers)

    assert not TaskParty.objects.filter(text="Sở thừa").exists()


def test_words_that_nobody_knows_are_a_mistake_of_the_file(papers, tmp_path):
    path = tmp_path / "programme.yaml"
    path.write_text(
        "programmes:\n- year: 2024\n  title: Thử\n  paper: qd-645\n  groups:\n  - number: I\n"
        "    title: Nhóm\n    tasks:\n    - {number: 1, content: Việc, leads: Sở Bí ẩn}\n"
    )

    with pytest.raises(DataError, match="Sở Bí ẩn"):
        load_programmes(papers, [path])


def test_members_of_the_steering_committee_are_not_guessed(programme):
    group = AgencyGroup.objects.get(slug="thanh-vien-ban-chi-dao")

    assert group.rule == GroupRule.LISTED
    assert Groups(DAY).members(group) == ()


def test_districts_and_towns_are_those_the_words_say(programme):
    group = AgencyGroup.objects.get(slug="huyen-thi-xa")
    slugs = {one.slug for one in Groups(DAY).members(group)}

    assert len(slugs) == 9
    assert "ubnd-dong-ha" not in slugs
    assert Groups(dt.date(2025, 7, 1)).members(group) == ()  # districts have ended


def test_departments_are_those_of_the_day(programme):
    group = AgencyGroup.objects.get(slug="so-ban-nganh")
    then = {one.slug for one in Groups(DAY).members(group)}
    later = {one.slug for one in Groups(dt.date(2025, 6, 1)).members(group)}

    assert "so-nong-nghiep-ptnt" in then - later
    assert "so-nong-nghiep-moi-truong" in later - then
    assert Agency.objects.get(slug="vpdp-ntm").slug not in then
