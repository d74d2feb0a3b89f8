"""Biểu 04, 05, 06 and their pre-2026 form: papers, criteria, communes by band. Blank is not reported, 0 is zero."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from criteria.choices import Level
from documents.blocks import Column, Row, Table
from reports.figures.bands import FULL, bands
from reports.figures.province.communes import Place
from reports.figures.province.shapes import Figures, Tally, mean, tally
from reports.kinds.province.addresses import at_level, overview, paper
from reports.words import JUNE, day, roman
from reports.words.commune import coming, covered
from reports.words.links import linked
from reports.words.numbers import average, number, percent

MADE_UP = " (*)"
UNCLEAR_KEYS = ("chua-du-so-lieu", "chua-co-so-lieu")


def starts(figures: Figures) -> dt.date:
    return dt.date.fromisoformat(figures.period_starts)


def now_words(figures: Figures) -> str:
    """«6 tháng đầu năm 2024 (đến 18/6/2024)»."""
    return f"{covered(starts(figures), yearly=figures.yearly)} (đến {day(figures.as_of)})"


def coming_words(figures: Figures) -> str:
    return coming(starts(figures), yearly=figures.yearly)


def short_day(given: str) -> str:
    """Without its year, which stands in the title: a narrow column does not break it."""
    date = dt.date.fromisoformat(given)
    return f"{date.day}/{date.month}"


def captioned(figures: Figures, form: str, text: str) -> str:
    """«Biểu 05. …»: the number that the table has in its set of forms; a table without one goes by its name."""
    numbers = {one[0]: one[1] for one in figures.forms}
    given = numbers.get(form, "")
    return f"Biểu {given}. {text}" if given else f"Biểu {text[:1].lower()}{text[1:]}"


def table_04(figures: Figures) -> Table:
    columns = (
        Column("TT", 5, "center"),
        Column("Loại văn bản", 10),
        Column("Số, ngày", 17),
        Column("Trích yếu", 24),
        Column("Mục tiêu", 20),
        Column("Nội dung chủ yếu", 8),
        Column("Ghi chú", 16),
    )
    rows = [
        Row(
            (
                str(place),
                one.kind,
                linked(one.number, paper(one.pk)),
                one.title,
                "; ".join(one.aims),
                "",
                f"{one.issuer}{MADE_UP if one.illustrative else ''}",
            )
        )
        for place, one in enumerate(figures.papers, start=1)
    ]
    caption = f"Cơ chế, chính sách, văn bản ban hành {now_words(figures)}"
    return Table(columns, tuple(rows), captioned(figures, "04", caption))


def table_05(figures: Figures) -> Table:
    return _grouped_05(figures) if figures.is_grouped else _plain_05(figures)


def planned_until(figures: Figures) -> str:
    """The last day of what comes next: half a year, or a year."""
    begins = starts(figures)
    if not figures.yearly and begins.month > JUNE:
        return "30/6 năm sau"
    return "31/12 năm sau" if figures.yearly else "31/12"


def planned(figures: Figures, number_: int) -> str:
    """How many communes a paper wants to meet a criterion of this set, with the year."""
    aims = [
        f"{one.wanted} (năm {one.year})" if one.year else f"{one.wanted}"
        for one in figures.aims
        if one.criterion == number_ and one.wanted is not None
    ]
    return "; ".join(aims)


def _plain_05(figures: Figures) -> Table:
    """Of sets before 2026: how many communes meet each criterion, in the columns of the form."""
    columns = (
        Column("TT", 5, "center"),
        Column("Nội dung (tiêu chí)", 27),
        Column("ĐVT", 7, "center"),
        Column(f"Đạt {short_day(figures.before_on)} năm trước", 11, "center"),
        Column(f"Đạt đến {short_day(figures.as_of)}", 8, "center"),
        Column(f"KH đến {planned_until(figures)}", 11, "center"),
        Column("Ghi chú", 31),
    )
    rows = [_criterion(figures, tally(place, figures.communes)) for place in range(figures.total)]
    caption = f"Kết quả theo bộ tiêu chí {figures.criteria_set}, {now_words(figures)}"
    return Table(columns, tuple(rows), captioned(figures, "05", caption))


def _criterion(figures: Figures, one: Tally) -> Row:
    criterion = figures.at(one.place)
    return Row(
        (
            str(criterion.number),
            criterion.name,
            "xã",
            _before(figures, one),
            _met(figures, one),
            planned(figures, criterion.number),
            "; ".join(_remarks(figures, one)),
        )
    )


def _remarks(figures: Figures, one: Tally) -> Iterable[str]:
    """The share, what turned since the end of last year, and who is not met or not judged."""
    asked = str(figures.at(one.place).number)
    if one.met is not None:
        yield percent(one.met, one.communes)
        if one.up:
            yield f"tăng {one.up}"
        if one.down:
            yield f"giảm {one.down}"
        if one.unmet:
            yield f"{linked(one.unmet, overview(figures, chua_dat=asked))} chưa đạt"
    if one.unknown:
        address = overview(figures, ket_qua=f"{asked}-chua-danh-gia")
        yield f"{linked(one.unknown, address)} chưa đánh giá"


def _before(figures: Figures, one: Tally) -> str:
    if one.before is None:
        return ""
    asked = f"{figures.at(one.place).number}-dat"
    return linked(one.before, overview(figures, figures.before_on, ket_qua=asked))


def _met(figures: Figures, one: Tally) -> str:
    if one.met is None:
        return ""
    return linked(one.met, overview(figures, ket_qua=f"{figures.at(one.place).number}-dat"))


def _grouped_05(figures: Figures) -> Table:
    """From 2026: the same for each group of communes, thirteen columns."""
    columns = [
        Column("TT", 4, "center"),
        Column("Nội dung (tiêu chí)", 23),
        Column("ĐVT", 5, "center"),
    ]
    for _, label in figures.groups:
        columns += [
            Column(
                f"KQ {short_day(figures.before_on)} năm trước", 7, "center", label.capitalize()
            ),
            Column(f"TH đến {short_day(figures.as_of)}", 7, "center", label.capitalize()),
            Column(f"KH {coming_words(figures)}", 7, "center", label.capitalize()),
        ]
    rows = []
    for place, criterion in enumerate(figures.criteria):
        cells = [str(criterion.number), criterion.name, "xã"]
        for key, _ in figures.groups:
            one = tally(place, [x for x in figures.communes if x.group == key])
            cells += [number(one.before), number(one.met), ""]
        rows.append(Row((*cells, "")))
    caption = f"Kết quả theo bộ tiêu chí {figures.criteria_set}, {now_words(figures)}"
    return Table((*columns, Column("Ghi chú", 5)), tuple(rows), captioned(figures, "05", caption))


def table_06(figures: Figures) -> Table:
    return _results_06(figures) if figures.is_grouped else table_levels(figures)


Counted = Callable[[Iterable[Place]], int]


def _results_06(figures: Figures) -> Table:
    """Biểu 06 of the forms for 2026–2030."""
    columns = (
        Column("TT", 7, "center"),
        Column("Nội dung", 40),
        Column(f"KQ đến {day(figures.before_on)}", 15, "center"),
        Column(f"TH đến {day(figures.as_of)}", 15, "center"),
        Column(f"KH {coming_words(figures)}", 13, "center"),
        Column("Ghi chú", 10),
    )
    rows = [Row(("I", "Kết quả thực hiện ở cấp xã"), group=True), *_commune_rows(figures)]
    rows.append(Row(("II", "Xã, thôn đặc biệt khó khăn"), group=True))
    rows.append(Row(("1", "Xã, thôn không còn đặc biệt khó khăn", "", "", "", "")))
    rows.append(Row(("III", "Cấp tỉnh"), group=True))
    rows.append(Row(("1", "Tỉnh hoàn thành nhiệm vụ xây dựng nông thôn mới", "", "", "", "")))
    caption = f"Kết quả thực hiện Chương trình {now_words(figures)}"
    return Table(columns, tuple(rows), captioned(figures, "06", caption))


def _commune_rows(figures: Figures) -> list[Row]:
    rows: list[Row] = []

    def add(mark: str, label: str, before: int | None, now: int, address: str = "") -> None:
        rows.append(Row((mark, label, number(before), linked(now, address), "", "")))

    communes, level = figures.communes, figures.level
    add("1", "Tổng số xã", len(communes), len(communes))
    for place, (key, label) in enumerate(figures.groups, start=1):
        count = sum(one.group == key for one in communes)
        add(f"1.{place}", f"Xã {label}", count, count, overview(figures, phan_loai=key))
    without = sum(one.group not in {key for key, _ in figures.groups} for one in communes)
    if without:
        add(f"1.{len(figures.groups) + 1}", "Xã chưa rõ nhóm", without, without)
    full = [one for one in communes if one.word.is_full]
    full_before = [one for one in communes if one.word_before.is_full]
    add(
        "2",
        f"Xã đạt đủ {figures.total} tiêu chí",
        len(full_before) if figures.compares else None,
        len(full),
        overview(figures, muc=FULL),
    )
    add("2.1", "Có quyết định công nhận", None, sum(level in one.levels for one in full))
    add("2.2", "Đang hoàn thiện thủ tục", None, len(figures.full_unrecognised))
    rows.append(
        Row(("2.3", "Xã nông thôn mới hiện đại", "", "", "", ""))
    )  # no such level is known
    for place, band in enumerate(bands(figures.total)[1:], start=3):
        before = sum(one.word_before.band == band.key for one in communes)
        add(
            str(place),
            f"Xã {band.words}",
            before if figures.compares else None,
            sum(one.word.band == band.key for one in communes),
            overview(figures, muc=band.key),
        )
    left = sum(one.word.band in UNCLEAR_KEYS for one in communes)
    if left:
        add(str(3 + len(bands(figures.total)[1:])), "Xã chưa đủ số liệu để xếp", None, left)
    return rows


def table_levels(figures: Figures) -> Table:
    """«Biểu xã theo mức» of sets before 2026; the bands come from the number of criteria of the set."""
    among = bands(figures.total)
    columns = (
        Column("TT", 4, "center"),
        Column("Huyện", 13),
        Column("Tổng số xã", 7, "center"),
        *(Column(one.label, 8, "center") for one in among),
        Column("Chưa đủ số liệu", 8, "center"),
        Column("Đạt chuẩn", 8, "center"),
        Column("Bình quân TC/xã", 9, "center"),
        Column(f"Tăng so với {day(figures.before_on)}", 9, "center"),
    )
    rows = []
    for place, seat in enumerate(figures.districts, start=1):
        own = [one for one in figures.communes if one.district_code == seat.code]
        rows.append(_levels(figures, (str(place), seat.name), own, seat.code))
    outside = [one for one in figures.communes if not one.district_code]
    if outside and figures.districts:
        rows.append(_levels(figures, ("", "Không thuộc huyện"), outside))
    if len(rows) != 1:
        whole = _levels(figures, ("", "Tổng số"), figures.communes, total=True)
        rows.append(whole)
    caption = f"Xã theo mức đạt tiêu chí, bộ {figures.criteria_set}, đến {day(figures.as_of)}"
    return Table(columns, tuple(rows), captioned(figures, "06", caption))


def _levels(
    figures: Figures,
    head: tuple[str, str],
    communes: Sequence[Place],
    code: str = "",
    *,
    total: bool = False,
) -> Row:
    found = Counter(one.word.band for one in communes)
    within = {"huyen": code} if code else {}
    counts = [
        linked(found[one.key], overview(figures, muc=one.key, **within))
        for one in bands(figures.total)
    ]
    held = sum(Level.STANDARD in one.levels for one in communes)
    return Row(
        (
            *head,
            linked(len(communes), overview(figures, **within)),
            *counts,
            str(sum(found[key] for key in UNCLEAR_KEYS)),
            linked(held, at_level(figures, Level.STANDARD, **within)),
            mean_words(communes),
            grown(communes) if figures.compares else "",
        ),
        total=total,
    )


def mean_words(communes: Iterable[Place]) -> str:
    """«16,2» over the communes wholly judged; blank where there is none."""
    found = mean(communes)
    return average(found.met, found.communes) if found else ""


def grown(communes: Iterable[Place]) -> str:
    """How the average moved, over the communes wholly judged at both ends: the same ones, the same set."""
    both = [one for one in communes if one.word.is_whole and one.word_before.is_whole]
    if not both:
        return ""
    change = sum(one.change or 0 for one in both)
    text = average(change, len(both))
    return f"+{text}" if change > 0 else text.replace("-", "−")


def group_rows(figures: Figures, row: Callable[[int, Place], Row]) -> Iterable[Row]:
    """Communes under their districts (Roman, bold), numbered through; without districts one after the other."""
    place = 0
    for number_, seat in enumerate(figures.districts, start=1):
        own = [one for one in figures.communes if one.district_code == seat.code]
        if len(figures.districts) > 1:
            yield Row((roman(number_), f"{seat.name} ({len(own)} xã)"), group=True)
        for one in own:
            place += 1
            yield row(place, one)
    for one in figures.communes:
        if not one.district_code:
            place += 1
            yield row(place, one)
