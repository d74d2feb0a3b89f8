"""The lines of a trend, as they are drawn; every figure of them stands in the table beside."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from criteria.choices import Level, Subject
from criteria.models import CriteriaSet, StatedCount
from reports import charts
from reports.selectors.trend.area import AreaTrend, AreaYear
from reports.selectors.trend.commune import CommuneTrend

LOOKS = {
    Level.STANDARD: ("Đạt chuẩn", "main"),
    Level.ADVANCED: ("Nâng cao", "second"),
    Level.MODEL: ("Kiểu mẫu", "third"),
}
COUNTED = (Subject.COMMUNES_RECOGNISED, Subject.COMMUNES_ADVANCED)
STATED = "số liệu nguồn nêu"


def area_charts(found: AreaTrend) -> tuple[charts.LineChart, charts.LineChart | None]:
    """Communes and recognitions; criteria met on average, where that is known of any year."""
    return _recognised(found), _average(found) if found.has_average else None


def _place(found: AreaTrend) -> str:
    return str(found.district) if found.district else "toàn tỉnh"


def _recognised(found: AreaTrend) -> charts.LineChart:
    years = found.years
    series = [_counted("Tổng số xã", "all", [(one, one.communes) for one in years])]
    for place, (name, look) in enumerate(LOOKS.values()):
        rows = [(one, one.held[place].count) for one in years]
        series.append(_counted(name, look, rows))
    series.append(_stated([one for one in found.stated if one.subject in COUNTED]))
    last = years[-1]
    told = [f"{one.label} {one.count} xã" for one in last.held if one.count is not None]
    return charts.lines(
        series,
        days=_axis(years),
        title=f"Số xã được công nhận qua các năm, {_place(found)}",
        description=f"Ngày {_day(last.day)}: {'; '.join(told) or 'chưa ghi nhận công nhận nào'}."
        f" Từ {_day(years[0].day)}, {len(years)} mốc; số liệu ở bảng bên cạnh.",
    )


def _counted(name: str, look: str, rows: Iterable[tuple[AreaYear, int | None]]) -> charts.Series:
    run = tuple(
        charts.Moment(
            one.day,
            value,
            f"{name}, {_day(one.day)}: {value} xã",
            f"{value}" if look != "all" or one.is_today else "",
        )
        for one, value in rows
    )
    return charts.Series(name, look, (run,))


def _average(found: AreaTrend) -> charts.LineChart:
    runs = tuple(
        tuple(
            charts.Moment(
                one.day,
                float(one.average) if one.average is not None else None,
                f"Bình quân, {_day(one.day)}: {_number(one.average)} tiêu chí"
                f" ({one.whole} xã đã đánh giá đủ, bộ {criteria_set.short_name})",
                _number(one.average),
            )
            for one in found.years
            if one.criteria_set == criteria_set
        )
        for criteria_set in found.sets
    )
    said = [one for one in found.stated if one.subject == Subject.AVERAGE_CRITERIA]
    known = [one for one in found.years if one.average is not None]
    told = "; ".join(f"{_day(one.day)}: {_number(one.average)}" for one in known)
    return charts.lines(
        [charts.Series("Bình quân", "main", runs), _stated(said)],
        days=_axis(found.years),
        eras=_eras(found.sets),
        full=_full(found.sets),
        title=f"Tiêu chí đạt bình quân một xã, {_place(found)}",
        description="Đường ngắt nơi bộ tiêu chí thay đổi: số liệu của hai bộ không so được với"
        f" nhau. {told or 'Chưa xã nào được đánh giá đủ'}.",
    )


def commune_chart(found: CommuneTrend) -> charts.LineChart | None:
    """Criteria met at each cut-off; nothing where nothing is known."""
    if not found.has_figures:
        return None
    runs, part = [], []
    for criteria_set in found.sets:
        run = []
        for one in found.moments:
            if one.criteria_set != criteria_set:
                continue
            judged, words = one.judged, ""
            if judged:
                words = f"{_day(one.day)}: đạt {judged.met}/{judged.total}, bộ {criteria_set}"
            if judged and not judged.is_whole:
                words += f", {judged.unknown} tiêu chí chưa đánh giá"
                part.append(charts.Moment(one.day, judged.met, words))
            met = judged.met if judged and judged.is_whole else None
            run.append(charts.Moment(one.day, met, words, "" if met is None else f"{met}"))
        runs.append(tuple(run))
    known = [one for one in found.moments if one.judged]
    told = "; ".join(f"{_day(one.day)}: {one.judged.met}" for one in known if one.judged)
    return charts.lines(
        [
            charts.Series("Tiêu chí đạt", "main", tuple(runs)),
            charts.Series("chưa đánh giá đủ", "part", (tuple(part),), joined=False),
            _stated(found.stated),
        ],
        days=[(one.day, _day(one.day)) for one in found.moments],
        eras=_eras(found.sets),
        full=_full(found.sets),
        title=f"Số tiêu chí đạt qua các kỳ, {found.commune}",
        description=f"Đường ngắt nơi bộ tiêu chí thay đổi. {told or 'Chỉ có số liệu nguồn nêu'}.",
    )


def _stated(rows: Iterable[StatedCount]) -> charts.Series:
    run = tuple(
        charts.Moment(
            one.as_of,
            float(one.value),
            f"Nguồn nêu, {_day(one.as_of)}: {Subject(one.subject).label} {_told(one)}",
        )
        for one in rows
    )
    return charts.Series(STATED, "stated", (run,), joined=False)


def _axis(years: Sequence[AreaYear]) -> list[tuple[dt.date, str]]:
    return [(one.day, one.name) for one in years]


def _eras(sets: Iterable[CriteriaSet]) -> list[charts.Era]:
    return [charts.Era(one.starts, f"bộ {one.short_name}") for one in sets]


def _full(sets: Iterable[CriteriaSet]) -> int:
    return max((len(one.criteria.all()) for one in sets), default=0)


def _told(one: StatedCount) -> str:
    return _number(one.value) if one.subject == Subject.AVERAGE_CRITERIA else f"{one.value:.0f}"


def _number(value: Decimal | None) -> str:
    """«16,2», «14,0»; nothing of nothing."""
    return "" if value is None else f"{value:.1f}".replace(".", ",")


def _day(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
