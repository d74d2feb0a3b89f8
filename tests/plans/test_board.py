"""The programme as board, table, sheet and print."""

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from accounts.models import Activity
from plans.choices import GroupRule, Part, TaskState
from plans.evaluation import Colour
from plans.models import Task
from plans.selectors.board import BoardFilters, lanes, matching, programme_lines
from tests.factories import (
    AgencyFactory,
    AgencyGroupFactory,
    ExtensionFactory,
    MembershipFactory,
    PaperFactory,
    SponsorAssignmentFactory,
    TaskFactory,
    TaskGroupFactory,
    TaskPartyFactory,
    TaskProgressFactory,
    TaskReviewFactory,
    WorkProgrammeFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)
URL = "/chuong-trinh/2024/"


@pytest.fixture
def programme():
    return WorkProgrammeFactory()


@pytest.fixture
def group(programme):
    return TaskGroupFactory(programme=programme, order=1, number="I", title="Chỉ đạo, điều hành")


def text(answer):
    return answer.content.decode()


def rows_of(answer):
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    return book.get_sheet_by_index(0).to_python()


def shown(programme, **asked):
    filters = BoardFilters.read(asked)
    return [line.task for line in matching(programme_lines(programme, DAY), filters)]


@pytest.mark.usefixtures("member")
def test_a_task_stands_in_the_lane_of_each_of_its_leads(programme, group):
    first, second = AgencyFactory(name="Sở Tài chính"), AgencyFactory(name="Ban Dân tộc")
    task = TaskFactory(group=group, lead=first)
    TaskPartyFactory(task=task, agency=second, text="Ban Dân tộc")

    found = lanes(programme_lines(programme, DAY), BoardFilters())

    assert [(lane.name, len(lane.cards)) for lane in found] == [
        ("Ban Dân tộc", 1),
        ("Sở Tài chính", 1),
    ]


def test_my_own_lane_comes_first_and_words_last(programme, group):
    mine, other = AgencyFactory(name="Sở Y tế"), AgencyFactory(name="Sở Công Thương")
    for agency in (mine, other):
        TaskFactory(group=group, lead=agency)
    TaskPartyFactory(task=TaskFactory(group=group), text="Thành viên Ban Chỉ đạo")

    found = lanes(programme_lines(programme, DAY), BoardFilters(), {mine.pk})

    assert [lane.name for lane in found] == ["Sở Y tế", "Sở Công Thương", "Thành viên Ban Chỉ đạo"]
    assert [lane.mine for lane in found] == [True, False, False]


def test_a_groups_task_is_one_card_that_counts_its_members(programme, group):
    task = TaskFactory(group=group)
    assigned = AgencyGroupFactory(rule=GroupRule.ASSIGNED, name="Đơn vị được phân công")
    TaskPartyFactory(task=task, group=assigned, text="Các đơn vị được phân công")
    first, second = (SponsorAssignmentFactory().agency for _ in range(2))
    TaskProgressFactory(task=task, agency=first, state=TaskState.DONE, words="Xong")
    TaskReviewFactory(task=task, subject=first)

    (lane,) = lanes(programme_lines(programme, DAY), BoardFilters())

    (card,) = lane.cards
    assert (card.tally.total, card.tally.reported, card.tally.confirmed) == (2, 1, 1)
    assert (lane.agency, card.colour) == (None, Colour.BEHIND)
    assert card.verdict.why == lane.cards[0].line.why  # as table, print and mails say it
    asked = BoardFilters(agency=second.slug)
    (own,) = lanes(matching(programme_lines(programme, DAY), asked), asked)
    assert (own.agency, own.cards[0].tally) == (second, None)


