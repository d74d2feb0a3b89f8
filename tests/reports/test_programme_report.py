"""The report of progress of the year's work programme: what it gathers, says, and lays out as table C3."""

import datetime as dt
import io
import json
from dataclasses import asdict, replace

import pytest
from django.utils import timezone
from pypdf import PdfReader

from documents import pdf
from documents.blocks import Appendix, Bullets, Heading, Paragraph, flat, from_json, to_json
from plans.choices import ExtensionState, Frequency, TaskState
from plans.models.programme import HEADINGS
from reports.choices import Kind
from reports.figures.programme.report import gather, gather_targets, thaw
from reports.figures.programme.tasks import gather_tasks, thaw_tasks
from reports.kinds import KINDS
from reports.kinds.programme.report import table_c3
from reports.selectors.pages import page_of
from reports.words.links import plain, plain_blocks
from tests.factories import (
    AgencyFactory,
    AttachmentFactory,
    CommuneFactory,
    DistrictProgrammeFactory,
    ExtensionFactory,
    LetterheadFactory,
    PaperFactory,
    RecognitionFactory,
    ReportDutyFactory,
    ReportRunFactory,
    TargetFactory,
    TaskFactory,
    TaskGroupFactory,
    TaskPartyFactory,
    TaskProgressFactory,
    TaskReviewFactory,
    WorkProgrammeFactory,
)
from tests.reports.gathered import queries_of

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 6, 18)
KIND = KINDS[Kind.PROGRAMME]


@pytest.fixture
def lead():
    return AgencyFactory(name="Sở Xây dựng", short_name="")


@pytest.fixture
def group():
    paper = PaperFactory(number="645", day=27, month=3, year=2024, title="Ban hành Chương trình")
    return TaskGroupFactory(programme=WorkProgrammeFactory(paper=paper), number="I")


@pytest.fixture
def task(group, lead):
    return TaskFactory(group=group, lead=lead, number="1")


@pytest.fixture
def run(criteria_set, lead):
    return ReportRunFactory(
        kind=Kind.PROGRAMME, agency=lead, criteria_set=criteria_set, as_of=DAY, round=None
    )


@pytest.fixture
def criteria_set(yardstick):
    return yardstick


def tasks_on(day=DAY):
    return gather_tasks(2024, day, timezone.now())


def figures_of(run):
    run.known_at = timezone.now()
    return thaw(json.loads(json.dumps(gather(run))))


def composed(run):
    return flat(plain_blocks(KIND.compose(gather(run))))


def said(run):
    """Every sentence of the text, without the appendix."""
    found = []
    for one in composed(run):
        if isinstance(one, Paragraph):
            found.append(one.text)
        elif isinstance(one, Bullets):
            found += one.items
    return found


def status(task):
    [row] = [one for one in table_c3(tasks_on()).rows if not one.group]
    return plain(row.cells[7]), row.cells[8], row.cells[9]


def test_tasks_go_to_json_and_back_whole(task, lead):
    TaskProgressFactory(task=task, agency=lead, illustrative=True)
    ExtensionFactory(task=task, agency=lead)
    found = tasks_on()

    assert thaw_tasks(json.loads(json.dumps(asdict(found)))) == found
    assert found.illustrative


def test_the_whole_report_goes_to_json_and_back(run, task):
    TargetFactory()
    DistrictProgrammeFactory()
    figures = figures_of(run)

    assert thaw(json.loads(json.dumps(asdict(figures)))) == figures
    assert (len(figures.targets), len(figures.districts)) == (1, 1)


def test_table_c3_has_the_decisions_columns_and_three_of_its_own(task):
    table = table_c3(tasks_on())

    assert [one.title for one in table.columns] == [
        *HEADINGS,
        "Tình trạng đến 18/6",
        "Kết quả thực tế",
        "Ngày hoàn thành",
    ]
    assert sum(one.width for one in table.columns) == 100
    assert table.caption.endswith("năm 2024 (đến ngày 18/6/2024)")


def test_what_nobody_reported_is_blank_and_no_day_is_made_up(task):
    assert status(task) == (
        "đang thực hiện trong hạn, chậm (còn 8 ngày làm việc, chưa bắt đầu)",
        "",
        "",
    )


def test_done_in_time_once_confirmed(task, lead):
    progress = TaskProgressFactory(
        task=task, agency=lead, state=TaskState.DONE, words="Đã trình.", percent=100
    )
    AttachmentFactory(action=None, progress=progress, name="to-trinh-12.pdf")
    assert status(task)[0] == "báo hoàn thành, chờ xác nhận"

    TaskReviewFactory(task=task, subject=lead)

    assert status(task) == (
        "hoàn thành đúng hạn",
        "ngày 1/6/2024: đã xác nhận hoàn thành, 100\u00a0%. Đã trình (kèm to-trinh-12.pdf)",
        "1/6/2024",
    )


