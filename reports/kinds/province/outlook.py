"""Parts IV to VI of a report of a province or a district: judgement, aims and what is asked of whom."""

from collections.abc import Iterable, Sequence

from criteria.choices import Level
from documents.blocks import Block, Bullets, Paragraph
from plans.choices import TargetKind
from reports.figures.province.communes import Moved, Place
from reports.figures.province.shapes import Aim, Figures, Question
from reports.kinds.outline import Part, left_open, made, numbered
from reports.kinds.province.addresses import commune, overview, paper, question
from reports.kinds.province.charts import weakest
from reports.kinds.province.results import names, tasks_of
from reports.kinds.province.tables import coming_words
from reports.words import counted, day, listing, lowered
from reports.words.links import linked
from reports.words.province import against, named, why

LEVELS = {
    TargetKind.COMMUNES_RECOGNISED.value: Level.STANDARD.value,
    TargetKind.COMMUNES_ADVANCED.value: Level.ADVANCED.value,
    TargetKind.COMMUNES_MODEL.value: Level.MODEL.value,
}
NEAREST = 10  # named when no target says how many are still needed
WEAK = 3
NAMED = 4  # criteria of a commune that are told by name


def judgement(figures: Figures) -> tuple[Block, ...]:
    parts = [
        Part("Kết quả nổi bật", made("danh-gia.noi-bat", _bullets(_good(figures)), figures.as_of)),
        Part("Tồn tại, hạn chế", made("danh-gia.han-che", _bullets(_bad(figures)), figures.as_of)),
        Part(
            "Nguyên nhân, bài học kinh nghiệm",
            left_open("nguyên nhân khách quan, chủ quan, bài học"),
        ),
    ]
    return numbered(parts, level=2)


def _bullets(lines: Sequence[str]) -> tuple[Block, ...]:
    return (Bullets(tuple(lines)),) if lines else ()


def _good(figures: Figures) -> list[str]:
    lines = []
    for level in (Level.STANDARD, Level.ADVANCED, Level.MODEL):
        new = [
            one for one in figures.communes if level in one.levels and level not in one.held_before
        ]
        if new:
            count = counted(len(new), "xã")
            lines.append(
                f"{count} được công nhận {lowered(str(level.label))} trong kỳ: {named(names(new))}"
            )
    risen = [one for one in figures.communes if one.gained]
    if risen:
        count = linked(counted(len(risen), "xã"), overview(figures, bien_dong="tang"))
        total = sum(len(one.gained) for one in risen)
        lines.append(
            f"{count} tăng tổng số {total} tiêu chí so với ngày {day(figures.before_on)}: "
            f"{_moved(figures, risen, up=True)}"
        )
    return lines


def _bad(figures: Figures) -> list[str]:
    lines = []
    fallen = [one for one in figures.communes if one.lost]
    if fallen:
        count = linked(counted(len(fallen), "xã"), overview(figures, bien_dong="giam"))
        total = sum(len(one.lost) for one in fallen)
        lines.append(
            f"{count} giảm tổng số {total} tiêu chí so với ngày {day(figures.before_on)}: "
            f"{_moved(figures, fallen, up=False)}"
        )
    gone = [
        one
        for one in figures.communes
        if Level.STANDARD in one.held_before and Level.STANDARD not in one.levels
    ]
    if gone:
        lines.append(
            f"{counted(len(gone), 'xã')} bị thu hồi công nhận đạt chuẩn trong kỳ: {named(names(gone))}"
        )
    failing = figures.recognised_failing
    if failing:
        count = linked(counted(len(failing), "xã"), overview(figures, cong_nhan="hut"))
        lines.append(
            f"{count} đã được công nhận nhưng còn tiêu chí chưa đạt: {named(names(failing))}"
        )
    lines += _not_judged(figures)
    late = [one for one in tasks_of(figures).tasks if one.days_late and not one.is_done]
    if late:
        lines.append(
            f"{counted(len(late), 'nhiệm vụ')} của chương trình công tác quá hạn: {listing([one.code for one in late])}"
        )
    return lines


