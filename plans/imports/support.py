"""Help from a spreadsheet: what each row was understood as, what is refused or asked, and why."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from accounts.calendar import read_day
from communes.models import Agency, Commune
from communes.names import search_key
from communes.selectors.matching import Match, match_communes
from criteria.imports.workbook import Table, open_workbook
from criteria.models import Criterion, Indicator
from criteria.selectors import set_in_force
from criteria.words import read_number
from plans.choices import ActionState, MoneySource, SupportForm
from plans.models import SupportAction
from plans.selectors.agency_names import AgencyNames
from plans.services.support import MoneyGiven, SupportGiven, check

LABOUR = MoneySource.LABOUR_DAYS.value
HEADER = {
    "agency": "Đơn vị hỗ trợ",
    "commune": "Xã",
    "form": "Hình thức",
    "content": "Nội dung",
    "about": "Tiêu chí, chỉ tiêu",
    "state": "Tình trạng",
    "done_on": "Ngày thực hiện",
    "planned_on": "Ngày dự kiến",
    "unit_name": "Phòng, bộ phận",
    "partner": "Cùng với, từ nguồn của",
    "quantity_planned": "Khối lượng kế hoạch",
    "quantity_done": "Khối lượng thực hiện",
    "quantity_unit": "Đơn vị tính",
    "total_planned": "Tổng kế hoạch như nêu",
    "total_done": "Tổng thực hiện như nêu",
    **{
        f"{name}-{source.value}": f"{str(source.label).capitalize()}: {words}"
        for source in MoneySource
        for name, words in (("planned", "kế hoạch"), ("done", "thực hiện"))
    },
    f"days_planned-{LABOUR}": "Số ngày công: kế hoạch",
    f"days_done-{LABOUR}": "Số ngày công: thực hiện",
    "result": "Kết quả",
    "note": "Ghi chú",
}
NEEDED = ("commune", "content", "form")
AMOUNTS = ("quantity_planned", "quantity_done", "total_planned", "total_done")
PLAIN = {
    "content": 500,
    "unit_name": 200,
    "partner": 200,
    "quantity_unit": 40,
    "result": 500,
    "note": 500,
}
MOST_ROWS, HEAD_WITHIN = 1000, 15
SKIPPED = "bo"  # the answer that leaves a row out
FORMS = {search_key(str(one.label)): one.value for one in SupportForm}
STATES = {
    search_key(str(one.label)): one.value for one in ActionState if one != ActionState.DROPPED
}
Raw = dict[str, str]


@dataclass(frozen=True, slots=True)
class Understood:
    """A row with its number on the sheet: whole, or with problems, or with a question."""

    at: int
    raw: Raw
    agency: Agency | None = None
    given: SupportGiven | None = None
    problems: tuple[str, ...] = ()
    choices: tuple[Commune, ...] = ()
    skipped: bool = False
    twin: str = ""  # where the same help stands already

    @property
    def is_good(self) -> bool:
        return self.given is not None and not self.problems and not self.skipped


def read_rows(content: bytes) -> list[Raw]:
    """The rows of the first sheet that has our columns, as typed, with «at», the row's number.

    Refusals: those of `open_workbook`, `missing_columns`, `no_rows`, `too_many_rows`.
    """
    missing: list[str] = []
    for table in open_workbook(content):
        if table.hidden:
            continue
        found = _head(table)
        if isinstance(found, list):
            missing = missing or found
            continue
        rows = [
            {"at": str(at + 1)} | {name: table.text(at, place) for name, place in found[1].items()}
            for at in range(found[0] + 1, len(table.rows))
        ]
        rows = [row for row in rows if any(text for name, text in row.items() if name != "at")]
        return _counted(rows)
    told = ", ".join(f"«{one}»" for one in missing or [HEADER[name] for name in NEEDED])
    raise ValidationError(
        f"Không thấy cột {told}. Hãy dùng tệp mẫu, giữ nguyên dòng tên cột.",
        code="missing_columns",
    )


def _head(table: Table) -> tuple[int, dict[str, int]] | list[str]:
    """The row of heads and the column of each; or the names of the columns that are missing."""
    known = {search_key(label): name for name, label in HEADER.items()}
    missing: list[str] = []
    for at, cells in enumerate(table.rows[:HEAD_WITHIN]):
        heads = [search_key(table.text(at, place).split(" (")[0]) for place in range(len(cells))]
        found = {known[head]: place for place, head in enumerate(heads) if head in known}
        missing = [HEADER[name] for name in NEEDED if name not in found]
        if not missing:
            return at, found
        if len(found) > 1:
            return missing
    return missing


def _counted(rows: list[Raw]) -> list[Raw]:
    if not rows:
        raise ValidationError("Tệp chưa có dòng nào dưới dòng tên cột.", code="no_rows")
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            f"Tệp có {len(rows)} dòng; mỗi lần nhập nhiều nhất {MOST_ROWS}. Hãy chia thành nhiều tệp.",
            code="too_many_rows",
        )
    return rows


@dataclass(slots=True)
class Reader:
    """Understands rows on a day for somebody: `allowed` says for which agencies they may write."""

    day: dt.date
    own: Agency
    allowed: Callable[[Agency], bool]
    answers: Mapping[str, str] = field(default_factory=dict)
    names: AgencyNames = field(init=False)
    criteria: dict[str, tuple[Criterion, Indicator | None]] = field(init=False)

    def __post_init__(self) -> None:
        self.names = AgencyNames(self.day)
        self.criteria = {}
        held = set_in_force(self.day)
        for criterion in held.criteria.prefetch_related("indicators") if held else []:
            self.criteria[str(criterion.number)] = (criterion, None)
            for indicator in criterion.indicators.all():
                self.criteria[indicator.code] = (criterion, indicator)

    def understand(self, rows: Sequence[Raw]) -> list[Understood]:
        """One for each row, in order; the same number of queries however many."""
        matched = match_communes([row.get("commune", "") for row in rows], self.day)
        by_key = {str(one.pk): one for one in Commune.objects.on(self.day)} if self.answers else {}
        found = [self._one(row, match, by_key) for row, match in zip(rows, matched, strict=True)]
        return _with_twins(found)

    def _one(self, raw: Raw, match: Match, by_key: dict[str, Commune]) -> Understood:
        answer = self.answers.get(raw["at"], "")
        if answer == SKIPPED:
            return Understood(int(raw["at"]), raw, skipped=True)
        row = _Row(raw)
        commune = by_key.get(answer) or match.commune
        if commune is None:
            row.wrong("commune", _not_found(match))
        agency = self._agency(row)
        given = row.given(commune, self._about(row))
        if agency is not None and not row.problems:
            try:
                check(given, agency)
            except ValidationError as refusal:
                row.problems += refusal.messages
        return Understood(
            at=int(raw["at"]),
            raw=raw,
            agency=agency,
            given=None if row.problems else given,
            problems=tuple(row.problems),
            choices=() if commune else match.choices,
        )

    def _agency(self, row: "_Row") -> Agency | None:
        text = row.text("agency")
        if not text:
            return self.own
        found = self.names.match(text)
        if found.agency is None:
            near = "; ".join(one.name for one in found.choices)
            row.wrong("agency", f"không rõ «{text}»" + (f", có thể là {near}" if near else ""))
        elif not self.allowed(found.agency):
            row.wrong("agency", f"bạn không ghi được cho {found.agency.name}")
        return found.agency

    def _about(self, row: "_Row") -> tuple[Criterion | None, Indicator | None]:
        text = row.text("about")
        if not text:
            return None, None
        code = (
            search_key(text).removeprefix("tieu chi").removeprefix("chi tieu").removeprefix("tc")
        )
        code = code.strip().replace(" ", ".")
        if (
            "," in text and f"{code}0" in self.criteria
        ):  # a number cell cannot tell 17.1 from 17.10
            row.wrong("about", f"«{text}» có thể là {code} hoặc {code}0; hãy gõ dạng chữ")
        elif code not in self.criteria:
            row.wrong("about", f"bộ tiêu chí đang áp dụng không có «{text}»")
        return self.criteria.get(code, (None, None))


class _Row:
    """One row as it is read; what is wrong with it is named with its column."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.problems: list[str] = []

    def text(self, name: str) -> str:
        return self.raw.get(name, "").strip()

    def wrong(self, name: str, words: str) -> None:
        self.problems.append(f"cột «{HEADER[name]}»: {words}")

    def amount(self, name: str) -> Decimal | None:
        text = self.text(name)
        try:
            return round(read_number(text), 3) if text else None
        except ValueError as error:
            self.wrong(name, str(error))
            return None

    def day(self, name: str) -> dt.date | None:
        text = self.text(name).removesuffix(" 00:00:00")
        try:
            return read_day(text) if text else None
        except ValueError as error:
            self.wrong(name, str(error))
            return None

    def one_of(self, name: str, known: Mapping[str, str]) -> str:
        key = search_key(self.text(name))
        if key and key not in known:
            self.wrong(name, f"«{self.text(name)}» không có trong danh sách của tệp mẫu")
        return known.get(key, "")

    def given(
        self, commune: Commune | None, about: tuple[Criterion | None, Indicator | None]
    ) -> SupportGiven:
        for name in ("content", "form"):
            if not self.text(name):
                self.wrong(name, "còn thiếu")
        for name, most in PLAIN.items():
            if len(self.text(name)) > most:
                self.wrong(name, f"dài quá {most} chữ")
        done_on = self.day("done_on")
        usual = ActionState.DONE if done_on else ActionState.PLANNED
        rest: dict[str, Any] = {name: self.amount(name) for name in AMOUNTS}
        rest |= {name: self.text(name) for name in PLAIN}
        return SupportGiven(
            form=self.one_of("form", FORMS),
            state=self.one_of("state", STATES) or usual.value,
            commune=commune,
            criterion=about[0],
            indicator=about[1],
            planned_on=self.day("planned_on"),
            done_on=done_on,
            money=tuple(self._money(source.value) for source in MoneySource),
            **rest,
        )

    def _money(self, source: str) -> MoneyGiven:
        labour = source == LABOUR
        return MoneyGiven(
            source,
            self.amount(f"planned-{source}"),
            self.amount(f"done-{source}"),
            self.amount(f"days_planned-{source}") if labour else None,
            self.amount(f"days_done-{source}") if labour else None,
        )