def test_a_task_waits_only_once_each_of_its_leads_is_done(task, lead):
    other = AgencyFactory()
    TaskPartyFactory(task=task, agency=other)
    TaskProgressFactory(task=task, agency=lead, state=TaskState.DONE)
    assert status(task)[0].startswith("đang thực hiện trong hạn, chậm")
    assert status(task)[2] == ""

    TaskProgressFactory(task=task, agency=other, state=TaskState.DONE, effective_on=DAY)

    assert status(task)[0] == "báo hoàn thành, chờ xác nhận"
    assert status(task)[2] == "18/6/2024"


def test_done_late_tells_by_how_many_working_days(group, lead):
    late = TaskFactory(group=group, lead=lead, due_on=dt.date(2024, 5, 29))
    TaskProgressFactory(task=late, agency=lead, state=TaskState.DONE, words="")
    TaskReviewFactory(task=late, subject=lead)

    assert status(late)[0] == "hoàn thành quá hạn 2 ngày làm việc"


def test_what_was_returned_is_not_done(task, lead):
    TaskProgressFactory(task=task, agency=lead, state=TaskState.DONE)
    TaskReviewFactory(task=task, subject=lead, agrees=False, reason="Thiếu văn bản")

    words, result, done_on = status(task)

    assert "hoàn thành đúng hạn" not in words
    assert "bị trả lại" in result
    assert done_on == ""


def test_an_overdue_task_is_told_with_its_lead_its_days_and_its_extension(run, group, lead):
    late = TaskFactory(
        group=group, lead=lead, number="1", due_text="Tháng 4/2024", due_on=dt.date(2024, 4, 30)
    )
    ExtensionFactory(
        task=late,
        agency=lead,
        due_on=dt.date(2024, 5, 31),
        asked_on=dt.date(2024, 4, 22),
        state=ExtensionState.GRANTED,
        decided_on=dt.date(2024, 4, 24),
    )

    told = said(run)

    assert (
        "Nhiệm vụ I.1 – Sửa đổi bộ tiêu chí xã (Sở Xây dựng chủ trì): hạn tháng 4/2024 "
        "(gia hạn đến 31/5/2024); quá hạn 12 ngày làm việc; chưa báo tiến độ"
    ) in told
    assert "Nhiệm vụ I.1: đã gia hạn 01 lần, từ 30/4/2024 đến 31/5/2024" in told
    assert "Hoàn thành ngay 01 nhiệm vụ đã quá hạn: I.1" in told


def test_an_extension_that_is_asked_is_proposed_for_decision(run, task, lead):
    ExtensionFactory(task=task, agency=lead)

    told = said(run)

    assert "Xem xét, quyết định việc xin gia hạn đối với nhiệm vụ I.1" in told
    assert (
        "Nhiệm vụ I.1: Sở Xây dựng xin gia hạn đến 30/9/2024, chưa có quyết định "
        "(lý do: chờ ý kiến của bộ)"
    ) in told


def test_the_opening_names_the_decision_and_the_cut_off(run, task):
    first, second = said(run)[:2]

    assert first.startswith("Thực hiện Quyết định số 645/QĐ-UBND ngày 27/3/2024 của ")
    assert first.endswith(
        "Sở Xây dựng báo cáo tình hình thực hiện Chương trình công tác trọng tâm năm 2024 "
        "xây dựng nông thôn mới đến ngày 18/6/2024 như sau:"
    )
    assert second.startswith("Số liệu tính đến ngày 18/6/2024, theo dữ liệu ghi nhận đến ")


def test_four_parts_and_empty_ones_are_left_out_and_renumbered(run, task, lead):
    TaskProgressFactory(task=task, agency=lead, effective_on=DAY)
    parts = [one for one in composed(run) if isinstance(one, Heading)]

    assert [(one.number, one.text) for one in parts if one.level == 1] == [
        ("I", "Công tác chỉ đạo, đôn đốc"),
        ("II", "Kết quả thực hiện"),
        ("III", "Đánh giá"),
        ("IV", "Nhiệm vụ trong thời gian tới"),
    ]


def test_without_a_programme_nothing_is_made_up(run):
    assert "Chưa có chương trình công tác năm 2024 được nhập." in said(run)
    assert KIND.warnings(gather(run)) == ("Chưa có chương trình công tác năm 2024 được nhập.",)
    assert KIND.tables(gather(run)) == ()


def test_targets_stand_beside_what_is_so_and_what_was(run, task):
    for _ in range(3):
        CommuneFactory()
    RecognitionFactory(since=dt.date(2023, 5, 5))
    RecognitionFactory(since=dt.date(2024, 3, 5))
    TargetFactory(at_least=3, out_of=5, text="3/5 xã đạt chuẩn")

    [one] = figures_of(run).targets

    assert (one.before, one.now, one.out_of, one.gap, one.reached) == (1, 2, 5, 1, False)
    assert "3/5 xã đạt chuẩn: 2/5, mục tiêu 3/5: còn thiếu 1" in said(run)