def _not_judged(figures: Figures) -> Iterable[str]:
    blank = [one for one in figures.communes if not one.word.has_data]
    if blank:
        yield (
            f"{counted(len(blank), 'xã')} chưa được đánh giá tiêu chí nào theo bộ "
            f"{figures.criteria_set}: {named(names(blank))}"
        )
    partly = [one for one in figures.communes if one.word.has_data and one.word.unknown]
    if partly:
        yield f"{counted(len(partly), 'xã')} còn tiêu chí chưa được đánh giá: {named(names(partly))}"


def _moved(figures: Figures, communes: Sequence[Place], *, up: bool) -> str:
    """«Thuận (2, 6; do tình hình thay đổi)», each with why as it was labelled."""
    found = []
    for one in communes:
        moves = [move for move in one.moved if move.up == up]
        numbers = ", ".join(str(figures.at(move.place).number) for move in moves)
        found.append(
            f"{linked(one.bare, commune(one.code))} (tiêu chí {numbers}{_reasons(moves)})"
        )
    return "; ".join(found)


def _reasons(moves: Iterable[Moved]) -> str:
    words = why([one.why for one in moves]).strip(" ()")
    return f", {words}" if words else ""


def aims(figures: Figures) -> tuple[Block, ...]:
    weak = [figures.at(one.place) for one in weakest(figures)[:WEAK] if one.unmet]
    tasks = (
        [
            f"Chỉ đạo các xã hoàn thành các tiêu chí còn yếu nhất: {listing([str(one) for one in weak])}"
        ]
        if weak
        else []
    )
    blank = sum(bool(one.word.unknown) for one in figures.communes)
    if blank:
        tasks.append(
            f"Rà soát, đánh giá các tiêu chí chưa được đánh giá của {counted(blank, 'xã')}"
        )
    failing = len(figures.recognised_failing)
    if failing:
        tasks.append(f"Khắc phục tiêu chí chưa đạt ở {counted(failing, 'xã')} đã được công nhận")
    parts = [
        Part(
            "Mục tiêu và kết quả đến nay",
            made("muc-tieu.doi-chieu", _targets(figures), figures.as_of),
        ),
        Part(
            "Các xã gần đạt chuẩn nhất", made("muc-tieu.gan-dat", _nearest(figures), figures.as_of)
        ),
        Part(
            "Nhiệm vụ, giải pháp trọng tâm",
            (
                *made("muc-tieu.nhiem-vu", _bullets(tasks), figures.as_of),
                *left_open(f"nhiệm vụ, giải pháp khác {coming_words(figures)}"),
            ),
        ),
    ]
    return numbered(parts, level=2)


def _targets(figures: Figures) -> tuple[Block, ...]:
    lines = [_target(figures, one) for one in figures.aims]
    if not lines:
        words = f"Chưa có mục tiêu nào được ban hành cho kỳ này đến ngày {day(figures.as_of)}."
        return (Paragraph(words),)
    return (Bullets(tuple(lines)),)


def _target(figures: Figures, one: Aim) -> str:
    year = f", năm {one.year}" if one.year and str(one.year) not in one.text else ""
    head = f"{one.text}{year} ({linked(one.paper, paper(one.pk))})"
    now, at_most = reality(figures, one)
    if now is None:
        return f"{head}: {against('', None)}"
    over = now - (one.wanted or 0)
    gap = max(0, over if at_most else -over)
    whole = f"/{len(figures.communes)}" if one.kind == TargetKind.COMMUNES_RECOGNISED else ""
    return f"{head}: {against(f'{now}{whole} xã', gap, at_most=at_most)}"