def _not_found(match: Match) -> str:
    if match.choices:
        return f"«{match.text}» có thể là nhiều xã: hãy chọn bên dưới"
    return f"không có xã «{match.text}»" if match.text.strip() else "còn thiếu"


def _with_twins(rows: list[Understood]) -> list[Understood]:
    """Those that stand in the register already, or twice on the sheet, say where; one query."""
    agencies = {row.agency.pk for row in rows if row.agency}
    stored: dict[Any, int] = {}
    known = SupportAction.objects.filter(agency__in=agencies).order_by()
    for one in known.values_list("agency", "commune", "content", "done_on", "planned_on", "pk"):
        stored[(one[0], one[1], search_key(one[2]), one[3], one[4])] = one[5]
    seen: dict[Any, int] = defaultdict(int)
    found = []
    for row in rows:
        if row.given is None or row.agency is None:
            found.append(row)
            continue
        given = row.given
        place = given.commune.pk if given.commune else None
        key = (row.agency.pk, place, search_key(given.content), given.done_on, given.planned_on)
        twin = f"đã có ở hoạt động số {stored[key]}" if key in stored else ""
        twin = twin or (f"trùng dòng {seen[key]}" if seen[key] else "")
        seen[key] = seen[key] or row.at
        found.append(
            Understood(row.at, row.raw, row.agency, given, row.problems, row.choices, twin=twin)
        )
    return found
