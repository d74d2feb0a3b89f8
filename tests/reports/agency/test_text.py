"""What an agency's six-month and yearly report says: steering, communes, what comes next, the year, the whole."""

import datetime as dt
import io
import json
from dataclasses import asdict

import pytest
from pypdf import PdfReader

from criteria.choices import Change, Level, RoundKind, Status
from documents import pdf
from documents.blocks import Appendix, Heading, to_json
from documents.choices import PaperKind
from plans.choices import (
    ContactKind,
    MoneySource,
    TargetKind,
)
from reports.choices import Kind
from reports.figures.agency.report import gather
from reports.figures.shapes import thaw
from reports.kinds import KINDS
from reports.selectors.pages import page_of
from reports.words.links import plain_blocks
from tests.factories import (
    ContactFactory,
    LetterheadFactory,
    NeedFactory,
    PaperFactory,
    PlanActionFactory,
    ProposalFactory,
    RecognitionFactory,
    ScorecardFactory,
    SponsorAssignmentFactory,
    SponsorPlanFactory,
    StatusEntryFactory,
    SupportActionFactory,
    SupportMoneyFactory,
    TargetFactory,
    TaskFactory,
    TaskGroupFactory,
    TaskProgressFactory,
)
from tests.reports.agency.world import KIND, annex, cells, composed, figures_of, said, titles
from tests.reports.gathered import queries_of

pytestmark = pytest.mark.django_db


# Steering


def test_steering_tells_plans_of_the_year_papers_of_the_period_and_the_group(run, agency, give):
    mine = {"issuer": agency, "number": "15"}
    old = PaperFactory(**mine | {"kind": PaperKind.PLAN, "title": "Kế hoạch cũ"})
    SponsorPlanFactory(agency=agency, paper=old, year_from=2020, year_to=2023)
    PaperFactory(**mine, kind=PaperKind.PLAN, title="Triển khai", day=2, month=2, year=2024)
    PaperFactory(**mine, kind=PaperKind.LETTER, title="Về việc rà soát", day=3, month=4, year=2024)
    PaperFactory(**mine, kind=PaperKind.LETTER, title="Trước kỳ", day=3, month=4, year=2023)
    ContactFactory(agency=agency, kind=ContactKind.HEAD, name="Lê Văn A", post="Phó Giám đốc")
    ContactFactory(agency=agency, kind=ContactKind.MEMBER, name="Trần B")
    give(), give()

    told = said(run)

    assert any(
        one.startswith("Sở Thông tin và Truyền thông đã ban hành Kế hoạch số 15") for one in told
    )
    assert not any("kế hoạch cũ" in one or "trước kỳ" in one for one in told)
    assert any(one.startswith("Trong kỳ, đơn vị đã ban hành 01 văn bản: ") for one in told)
    assert "Tổ công tác có 02 người, tổ trưởng: Lê Văn A (Phó Giám đốc)." in told
    assert (
        "Trong kỳ đã thực hiện 02 hoạt động hỗ trợ tại 01 xã, gồm 02 hướng dẫn, chuyên môn "
        "(chi tiết tại Phụ lục A2)."
    ) in told


# Communes


def test_a_change_is_named_and_labelled(run, commune, yardstick):
    card = ScorecardFactory(commune=commune, criteria_set=yardstick)
    for criterion, was, now, why in zip(
        yardstick.criteria.all()[:2],
        (Status.NOT_MET, Status.MET),
        (Status.MET, Status.NOT_MET),
        (Change.SITUATION, Change.CORRECTION),
        strict=True,
    ):
        told = {"scorecard": card, "criterion": criterion}
        StatusEntryFactory(**told, status=was, effective_on=dt.date(2023, 11, 1))
        StatusEntryFactory(**told, status=now, effective_on=dt.date(2024, 5, 1), change=why)

    [one] = figures_of(run).communes

    assert [(ref.number, ref.why) for ref in (*one.gained, *one.lost)] == [
        (1, "tình hình thay đổi"),
        (2, "đánh giá lại / sửa số liệu"),
    ]
    assert any("tình hình thay đổi)" in line for line in said(run))


def test_a_level_reached_in_the_period_is_told_as_new_and_a_lost_one_as_lost(run, commune):
    RecognitionFactory(commune=commune, decided_on=dt.date(2024, 3, 5), since=dt.date(2024, 3, 5))
    RecognitionFactory(
        commune=commune,
        level=Level.ADVANCED,
        since=dt.date(2023, 1, 1),
        revoked_on=dt.date(2024, 2, 1),
        revoked_reason="x",
    )

    [line] = [one for one in said(run) if one.startswith("Xã Hướng Việt (huyện Hướng Hóa): chưa")]

    assert "trong kỳ được công nhận đạt chuẩn nông thôn mới" in line
    assert "không còn được công nhận nông thôn mới nâng cao" in line


def test_help_stands_in_the_line_of_its_commune(run, give):
    give(money={MoneySource.OWN: 60})
    give(money={MoneySource.ENTERPRISES: "57.5"})

    [line] = [one for one in said(run) if one.startswith("Xã Hướng Việt (huyện Hướng Hóa): chưa")]

    assert line.endswith("trong kỳ được hỗ trợ 02 lần, kinh phí 117,5\u00a0triệu đồng.")