def reality(figures: Figures, one: Aim) -> tuple[int | None, bool]:
    """What is so on the day, and whether the target may not be exceeded; None where this report cannot tell."""
    if one.kind in LEVELS and one.wanted is not None:
        return figures.recognised(LEVELS[one.kind]), False
    if one.kind == TargetKind.COMMUNES_UNDER and one.below and figures.has_data:
        return sum(x.word.is_under(one.below) for x in figures.communes), True
    return None, False


def wanted(figures: Figures) -> int:
    """How many recognitions the year's target still asks for; 0: none, or no target."""
    for one in figures.aims:
        if one.kind == TargetKind.COMMUNES_RECOGNISED and one.wanted is not None:
            return max(0, one.wanted - figures.recognised())
    return 0


def nearest(figures: Figures) -> list[Place]:
    """Not recognised and judged: the fewest criteria that are not met or not judged first."""
    left = [
        one for one in figures.communes if figures.level not in one.levels and one.word.has_data
    ]
    return sorted(left, key=_distance)


def _distance(one: Place) -> tuple[int, int, str, str]:
    unmet = len(one.word.unmet)
    return unmet + len(one.word.unknown), unmet, one.bare, one.code


def _nearest(figures: Figures) -> tuple[Block, ...]:
    found = nearest(figures)
    if not found:
        return ()
    need = wanted(figures)
    shown = found[: max(NEAREST, need)]
    lines = [_near(figures, one) for one in shown]
    words = f"Còn {counted(len(found), 'xã')} chưa được công nhận và đã có đánh giá"
    if need:
        words += f"; mục tiêu năm còn cần {counted(need, 'xã')}"
    return (
        Paragraph(f"{words}. {len(shown)} xã gần nhất, từ xã còn thiếu ít tiêu chí nhất:"),
        Bullets(tuple(lines)),
    )


def _near(figures: Figures, one: Place) -> str:
    word = one.word
    place = f" ({one.district})" if one.district and figures.whole_province else ""
    told = [f"đạt {word.met}/{figures.total} tiêu chí"]
    if word.unmet:
        told.append(f"chưa đạt {_criteria(figures, word.unmet)}")
    if word.unknown:
        told.append(f"chưa đánh giá {_criteria(figures, word.unknown)}")
    return f"{linked(one.bare, commune(one.code))}{place}: {'; '.join(told)}"


def _criteria(figures: Figures, places: Sequence[int]) -> str:
    """By name; of many by number, and how many they are."""
    given = [figures.at(place) for place in places]
    if len(given) > NAMED:
        return f"{len(given)} tiêu chí: {listing([str(one.number) for one in given])}"
    return listing([str(one) for one in given])


def proposals(figures: Figures) -> tuple[Block, ...]:
    """What agencies and communes ask, by whom they ask; the issuer's own words are its writers'."""
    own = [one for one in figures.questions if one.proposal]
    open_ = [one for one in figures.questions if not one.proposal]
    higher = "Trung ương" if figures.whole_province else "Ủy ban nhân dân tỉnh"
    parts = [
        Part(f"Kiến nghị với {higher}", left_open(f"kiến nghị với {higher}")),
        Part(
            "Kiến nghị của các xã, đơn vị chưa được trả lời",
            made("kien-nghi.xa", _asked(own), figures.as_of),
        ),
        Part(
            "Khó khăn, vướng mắc đang chờ tháo gỡ",
            made("kien-nghi.vuong-mac", _asked(open_), figures.as_of),
        ),
    ]
    return numbered(parts, level=2)


def _asked(questions: Sequence[Question]) -> tuple[Block, ...]:
    lines = []
    for one in sorted(questions, key=lambda x: (x.to, x.since)):
        since = f", từ {day(one.since)}" if one.since else ""
        mark = " (*)" if one.illustrative else ""
        text = linked(one.text.rstrip(". "), question(one.pk, proposal=one.proposal))
        to = f"gửi {one.to}" if one.to else "chưa rõ nơi nhận"
        lines.append(f"{text} ({one.by}, {to}{since}){mark}")
    return _bullets(lines)
