"""The review sheet of a file: a row a criterion, the claim beside what each stage says of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from criteria.choices import FileAct, Stage
from criteria.models import (
    FrozenStatus,
    Holding,
    StatusEntry,
    Submission,
    counting,
)
from criteria.permissions import Mandate, agencies_of, voices
from criteria.selectors.evidence import evidence_counts_together
from criteria.selectors.periods import round_before
from criteria.selectors.review.left import opened_and_left, ticked_by, to_agree, to_tick
from criteria.selectors.review.opinions import FileView, RemarkView, file_view
from criteria.selectors.review.rows import Column, ReviewRow, RowMaker, columns_of, waiting_for
from criteria.selectors.scorecard import measured_lines

GENERAL = "#nhan-xet-chung"  # where remarks about the whole file stand
# What of the rows is shown: the word in the address, and the words on the page.
SHOWN = {
    "lan-nay": "Xem lại lần này",
    "phan-toi": "Phần của tôi",
    "chua": "Chưa có ý kiến",
    "tat-ca": "Tất cả",
    "da-sua": "Xã đã sửa",
    "may-khac": "Máy tính thấy khác",
    "bat-dong": "Không đồng ý",
    "nhan-xet": "Có nhận xét",
}


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one heading of the law."""

    code: str
    name: str
    rows: tuple[ReviewRow, ...]


@dataclass(frozen=True)
class ReviewSheet:
    """A file as one reader sees it; `holding` and `mandate`: as whom they speak, None where they only read."""

    file: Submission
    view: FileView
    rows: tuple[ReviewRow, ...]
    columns: tuple[Column, ...]
    show: str
    voices: tuple[tuple[Holding, Mandate], ...]
    holding: Holding | None
    mandate: Mandate | None
    compared: str

    @cached_property
    def shown(self) -> list[ReviewRow]:
        return [row for row in self.rows if row.is_shown(self.show)]

    @cached_property
    def groups(self) -> list[RowGroup]:
        found: dict[tuple[str, str], list[ReviewRow]] = {}
        for row in self.shown:
            key = (row.criterion.group_code, row.criterion.group_name)
            found.setdefault(key, []).append(row)
        return [RowGroup(code, name, tuple(rows)) for (code, name), rows in found.items()]

    @cached_property
    def filters(self) -> list[tuple[str, str, int]]:
        """Word in the address, words on the page, number of rows; those of a reviewer only for one."""
        reader = {"lan-nay", "phan-toi", "chua"} if self.mandate is None else set()
        if self.file.turn < 2:  # noqa: PLR2004 -- nothing was sent before
            reader |= {"lan-nay", "da-sua"}
        return [
            (key, name, sum(row.is_shown(key) for row in self.rows))
            for key, name in SHOWN.items()
            if key not in reader
        ]

    @property
    def show_words(self) -> str:
        return SHOWN[self.show]

    @property
    def writes(self) -> bool:
        """The reader gives opinions here now."""
        return self.mandate is not None and not self.file.is_locked

    @property
    def part(self) -> list[ReviewRow]:
        return [row for row in self.rows if row.in_part]

    @property
    def spoken(self) -> list[ReviewRow]:
        return [row for row in self.part if row.mine]

    @property
    def left(self) -> list[ReviewRow]:
        return [row for row in self.part if row.left]

    @property
    def against(self) -> list[ReviewRow]:
        """Of the reader's part, what they do not agree with."""
        return [row for row in self.part if row.mine and not row.mine.agrees]

    @property
    def disputed(self) -> list[ReviewRow]:
        return [row for row in self.rows if row.disputed]

    @cached_property
    def to_tick(self) -> list[RemarkView]:
        """Answers that wait for the reader's tick."""
        if self.mandate is None or not self.writes:
            return []
        return to_tick(self.view, self.mandate.stage, self.mandate.agency.pk)

    @property
    def ticking(self) -> frozenset[int]:
        """Keys of the remarks that the reader ticks in this turn, ticked already or not."""
        if self.mandate is None or not self.writes:
            return frozenset()
        return frozenset(one.remark.pk for one in ticked_by(self.view, self.mandate))

    @property
    def to_left(self) -> str:
        """Where the first row without an opinion stands: on this page, or on the filter that has it."""
        return self._where(self.left)

    @property
    def to_against(self) -> str:
        return self._where(self.against if self.writes else self.disputed)

    @property
    def to_unticked(self) -> str:
        about = self.to_tick[0].remark.criterion if self.to_tick else None
        return self._where([row for row in self.rows if row.criterion == about]) or GENERAL

    def _where(self, rows: list[ReviewRow]) -> str:
        if not rows:
            return ""
        first = rows[0]
        where = f"#tc-{first.criterion.number}"
        return where if first in self.shown else f"?loc=tat-ca{self.asked}{where}"

    @property
    def asked(self) -> str:
        """As whom, for an address; blank where there is no choice."""
        return f"&vai={self.mandate.key}" if self.mandate and len(self.voices) > 1 else ""

    @property
    def must_tick(self) -> list[RemarkView]:
        """Of these, those without whose tick the stage does not hand the file on."""
        return self.to_tick if self.mandate and self.mandate.stage in TICKED else []

    @property
    def is_complete(self) -> bool:
        """Nothing is left to say before the file is handed on."""
        return self.writes and not self.left and not self.must_tick

    @property
    def returns(self) -> bool:
        """The reader may return the file: the file waits for them."""
        return self.writes and self.holding is not None and not self.holding.beside

    @property
    def declarers(self) -> frozenset[int]:
        """Keys of the agencies that sent the file, or may."""
        return frozenset(
            one.agency_id for one in self.view.holdings if one.stage == Stage.DECLARED
        )

    @property
    def general(self) -> list[RemarkView]:
        """Remarks about the file as a whole."""
        return [one for one in self.view.remarks if one.remark.criterion_id is None]

    @property
    def general_after(self) -> str:
        """On what acts these came, in words: a return, a reopening, or both."""
        acts = {one.remark.step.act for one in self.general}
        words = ((FileAct.RETURN, "trả lại"), (FileAct.REOPEN, "mở lại"))
        return ", ".join(word for act, word in words if act in acts)

    @cached_property
    def bulk(self) -> Bulk:
        return _bulk(self)

    def row(self, number: int) -> ReviewRow | None:
        return next((row for row in self.rows if row.criterion.number == number), None)


