"""What the drawings of the dashboards show: figures from the selectors into shapes."""

from collections.abc import Sequence

from reports import charts
from reports.figures.bands import FULL, NO_DATA, UNCLEAR
from reports.selectors.atlas import LOOKS, NONE, UNKNOWN, other_look
from reports.selectors.movement import GAINED, LOST, Movement
from reports.selectors.overview import Band
from reports.selectors.round_state import DistrictState, RoundState
from reports.selectors.weakest import Weakest

SHORT = {UNCLEAR: "chưa đủ số liệu", NO_DATA: "chưa có số liệu"}


def bands_chart(bands: Sequence[Band], scope: str, address: str) -> charts.ColumnChart:
    """From the fewest criteria to all of them; what cannot be told stands at the right."""
    known = [one for one in bands if one.key not in SHORT]
    told = [*reversed(known), *(one for one in bands if one.key in SHORT)]
    place = {one.key: number for number, one in enumerate(bands)}
    given = [
        charts.GivenColumn(
            label=SHORT.get(one.key) or _short(one),
            value=one.count,
            look=LOOKS.get(one.key) or other_look(one.key, place[one.key]),
            words=f"{one.label}: {one.count} xã",
            address=f"{address}{one.link}#bang-nhiet",
        )
        for one in told
    ]
    return charts.columns(
        given,
        title=f"Số xã theo số tiêu chí đạt, {scope}",
        description="; ".join(one.words for one in given),
        key="muc-dat",
    )


def _short(band: Band) -> str:
    return f"đủ {band.high}" if band.key == FULL else band.label.removesuffix(" tiêu chí")


def criteria_chart(found: Weakest, scope: str, address: str) -> charts.StackChart:
    """Each criterion over all communes shown: met, not met, not judged, does not apply."""
    names = ("đạt", "chưa đạt", "chưa đánh giá", "không áp dụng")
    series = [
        charts.StackSeries(name, look)
        for name, look in zip(names, ("r2", "r6", NONE, UNKNOWN), strict=True)
    ]
    given = [
        charts.GivenStack(
            str(row.criterion),
            tuple(
                charts.GivenPart(
                    one.value,
                    f"{row.criterion}: {one.value} xã {name}",
                    f"{address}{one.link}#bang-nhiet",
                )
                for name, one in zip(
                    names, (row.met, row.unmet, row.unknown, row.not_applicable), strict=True
                )
            ),
        )
        for row in found.rows
    ]
    told = "; ".join(f"{one.criterion}: {one.met.value} xã đạt" for one in found.rows)
    return charts.stacks(
        given,
        series=series,
        full=found.total,
        title=f"Số xã đạt từng tiêu chí, yếu nhất trước, {scope}",
        description=told,
        key="tieu-chi",
    )


def movement_chart(found: Movement, scope: str) -> charts.StackChart:
    """Each criterion that moved: how many communes gained it, how many lost it."""
    series = [charts.StackSeries("lên đạt", "r2"), charts.StackSeries("mất đạt", UNKNOWN)]
    given = [
        charts.GivenStack(
            one.label,
            (
                charts.GivenPart(
                    one.gained,
                    f"{one.label}: {one.gained} xã lên đạt",
                    f"{one.gained_link}#{GAINED}",
                ),
                charts.GivenPart(
                    one.lost, f"{one.label}: {one.lost} xã mất đạt", f"{one.lost_link}#{LOST}"
                ),
            ),
        )
        for one in found.by_criterion
    ]
    return charts.stacks(
        given,
        series=series,
        full=max((one.gained + one.lost for one in found.by_criterion), default=0),
        title=f"Tiêu chí lên đạt và mất đạt so với kỳ trước, {scope}",
        description="; ".join(part.words for row in given for part in row.parts if part.value),
        key="bien-dong",
    )


def round_chart(found: RoundState, scope: str) -> charts.StackChart:
    """Each district: communes of which something was said within the round, and the others."""
    series = [
        charts.StackSeries("xã đã ghi trong kỳ", "r2"),
        charts.StackSeries("xã chưa ghi gì", NONE),
    ]
    given = [charts.GivenStack(one.name, _district_parts(one)) for one in found.districts]
    return charts.stacks(
        given,
        series=series,
        full=max((len(one.places) for one in found.districts), default=0),
        title=f"{found.period.name}: xã đã ghi và chưa ghi, {scope}",
        description="; ".join(part.words for row in given for part in row.parts),
        key="tien-do",
    )


def _district_parts(one: DistrictState) -> tuple[charts.GivenPart, ...]:
    return (
        charts.GivenPart(
            one.spoken, f"{one.name}: {one.spoken} xã đã ghi", f"{one.spoken_link}#xa"
        ),
        charts.GivenPart(
            one.silent, f"{one.name}: {one.silent} xã chưa ghi gì", f"{one.silent_link}#xa"
        ),
    )
