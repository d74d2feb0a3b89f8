"""The headline figures of a commune's report: by these two runs are compared."""

from typing import Any

from reports.figures.commune.shapes import ReportCommune, added, decimal
from reports.figures.thawing import thawed
from reports.kinds.commune.text import gained, lost, rows_of, scorecard
from reports.kinds.contract import Fact
from reports.kinds.money import MONEY, done_of, plan_of
from reports.words import day, signed
from reports.words.numbers import number, percent


def facts(given: dict[str, Any]) -> tuple[Fact, ...]:
    """The headline figures, each with the address of its rows."""
    figures = thawed(ReportCommune, given)
    card = scorecard(figures)
    capital = rows_of("plans:capital_list", figures, nam=figures.year)
    works = rows_of("plans:work_list", figures)
    support = rows_of("plans:support_list", figures)
    debts = rows_of("plans:debt_list", figures)
    plan, done = plan_of(figures.funds), done_of(figures.funds)
    before, now = figures.debts
    given_help = [one for one in figures.support if one.done]
    met, met_before = figures.met, figures.met_before
    moved = None if met is None or met_before is None else met - met_before
    judged = met is not None
    told = any(one.is_told for one in figures.criteria)
    indicators = [row for one in figures.criteria for row in one.indicators]
    rows = [
        ("met", f"Số tiêu chí đạt đến {day(figures.as_of)}", number(met), card),
        ("met_before", f"Số tiêu chí đạt {day(figures.before_on)}", number(met_before), card),
        ("change", "Tăng, giảm", signed(moved), card),
        ("unmet", "Tiêu chí chưa đạt", number(len(figures.unmet)) if judged else "", card),
        ("unknown", "Tiêu chí chưa đánh giá", number(len(figures.unknown)), card),
        ("gained", "Đạt thêm trong kỳ", number(len(gained(figures))) if judged else "", card),
        ("lost", "Không còn đạt", number(len(lost(figures))) if judged else "", card),
        (
            "indicators_told",
            f"Chỉ tiêu có số liệu (trên {len(indicators)})",
            number(sum(bool(one.now.shown) for one in indicators)) if told else "0",
            card,
        ),
        ("allocated", f"Kế hoạch vốn năm {figures.year} ({MONEY})", number(plan), capital),
        ("disbursed", f"Đã giải ngân ({MONEY})", number(done), capital),
        ("disbursed_share", "Tỷ lệ giải ngân", percent(done, plan) if plan else "", capital),
        ("works", "Công trình", number(len(figures.works)) if figures.works else "", works),
        (
            "works_done",
            "Công trình đã hoàn thành",
            number(sum(bool(one.finished_on) for one in figures.works)) if figures.works else "",
            works,
        ),
        (
            "debt_before",
            f"Nợ đọng xây dựng cơ bản trước kỳ ({MONEY})",
            number(decimal(before.amount)) if before else "",
            debts,
        ),
        (
            "debt",
            f"Nợ đọng xây dựng cơ bản ({MONEY})",
            number(decimal(now.amount)) if now else "",
            debts,
        ),
        ("support_times", "Hoạt động hỗ trợ trong kỳ", number(len(given_help)), support),
        (
            "support_money",
            f"Kinh phí hỗ trợ ({MONEY})",
            number(decimal(added([one.money for one in given_help]))),
            support,
        ),
        (
            "villages",
            "Thôn, bản có số liệu",
            number(len(figures.villages)) if figures.villages else "",
            rows_of("plans:dossier_list", figures),
        ),
        ("difficulties", "Vướng mắc chưa khép lại", number(len(figures.difficulties)), ""),
        (
            "proposals",
            "Kiến nghị chờ trả lời",
            number(sum(not one.answer for one in figures.proposals)),
            rows_of("plans:proposal_list", figures),
        ),
    ]
    return tuple(Fact(*row) for row in rows)