TICKED = frozenset({Stage.VERIFIED, Stage.APPRAISED, Stage.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Bulk:
    """What each act on all rows of the filter would touch: keys of criteria.

    `closed` were never opened, to the claims of `objected` a stage below objects: agreeing leaves both out.
    """

    agree: frozenset[int]
    copy: frozenset[int]
    open: frozenset[int]
    closed: frozenset[int]
    objected: frozenset[int]


NOTHING = Bulk(*[frozenset[int]()] * 5)


def review_sheet(
    file: Submission, user: User | AnonymousUser, *, as_whom: str = "", show: str = ""
) -> ReviewSheet:
    """The sheet for that reader. `as_whom`: the key of a mandate, where they have several.

    The file carries its round, its scorecard, the set with its paper and the commune. The number of
    queries follows neither criteria nor opinions.
    """
    view = file_view(file).seen_by(agencies_of(user))
    given = voices(user, view.holdings)
    speaking = tuple(pair for pair in given if pair[0].stage > Stage.DECLARED)
    holding, mandate = chosen(speaking, as_whom)
    criteria = list(file.scorecard.criteria_set.criteria.prefetch_related("indicators"))
    day = file.round.ends
    lines = measured_lines(file.scorecard, criteria, day=day, known_at=file.sent_at)
    earlier, compared = earlier_words(file)
    columns = columns_of(view, mandate)
    made = RowMaker(
        view=view,
        columns=columns,
        holding=holding,
        mandate=mandate,
        earlier=earlier,
        evidence=evidence_counts_together(file.scorecard_id),
        newer=view.newer(),
        changed=view.changed(),
        again=frozenset(one.remark.pk for one in view.last_remarks()),
        waiting=waiting_for(view, mandate),
    )
    rows = tuple(made.row(one) for one in lines)
    return ReviewSheet(
        file=file,
        view=view,
        rows=rows,
        columns=columns,
        show=_show(show, file, mandate, rows),
        voices=speaking,
        holding=holding,
        mandate=mandate,
        compared=compared,
    )


def chosen(
    speaking: tuple[tuple[Holding, Mandate], ...], as_whom: str
) -> tuple[Holding, Mandate] | tuple[None, None]:
    """As whom somebody speaks: as they asked, else where the file waits for them, highest stage first."""
    if not speaking:
        return None, None
    asked = next((pair for pair in speaking if pair[1].key == as_whom), None)
    return asked or max(speaking, key=lambda pair: (not pair[0].beside, pair[0].stage))


def earlier_words(file: Submission) -> tuple[dict[int, str], str]:
    """By criterion where the commune stood in the regular round before, and which round that was.

    The frozen status of a closed round; else what counted at its cut-off.
    """
    period = round_before(file.round.ends)
    if period is None:
        return {}, ""
    if period.closed_at:
        rows = FrozenStatus.objects.filter(round=period, scorecard=file.scorecard_id)
        return dict(rows.values_list("criterion", "status")), str(period)
    said: dict[int, list[StatusEntry]] = defaultdict(list)
    for word in (
        StatusEntry.objects.as_of(period.ends).filter(scorecard=file.scorecard_id).in_time()
    ):
        said[word.criterion_id].append(word)
    counted = {key: counting(words) for key, words in said.items()}
    return {key: found[0].status for key, found in counted.items() if found}, str(period)


def _show(
    show: str, file: Submission, mandate: Mandate | None, rows: tuple[ReviewRow, ...]
) -> str:
    """The filter asked for; by default a reviewer sees their part, from the second turn on what it asks of them."""
    if show in SHOWN:
        return show
    if mandate is not None and file.turn > 1 and any(row.again for row in rows):
        return "lan-nay"
    part = sum(row.in_part for row in rows)
    return "phan-toi" if 0 < part < len(rows) else "tat-ca"


def _bulk(sheet: ReviewSheet) -> Bulk:
    if sheet.mandate is None or not sheet.writes:
        return NOTHING
    shown = {row.criterion.pk: row for row in sheet.shown if row.in_part}
    opened = frozenset(opened_and_left(sheet.view, sheet.mandate)) & shown.keys()
    agree = frozenset(to_agree(sheet.view, sheet.mandate)) & shown.keys()
    left = {key for key, row in shown.items() if row.left}
    return Bulk(
        agree=agree,
        copy=frozenset(key for key in opened if shown[key].before),
        open=frozenset(key for key, row in shown.items() if not row.opened),
        closed=frozenset(left - opened),
        objected=opened - agree,
    )