@pytest.mark.parametrize(
    ("year", "yearly", "expected"),
    [
        (2024, False, "14–15/19"),
        (2024, True, ""),
        (2025, False, ""),
        (2025, True, "14–15/19"),
    ],
)
def test_what_is_set_for_a_year_is_its_expected_end(run, commune, year, yearly, expected):
    """Of this year in a half-year's report, of the next in a year's."""
    TargetFactory(
        province=None,
        commune=commune,
        kind=TargetKind.CRITERIA_MET,
        at_least=14,
        at_most=15,
        out_of=19,
        year=year,
        text="Đạt 14 đến 15/19 tiêu chí",
    )
    run.kind = Kind.AGENCY_YEAR if yearly else Kind.AGENCY_HALF_YEAR

    [row] = cells(run, "A1")

    assert row[8:10] == (f"Đạt 14 đến 15/19 tiêu chí ({year})", expected)


# What comes next


def test_needs_and_proposals_without_an_answer_are_put_forward(run, agency, commune):
    NeedFactory(commune=commune, by_day=dt.date(2024, 9, 1))
    ProposalFactory(agency=agency, text="Bố trí vốn.", addressee_text="UBND tỉnh", addressee=None)

    told = said(run)

    assert any(one.startswith("Đề nghị UBND tỉnh xem xét: bố trí vốn (") for one in told)
    assert (
        "Xã Hướng Việt đề nghị hỗ trợ, chưa có đơn vị nhận: làm 2 km đường trục thôn "
        "(cần trước 1/9/2024)"
    ) in told


# The year


def test_the_yearly_report_has_its_own_words_and_compares_with_the_last_year_end(
    run, commune, yardstick
):
    yearly = KINDS[Kind.AGENCY_YEAR]
    run.kind, run.as_of = Kind.AGENCY_YEAR, dt.date(2024, 12, 31)

    parts = [one.text for one in composed(run, yearly) if isinstance(one, Heading)]

    assert yearly.rounds == RoundKind.YEAR
    assert yearly.title(run) == (
        "Kết quả phụ trách, đỡ đầu các xã xây dựng nông thôn mới năm 2024 "
        "và phương hướng, nhiệm vụ năm 2025"
    )
    assert "Phương hướng, nhiệm vụ năm 2025" in parts
    assert any("so với ngày 31/12/2023" in one for one in said(run, yearly))
    assert titles(annex(run, "A1"))[4:6] == ["Số TC đạt 31/12 năm trước", "Số TC đạt đến 31/12"]
    assert titles(annex(run, "A1"))[9] == "Dự kiến 31/12/2025"


# The whole


def test_the_figures_go_to_json_and_back_whole(run, agency, give):
    give(money={MoneySource.OWN: 60})
    PlanActionFactory(agency=agency)
    TaskProgressFactory(task=TaskFactory(lead=agency), agency=agency)
    figures = figures_of(run)

    assert thaw(json.loads(json.dumps(asdict(figures)))) == figures
    assert all((figures.support, figures.deeds, figures.tasks))


def test_what_an_older_run_froze_is_still_read(run, commune):
    given = asdict(figures_of(run))
    for name in ("support", "deeds", "tasks", "needs", "raised", "papers", "team", "yearly"):
        del given[name]

    assert KIND.compose(given)


def test_facts_tell_counts_money_and_each_commune(run, give):
    give(money={MoneySource.OWN: 60})

    facts = {one.key: one.value for one in KIND.facts(asdict(figures_of(run)))}

    assert facts["help.times"] == "1"
    assert facts["help.money"] == "60"
    assert facts["help.called"] == ""  # not reported is not zero
    assert facts["criteria.gained"] == ""
    assert [key for key in facts if key.startswith("commune.")] == [
        f"commune.{give().commune.code}"
    ]


def test_queries_do_not_follow_help_promises_and_tasks(run, agency):
    group = TaskGroupFactory()

    def one_more():
        commune = SponsorAssignmentFactory(agency=agency).commune
        SupportMoneyFactory(action=SupportActionFactory(agency=agency, commune=commune))
        PlanActionFactory(agency=agency, commune=commune)
        TaskProgressFactory(task=TaskFactory(group=group, lead=agency), agency=agency)
        NeedFactory(commune=commune)
        ContactFactory(agency=agency)

    one_more()
    at_one = queries_of(gather, run)
    for _ in range(4):
        one_more()

    assert at_one == queries_of(gather, run)
    assert at_one <= 34


def test_it_prints_with_four_landscape_annexes(run, agency, give):
    give(money={MoneySource.OWN: 60})
    PlanActionFactory(agency=agency)
    run.figures = asdict(figures_of(run))
    run.paper.letterhead = LetterheadFactory(agency=agency)
    run.body = to_json(plain_blocks(KIND.compose(run.figures)))

    pages = PdfReader(io.BytesIO(pdf.render(page_of(run)))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())

    assert [one.number for one in composed(run) if isinstance(one, Appendix)] == [
        *("A1", "A2", "A3", "A4")
    ]
    assert sum(page.mediabox.width > page.mediabox.height for page in pages) == 4
    assert "NGUỒN LỰC HỖ TRỢ CÁC XÃ 6 THÁNG ĐẦU NĂM 2024" in text
    assert "Đơn vị tính: triệu đồng" in text
