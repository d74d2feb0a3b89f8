"""What changed since the last cut-off: each gain and each loss named, with its label; the communes that fell."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from criteria.choices import Change
from criteria.models import Criterion
from criteria.selectors import Cell
from reports.selectors.asked import Asked
from reports.selectors.board import Chosen
from reports.selectors.heatmap import WORDS, in_words
from reports.selectors.overview import Row

GAINED, LOST = "len", "mat"
WAYS = {GAINED: "Lên đạt", LOST: "Mất đạt"}
UNSAID = "khong-ghi"
REASONS = {one.value: one.label for one in Change} | {UNSAID: "không ghi lý do"}


@dataclass(frozen=True, slots=True)
class MoveAsked:
    """Which moves are listed; what cannot be understood is left out and told."""

    way: str = ""
    reason: str = ""
    number: int | None = None
    troubles: tuple[str, ...] = ()

    def link(self, asked: Asked, **changes: Any) -> str:
        """The query string of the page with these moves listed."""
        one = replace(self, **changes)
        pairs = (("chieu", one.way), ("vi-sao", one.reason), ("tieu-chi", one.number))
        own = urlencode([(word, f"{value}") for word, value in pairs if value not in {"", None}])
        given = asked.link()
        return f"{given}{'&' if own and given != '?' else ''}{own}"


@dataclass(frozen=True, slots=True)
class Move:
    """A criterion that a commune gained or lost."""

    row: Row
    criterion: Criterion
    way: str
    before: Cell
    now: Cell

    @property
    def is_gain(self) -> bool:
        return self.way == GAINED

    @property
    def reason(self) -> str:
        return self.now.change or UNSAID

    @property
    def reason_words(self) -> str:
        return REASONS[self.reason]

    @property
    def way_words(self) -> str:
        return WAYS[self.way]

    @property
    def words(self) -> str:
        """«Chưa đạt → Đạt (khai báo, 10/6/2024)»."""
        return f"{WORDS[self.before.status]} → {in_words(replace(self.now, illustrative=False), None)}"

    @property
    def address(self) -> str:
        return f"{self.row.address}#tc-{self.criterion.number}"

    @property
    def illustrative(self) -> bool:
        return self.now.illustrative or self.before.illustrative


@dataclass(frozen=True, slots=True)
class Tally:
    """So many moves, and the address that lists them."""

    label: str
    gained: int
    gained_link: str
    lost: int
    lost_link: str


@dataclass(frozen=True, slots=True)
class Movement:
    """`moves` are those listed, `every` all that the scope has; `fallen` communes lost something."""

    cutoff: dt.date | None
    every: tuple[Move, ...]
    moves: tuple[Move, ...]
    fallen: tuple[tuple[Row, tuple[Move, ...]], ...]  # with what they lost
    risen: tuple[Row, ...]
    fresh: tuple[Row, ...]
    by_reason: tuple[Tally, ...]
    by_criterion: tuple[Tally, ...]
    whole: Tally
    reasons: Mapping[str, str]

    @property
    def is_listed_whole(self) -> bool:
        return len(self.every) == len(self.moves)


def read(query: Mapping[str, Any]) -> MoveAsked:
    way, reason = str(query.get("chieu", "")), str(query.get("vi-sao", ""))
    number = str(query.get("tieu-chi", "")).strip()
    is_number = number.isascii() and number.isdecimal() and len(number) <= len("999")
    wrong = {
        f"Không có chiều «{way}»; đang liệt kê cả hai chiều.": bool(way) and way not in WAYS,
        f"Không có lý do «{reason}»; đang liệt kê mọi lý do.": bool(reason)
        and reason not in REASONS,
        f"Không có tiêu chí số «{number}»; đang liệt kê mọi tiêu chí.": bool(number)
        and not is_number,
    }
    return MoveAsked(
        way=way if way in WAYS else "",
        reason=reason if reason in REASONS else "",
        number=int(number) if is_number else None,
        troubles=tuple(words for words, so in wrong.items() if so),
    )


def movement(found: Chosen, wanted: MoveAsked) -> Movement:
    """Of the communes that the filters leave, on one set from the cut-off to the day."""
    asked, rows = found.asked, found.rows
    every = [move for row in rows for move in moves_of(row, found.picture.criteria)]
    moves = [one for one in every if _is_wanted(one, wanted)]

    def tally(label: str, among: Iterable[Move], **what: Any) -> Tally:
        ways = Counter(one.way for one in among)
        only = MoveAsked(**what)
        return Tally(
            *(label, ways[GAINED], only.link(asked, way=GAINED)),
            *(ways[LOST], only.link(asked, way=LOST)),
        )

    by_reason = [
        tally(label, (one for one in every if one.reason == key), reason=key)
        for key, label in REASONS.items()
        if key != UNSAID or any(one.reason == key for one in every)
    ]
    by_criterion = [
        tally(str(one), (x for x in every if x.criterion == one), number=one.number)
        for one in found.picture.criteria
        if any(x.criterion == one for x in every)
    ]
    return Movement(
        cutoff=found.picture.cutoff,
        every=tuple(every),
        moves=tuple(moves),
        fallen=tuple(_fallen(rows, every)),
        risen=tuple(row for row in rows if row.gained),
        fresh=tuple(row for row in rows if row.fresh),
        by_reason=tuple(by_reason),
        by_criterion=tuple(by_criterion),
        whole=tally("Tất cả", every),
        reasons=REASONS,
    )


def moves_of(row: Row, criteria: Sequence[Criterion]) -> Iterator[Move]:
    """In the order of the criteria; what was lost and what was gained."""
    if row.before is row.standing:
        return
    ways = dict.fromkeys(row.gained, GAINED) | dict.fromkeys(row.lost, LOST)
    for one in criteria:
        if one.number in ways:
            before, now = row.before.cells[one.number], row.standing.cells[one.number]
            yield Move(row, one, ways[one.number], before, now)


def _fallen(rows: Sequence[Row], every: Iterable[Move]) -> Iterator[tuple[Row, tuple[Move, ...]]]:
    """Those that lost most first."""
    lost: dict[int, list[Move]] = defaultdict(list)
    for one in every:
        if not one.is_gain:
            lost[one.row.commune.pk].append(one)
    fallen = [row for row in rows if row.commune.pk in lost]
    for row in sorted(fallen, key=lambda row: -len(lost[row.commune.pk])):
        yield row, tuple(lost[row.commune.pk])


def _is_wanted(move: Move, wanted: MoveAsked) -> bool:
    return (
        (not wanted.way or move.way == wanted.way)
        and (not wanted.reason or move.reason == wanted.reason)
        and (wanted.number is None or move.criterion.number == wanted.number)
    )


def sheet(found: Movement) -> tuple[list[str], Iterator[list[Any]]]:
    """One line a move, as listed."""
    head = [
        *("Mã xã", "Xã", "Huyện", "Tiêu chí số", "Tên tiêu chí", "Chiều", "Lý do"),
        *("Kỳ trước", "Nay", "Từ ngày", "Minh họa"),
    ]
    return head, (_line(one) for one in found.moves)


def _line(one: Move) -> list[Any]:
    place = one.row.commune
    return [
        *(place.code, place.name, place.district.name if place.district else None),
        *(one.criterion.number, one.criterion.name, one.way_words, one.reason_words),
        in_words(replace(one.before, illustrative=False), None),
        in_words(replace(one.now, illustrative=False), None),
        one.now.effective_on,
        "minh họa" if one.illustrative else None,
    ]
