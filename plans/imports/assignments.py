"""The list of a decision, agencies × communes, from a file or pasted: understood, asked, never guessed."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from accounts.calendar import working_day
from accounts.models import User
from communes.models import Commune
from communes.selectors.matching import Match, match_communes
from criteria.choices import Duty
from documents.models import StoredFile
from plans.choices import DraftKind
from plans.imports.assignment_table import Read, Told, Words, texts_of, understood
from plans.imports.assignment_words import meaning
from plans.imports.sheet_rows import Sheet, from_file, from_text
from plans.models import PlanDraft
from plans.models.assigning import (
    AGENCY,
    COMMUNE,
    NOTHING,
    SKIP,
    UNKNOWN,
    AssignmentList,
    Mark,
    Named,
    Pair,
)
from plans.selectors.agency_names import AgencyNames
from plans.services import drafts

MEANINGS = {*Duty.values, UNKNOWN, NOTHING}
NOT_UNDERSTOOD = (
    "Không tìm thấy cơ quan và xã trong bảng. Bảng cần có tên cơ quan và tên xã: mỗi dòng một cơ quan "
    "với các xã, mỗi dòng một xã với cơ quan, hoặc ma trận xã × cơ quan đánh dấu đ, p, x."
)
EMPTY = "Tệp không có trang tính nào có số liệu."
LONGEST = 120  # characters of a text that is asked about


def start(
    *, by: User, options: dict[str, Any], file: StoredFile | None = None, text: str = ""
) -> PlanDraft:
    """A draft of a list from a file or pasted, ready to be looked at. Refusals: those of `read_draft`."""
    draft = PlanDraft(kind=DraftKind.ASSIGNMENTS, by=by, options=options, file=file, text=text)
    plan = read_draft(draft).to_json()
    return drafts.open_draft(
        kind=DraftKind.ASSIGNMENTS, by=by, plan=plan, options=options, text=text, file=file
    )


def choose(draft: PlanDraft, given: Mapping[str, Any], *, seen: int | None) -> None:
    """Other days, another sheet, answers: read again and kept. Refusals: `ended`, `stale`.

    Answers and meanings of marks join those that were given before.
    """
    before = draft.options
    options = before | dict(given)
    for name in ("answers", "marks"):
        options[name] = before.get(name, {}) | dict(given.get(name, {}))
    draft.options = options
    plan = read_draft(draft)
    drafts.keep(draft, seen=seen, options=options, plan=plan.to_json())


def read_draft(draft: PlanDraft) -> AssignmentList:
    """The list of a draft as its options have it read: `starts`, `sheet`, `answers`, `marks`.

    Refusals: `empty` and those of `open_workbook`.
    """
    if draft.file is not None:
        with draft.file.content.open("rb") as file:
            sheets = from_file(file.read())
    else:
        sheets = [from_text(draft.text)]
    return read_sheets(sheets, draft.options)


def read_sheets(sheets: Sequence[Sheet], options: Mapping[str, Any]) -> AssignmentList:
    """The sheet that was chosen, else the one that tells most. Refusal: `empty`."""
    if not any(len(one) for one in sheets):
        raise ValidationError(EMPTY, code="empty")
    day = dt.date.fromisoformat(options.get("starts") or f"{working_day()}")
    agencies = AgencyNames(day)
    texts = sorted({text for one in sheets for text in texts_of(one)})
    matched = dict(zip(texts, match_communes(texts, day), strict=True))
    named = {text for text, match in matched.items() if match.commune or match.how == "trùng tên"}
    words = Words(named, agencies)
    wanted = [one for one in sheets if one.name == options.get("sheet")] or list(sheets)
    read, sheet = max(
        ((understood(one, words), one) for one in wanted), key=lambda pair: len(pair[0].told)
    )
    found = AssignmentList(
        layout=read.layout,
        sheet=sheet.name,
        sheets=[one.name for one in sheets],
        notes=read.notes,
    )
    if not read.told:
        found.problems.append(NOT_UNDERSTOOD)
        return found
    _Reading(found, read, agencies, matched, day, options).fill()
    return found


@dataclass(slots=True)
class _Reading:
    """One table on its way to a list of pairs."""

    found: AssignmentList
    read: Read
    agencies: AgencyNames
    matched: dict[str, Match]
    day: dt.date
    options: Mapping[str, Any]

    def fill(self) -> None:
        within = self._within()
        named: dict[tuple[str, str, str], Named] = {}
        for told in self.read.told:
            for kind, text, district in (
                (AGENCY, told.agency, ""),
                (COMMUNE, told.commune, self._district(told)),
            ):
                known = named.get((kind, text, district))
                if known is None:
                    named[kind, text, district] = self._named(kind, text, district, told, within)
                else:
                    known.count += 1
        self._answer(named.values())
        self.found.named = sorted(named.values(), key=lambda one: (one.kind, not one.is_open))
        self.found.marks = list(self._marks())
        self.found.pairs = list(self._pairs(named))

    def _district(self, told: Told) -> str:
        """The district beside a commune matters where the name alone is nobody's for sure."""
        match = self.matched.get(told.commune)
        return "" if match and match.commune else told.within

    def _within(self) -> dict[tuple[str, str], Match]:
        """Names that are sure only with the district beside them."""
        unsure = sorted(
            {(one.commune, one.within) for one in self.read.told if self._district(one)}
        )
        found = match_communes([f"{name} ({place})" for name, place in unsure], self.day)
        return dict(zip(unsure, found, strict=True))

    def _named(
        self,
        kind: str,
        text: str,
        district: str,
        told: Told,
        within: Mapping[tuple[str, str], Match],
    ) -> Named:
        row = Named(kind=kind, text=text[:LONGEST], within=district[:LONGEST], at=told.at)
        if kind == AGENCY:
            match = self.agencies.match(text)
            row.how = match.how
            row.choices = [[one.slug, one.name] for one in match.choices]
            if match.agency:
                row.key, row.name = match.agency.slug, str(match.agency)
            return row
        plain = self.matched.get(text, Match(text, None, "không thấy"))
        better = within.get((text, district))
        best = better if better and (better.commune or better.choices) else plain
        row.how = best.how
        row.choices = [[one.code, _place_name(one)] for one in best.choices]
        if best.commune:
            row.key, row.name = best.commune.code, best.commune.name
        return row

    def _answer(self, named: Collection[Named]) -> None:
        """What the maker said goes before a look; one left out stays out."""
        answers: dict[str, str] = self.options.get("answers", {})
        codes = [answers[one.question] for one in named if answers.get(one.question)]
        communes = {one.code: one for one in Commune.objects.on(self.day).filter(code__in=codes)}
        for one in named:
            given = answers.get(one.question, "")
            if not given:
                continue
            chosen = (
                self.agencies.by_slug.get(given) if one.kind == AGENCY else communes.get(given)
            )
            if given == SKIP:
                one.answered, one.key, one.name = True, "", ""
            elif chosen is not None:
                one.answered, one.key, one.how = True, given, "bạn chọn"
                one.name = chosen.name if one.kind == COMMUNE else str(chosen)

    def _marks(self) -> Iterator[Mark]:
        """Every mark with what it means, those that mean nothing yet first."""
        chosen: dict[str, str] = self.options.get("marks", {})
        counts = Counter(_mark(one) for one in self.read.told)
        if not self.read.is_matrix:
            counts.pop("", None)
        marks = []
        for text, count in counts.most_common():
            said = chosen.get(text, "")
            marks.append(Mark(text, count, said if said in MEANINGS else meaning(text)))
        yield from sorted(marks, key=lambda one: (bool(one.means), -one.count))

    def _pairs(self, named: Mapping[tuple[str, str, str], Named]) -> Iterator[Pair]:
        """Each pair once; the same pair told twice with two duties has none that is known."""
        means = {one.text: one.means for one in self.found.marks} | {"": UNKNOWN}
        first: dict[tuple[str, str], Pair] = {}
        for told in self.read.told:
            agency = named[AGENCY, told.agency, ""]
            commune = named[COMMUNE, told.commune, self._district(told)]
            meant = means.get(_mark(told), "")
            if not agency.key or not commune.key or meant in {"", NOTHING}:
                continue
            duty = "" if meant == UNKNOWN else meant
            pair = Pair(agency.key, commune.key, duty, told.at, told.note)
            earlier = first.setdefault((pair.agency, pair.commune), pair)
            if earlier is not pair and duty != earlier.duty:
                self.found.problems.append(
                    f"{agency.name} – {commune.name} có hai nhiệm vụ khác nhau ({earlier.at}, "
                    f"{told.at}): để «chưa rõ nhiệm vụ»."
                )
                earlier.duty = ""
        yield from first.values()


def _mark(told: Told) -> str:
    return told.mark.lower().strip()[:LONGEST]


def _place_name(commune: Commune) -> str:
    return f"{commune.name} ({commune.district})" if commune.district else commune.name