def test_two_targets_of_a_kind_keep_keys_of_their_own(run):
    TargetFactory(), TargetFactory(at_least=80)

    assert [one.key for one in figures_of(run).targets] == [
        "communes_recognised",
        "communes_recognised.2",
    ]


def test_targets_look_back_to_what_was_known_and_said_then(run, say):
    commune = CommuneFactory()
    say(commune, "n-----")  # told on 5/1/2024
    TargetFactory(kind="communes_under", at_least=None, at_most=0, out_of=None, below=6)

    [now] = gather_targets(2024, DAY, timezone.now())
    [earlier] = gather_targets(2024, DAY, timezone.now() - dt.timedelta(days=400))

    assert (now.before, now.now) == (None, 1)
    assert earlier.now is None


def test_words_recorded_after_the_moment_known_are_owned_up_to(task, lead):
    known_at = timezone.now()
    TaskProgressFactory(task=task, agency=lead)

    assert gather_tasks(2024, DAY, known_at).told_later == 1
    assert tasks_on().told_later == 0


def test_who_reports_and_to_whom_the_decision_says(run, group, lead):
    board = AgencyFactory(name="Ban Chỉ đạo các Chương trình mục tiêu quốc gia tỉnh")
    ReportDutyFactory(
        agency=lead,
        addressee=board,
        whom="Thường trực Ban chỉ đạo",
        paper=group.programme.paper,
        frequency=Frequency.PERIODIC,
        day=None,
    )
    ReportDutyFactory(agency=AgencyFactory(), frequency=Frequency.PERIODIC, day=None)

    assert list(KIND.issuers(DAY)) == [lead]
    assert KIND.addressed(run) == [
        (
            "Thường trực Ban Chỉ đạo các Chương trình mục tiêu quốc gia tỉnh",
            "kính gửi",
            board,
        ),
        ("Như trên", "", None),
    ]


def test_facts_carry_addresses_and_stable_keys(run, task):
    facts = {one.key: one for one in KIND.facts(gather(run))}

    assert (facts["tasks.total"].value, facts["tasks.behind"].value) == ("1", "1")
    assert facts["tasks.behind"].address == "/chuong-trinh/2024/?mau=behind"
    assert [key for key in facts if key.startswith("tasks.")] == [
        *("tasks.total", "tasks.done_in_time", "tasks.done_late", "tasks.waiting"),
        *("tasks.in_time", "tasks.soon", "tasks.behind", "tasks.late", "tasks.silent"),
        *("tasks.extended", "tasks.asking"),
    ]


def test_blocks_go_to_json_and_back(run, task):
    blocks = KIND.compose(gather(run))

    assert from_json(to_json(blocks)) == blocks


def test_queries_do_not_follow_how_many_tasks_there_are(run, group):
    def one_more():
        agency = AgencyFactory()
        task = TaskFactory(group=group, lead=agency)
        TaskProgressFactory(task=task, agency=agency)
        ExtensionFactory(task=task, agency=agency)
        DistrictProgrammeFactory()

    one_more()
    at_one = queries_of(gather, run)
    for _ in range(4):
        one_more()

    assert at_one == queries_of(gather, run)
    assert at_one <= 26


def test_it_prints_with_its_table_on_landscape_pages(run, task):
    run.figures = gather(run)
    run.paper.letterhead = LetterheadFactory(agency=run.agency)
    run.body = to_json(plain_blocks(KIND.compose(run.figures)))

    pages = PdfReader(io.BytesIO(pdf.render(page_of(run)))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())

    assert "TÌNH HÌNH THỰC HIỆN CHƯƠNG TRÌNH CÔNG TÁC NĂM 2024" in text
    assert "Kết quả thực tế" in text
    assert pages[-1].mediabox.width > pages[-1].mediabox.height
    [appendix] = [one for one in composed(run) if isinstance(one, Appendix)]
    assert appendix.landscape


def test_a_second_programme_of_the_year_has_its_rows_too(task):
    other = PaperFactory(number="700", day=1, month=5, year=2024)
    again = TaskGroupFactory(programme=WorkProgrammeFactory(paper=other), number="I")
    TaskFactory(group=again)
    later = PaperFactory(number="800", day=1, month=9, year=2024)
    TaskFactory(group=TaskGroupFactory(programme=WorkProgrammeFactory(paper=later)))

    found = tasks_on()

    assert [one.paper for one in found.programmes] == ["QĐ 700/QĐ-UBND", "QĐ 645/QĐ-UBND"]
    assert len([row for row in table_c3(found).rows if row.group]) == 4
    assert replace(found, programmes=()).tasks == ()