@pytest.mark.usefixtures("member")
def test_a_card_says_what_matters(client, group):
    agency = AgencyFactory(name="Sở Kế hoạch và Đầu tư")
    task = TaskFactory(group=group, number="6", lead=agency, due_on=dt.date(2024, 5, 31))
    TaskPartyFactory(
        task=task,
        part=Part.COORDINATE,
        agency=AgencyFactory(name="UBND huyện Hải Lăng"),
        text="Hải Lăng",
    )
    TaskProgressFactory(task=task, agency=agency, words="Đang lấy ý kiến", percent=40)
    ExtensionFactory(
        task=task,
        agency=agency,
        due_on=dt.date(2024, 6, 14),
        asked_on=dt.date(2024, 5, 20),
        state="granted",
        decided_on=dt.date(2024, 5, 21),
    )

    page = text(client.get(URL))

    for words in (
        "I.6",
        "quá hạn 2 ngày làm việc",
        "31/5/2024</del> <strong>14/6/2024</strong>",
        "Đang lấy ý kiến",
        "(17 ngày trước)",
        "UBND huyện Hải Lăng",
    ):
        assert words in page


def test_filters_find_tasks(programme, group):
    agency = AgencyFactory(name="Sở Tài chính", slug="so-tai-chinh")
    other = AgencyFactory(name="Sở Y tế")
    led = TaskFactory(group=group, lead=agency, content="Rà soát cơ chế, chính sách")
    helped = TaskFactory(group=group, lead=other, content="Khám bệnh")
    TaskPartyFactory(task=helped, part=Part.COORDINATE, agency=agency, text="Sở Tài chính")
    TaskProgressFactory(task=led, agency=agency, state=TaskState.DONE, words="Xong")
    ExtensionFactory(task=helped, agency=other)
    second = TaskGroupFactory(programme=programme, order=2, number="II")
    grouped = TaskFactory(group=second, due_on=dt.date(2024, 5, 2))

    assert shown(programme, **{"don-vi": "tai chinh"}) == [led, helped]
    assert shown(programme, **{"don-vi": "so-tai-chinh", "vai": "chu-tri"}) == [led]
    assert shown(programme, **{"don-vi": "Sở Tài chính", "vai": "phoi-hop"}) == [helped]
    assert shown(programme, q="co che") == [led]
    assert shown(programme, nhom=str(second.pk)) == [grouped]
    assert shown(programme, mau="late") == [grouped]
    assert shown(programme, mau="cho-xac-nhan") == [led]
    assert shown(programme, mau="xin-gia-han") == [helped]
    assert shown(programme, mau="bay") == [led, helped, grouped]


@pytest.mark.usefixtures("member")
def test_the_table_keeps_the_decisions_order_and_columns(client, programme, group):
    late = TaskFactory(group=group, order=2, number="2", content="Việc thứ hai")
    first = TaskFactory(group=group, order=1, number="1", content="Việc thứ nhất")

    answer = client.get(URL, {"xem": "bang"})

    page = text(answer)
    assert [row.line.task for row in answer.context["rows"]] == [first, late]
    heads = [page.index(heading) for heading in programme.headings]
    assert heads == sorted(heads)
    assert "Tình trạng đến 18/6/2024" in page


def test_a_lead_types_its_figure_in_the_table_and_others_do_not(client, group):
    agency = AgencyFactory()
    task = TaskFactory(group=group, lead=agency)
    cell = f'id="o-{task.pk}-{agency.slug}"'

    client.force_login(MembershipFactory(agency=agency).user)
    own = text(client.get(URL, {"xem": "bang"}))
    client.force_login(MembershipFactory().user)
    others = text(client.get(URL, {"xem": "bang"}))

    assert cell in own
    assert cell not in others


@pytest.mark.usefixtures("member")
def test_the_table_pages_after_fifty(client, group):
    for _ in range(51):
        TaskFactory(group=group)

    first, second = (client.get(URL, {"xem": "bang", "trang": page}) for page in (1, 2))

    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 1)


@pytest.mark.usefixtures("member")
def test_the_print_has_every_row_in_the_decisions_columns(client, programme, group):
    for _ in range(51):
        TaskFactory(group=group)

    page = text(client.get(f"{URL}in/"))

    assert page.count("Sửa đổi bộ tiêu chí xã") == 51
    assert all(f'<th scope="col">{heading}</th>' in page for heading in programme.headings)
    assert "! Chậm" in page


@pytest.mark.usefixtures("member")
def test_the_sheet_has_the_decisions_columns_and_the_state(client, programme, group):
    agency = AgencyFactory(name="Sở Y tế")
    task = TaskFactory(group=group, number="6", lead=agency, due_on=dt.date(2024, 6, 14))
    TaskProgressFactory(task=task, agency=agency, percent=40, words="Đang làm")

    head, title, row = rows_of(client.get(URL, {"dang": "xlsx"}))

    assert head[:7] == programme.headings
    assert title[:2] == ["I", "Chỉ đạo, điều hành"]
    assert row[:7] == [
        "6",
        "Sửa đổi bộ tiêu chí xã",
        "Sở Y tế",
        "",
        "Quý II/2024",
        "Quyết định của UBND tỉnh",
        "",
    ]
    assert row[7:] == [
        "quá hạn (quá hạn 2 ngày làm việc)",
        dt.date(2024, 6, 14),
        "",
        2,
        "Sở Y tế: đang thực hiện 40 %: Đang làm",
        dt.date(2024, 6, 1),
        "",
    ]


@pytest.mark.usefixtures("member")
def test_a_year_without_a_programme_says_what_would_be_here(client, group):
    page = text(client.get("/chuong-trinh/2031/"))

    assert "Chưa có chương trình công tác năm này" in page
    assert 'href="/chuong-trinh/2024/"' in page
    assert client.get("/chuong-trinh/2031/in/").status_code == 404


@pytest.mark.usefixtures("member")
def test_the_latest_decision_of_a_year_is_shown_and_others_one_step_away(client, programme):
    later = WorkProgrammeFactory(paper=PaperFactory(day=1, month=6, year=2024))

    assert client.get(URL).context["programme"] == later
    assert client.get(URL, {"qd": programme.pk}).context["programme"] == programme


@pytest.mark.usefixtures("office")
def test_the_office_says_when_a_task_is_slow(client, programme, group):
    agency = AgencyFactory()
    task = TaskFactory(group=group, lead=agency, due_on=dt.date(2024, 7, 31))
    TaskProgressFactory(task=task, agency=agency, effective_on=dt.date(2024, 6, 14))
    said = {"soon_days": 40, "silent_days": 22, "version": programme.version}

    wrong = client.post(f"{URL}muc-bao/", said | {"soon_days": 0})
    before = programme_lines(programme, DAY)[0].colour
    client.post(f"{URL}muc-bao/", said)
    stale = client.post(f"{URL}muc-bao/", said | {"soon_days": 3})

    assert (wrong.status_code, stale.status_code) == (422, 409)
    assert (before, programme_lines(programme, DAY)[0].colour) == (Colour.OPEN, Colour.SOON)
    assert Activity.objects.get(verb="changed limits").details["changes"] == {
        "soon_days": [10, 40]
    }


@pytest.mark.usefixtures("member")
def test_only_the_office_says_when_a_task_is_slow(client, programme):
    assert client.post(f"{URL}muc-bao/", {"soon_days": 1, "silent_days": 1}).status_code == 403


@pytest.mark.parametrize("view", ["", "?xem=bang", "in/"])
def test_pages_cost_the_same_for_one_task_and_for_five(client, group, view):
    agency = AgencyFactory()
    client.force_login(MembershipFactory(agency=agency).user)
    departments = AgencyGroupFactory()

    def more():
        task = TaskFactory(group=group, lead=agency)
        TaskPartyFactory(task=task, part=Part.COORDINATE, group=departments, text="Các sở")
        TaskProgressFactory(task=task, agency=agency)
        ExtensionFactory(task=task, agency=agency)

    more()
    client.get(f"{URL}{view}")
    with CaptureQueriesContext(connection) as one:
        client.get(f"{URL}{view}")
    for _ in range(4):
        more()
    with CaptureQueriesContext(connection) as five:
        client.get(f"{URL}{view}")

    assert Task.objects.count() == 5
    assert len(one) == len(five) <= 18
