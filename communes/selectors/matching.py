"""Which commune a text of somebody's list means; never a guess: what is not sure is only suggested."""

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Literal

from communes.models import Commune, CommuneAlias, Succession
from communes.names import Spelling, search_key, shortened, spelled

Borne = tuple[Commune, Commune]  # who bore a name, and who stands for it now
How = Literal["mã", "đúng tên", "bỏ dấu", "viết tắt", "tên cũ", "trùng tên", "không thấy"]

SUGGESTED = 3  # the most names suggested for one that was not found
BEGINNING = 3  # letters of the beginning of a name that suggest it
ALIKE = 0.7  # how like a name must be to be suggested, from 0 to 1

_NUMBERED = re.compile(r"^\s*\d{1,3}\s*[.)]\s*(?=\D)")
_CODE = re.compile(r"(?<!\d)(\d{5})(?:\.0)?(?!\d)")
_RURAL = r"x\.|xã|xa"
_TOWN = r"tt\.?|thị trấn|thi tran|p\.|phường|phuong|đặc khu|dac khu"
_COMMITTEE = r"(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân|uy ban nhan dan)"
_KIND = re.compile(
    rf"^\s*(?:{_COMMITTEE}\s+)?(?:(?P<rural>{_RURAL})|(?P<town>{_TOWN}))(?:\s+|(?<=\.)\s*)(?=\S)",
    re.IGNORECASE,
)
_DISTRICT_KIND = re.compile(
    r"^\s*(?:huyện|huyen|h\.|thị xã|thi xa|tx\.?|thành phố|thanh pho|tp\.?)(?:\s+|(?<=\.)\s*)",
    re.IGNORECASE,
)
_PROVINCES = {"quang tri", "tinh quang tri", "quang binh", "tinh quang binh"}
_ASIDE = re.compile(r"\s*[(\[](?P<inside>[^)\]]*)[)\]]?\s*|\s*[,;]\s*|\s+[-–]\s+")


@dataclass(frozen=True, slots=True)
class Match:
    """What a text was understood as: a commune and how, or none and what it might be."""

    text: str
    commune: Commune | None
    how: How
    choices: tuple[Commune, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A text taken apart: a code, a name with and without its kind, and what is said beside it."""

    code: str
    name: str
    whole: str
    town: bool
    asides: tuple[str, ...]


def match_communes(
    texts: Sequence[str], day: dt.date, among: Iterable[Commune] | None = None
) -> list[Match]:
    """One answer for each text, in order: among these communes, else among those of that day.

    Known are GSO codes, names in any spelling or without marks, shortened first words, and old
    names of those that became today's. At most three queries, however many texts.
    """
    pool = Commune.objects.on(day).select_related("district") if among is None else among
    finder = _Finder(list(pool), day)
    return [finder.match(text) for text in texts]


class _Finder:
    def __init__(self, pool: list[Commune], day: dt.date) -> None:
        self.pool, self.day = pool, day
        self.names: dict[str, list[tuple[Spelling, Commune]]] = defaultdict(list)
        self.short: dict[str, list[tuple[Spelling, Commune]]] = defaultdict(list)
        for commune in pool:
            name = spelled(commune.name)
            self.names[name.bare].append((name, commune))
            for spelling in shortened(commune.name):
                self.short[spelling.bare].append((spelling, commune))

    @cached_property
    def origins(self) -> dict[int, list[Commune]]:
        """Every commune that became one of the pool, however many steps ago, by its heir's key."""
        steps: dict[int, list[Commune]] = defaultdict(list)
        rows = Succession.objects.filter(on__lte=self.day).select_related("old__district")
        for step in rows:
            steps[step.new_id].append(step.old)
        return {commune.pk: _all_before(commune, steps) for commune in self.pool}

    @cached_property
    def old_names(self) -> dict[str, list[tuple[Spelling, Commune, Commune]]]:
        """Names of the past: how spelled, of whom, and who stands for it now."""
        heirs = [(one, commune) for commune in self.pool for one in self.origins[commune.pk]]
        bearers = {commune.pk: [commune] for commune in self.pool}
        found: dict[str, list[tuple[Spelling, Commune, Commune]]] = defaultdict(list)
        for old, heir in heirs:
            bearers.setdefault(old.pk, []).append(heir)
            name = spelled(old.name)
            found[name.bare].append((name, old, heir))
        for alias in CommuneAlias.objects.select_related("commune__district"):
            for heir in bearers.get(alias.commune_id, []):
                name = spelled(alias.name)
                found[name.bare].append((name, alias.commune, heir))
        return found

    def match(self, text: str) -> Match:
        asked = _take_apart(text)
        if asked.code:
            return self._by_code(text, asked)
        if not asked.name:
            return Match(text, None, "không thấy")
        return self._by_name(text, asked)

    def _by_code(self, text: str, asked: _Asked) -> Match:
        """A name beside the code must be its own: two that disagree are both shown."""
        found = [commune for commune in self.pool if commune.code == asked.code]
        named = self._by_name(text, asked) if asked.name else None
        if not found and named:
            return named
        meant = [one for one in (named.commune, *named.choices) if one] if named else found
        if len(found) == 1 and found[0] in meant:
            return Match(text, found[0], "mã")
        return Match(text, None, "không thấy", tuple(dict.fromkeys([*found, *meant])))

    def _by_name(self, text: str, asked: _Asked) -> Match:
        """As it stands without «xã», «P.»; where that is nobody's name, «P.» may be its first word."""
        found = self._named(text, asked)
        if found.how == "không thấy" and asked.whole != asked.name:
            whole = self._named(text, replace(asked, name=asked.whole, town=False))
            return found if whole.how == "không thấy" else whole
        return found

    def _named(self, text: str, asked: _Asked) -> Match:
        mine, districts = spelled(asked.name), self._districts(asked)
        contradicted: list[Commune] = []
        for how, found in self._ways(mine, town=asked.town):
            borne = [(one, heir) for one, heir in found if self._lies_in(one, districts)]
            kept = tuple(dict.fromkeys(heir for _, heir in borne))
            if len(kept) == 1:
                of_today = any(one == heir for one, heir in borne)
                return Match(text, kept[0], how if of_today else "tên cũ")
            if kept:
                return Match(text, None, "trùng tên", kept)
            contradicted += [heir for _, heir in found]
        near = contradicted or self._near(mine)
        return Match(text, None, "không thấy", tuple(dict.fromkeys(near)))

    def _ways(self, mine: Spelling, *, town: bool) -> Iterable[tuple[How, list[Borne]]]:
        """The ways to understand a name, the surest first: (who bore it, who stands for it now).

        «Cam Thanh» may be Cam Thành without its mark or the old Cam Thanh: then both are meant.
        """
        named = [row for row in self.names.get(mine.bare, []) if _is_town(row[1]) or not town]
        yield "đúng tên", [(one, one) for name, one in named if name == mine]
        loose = [(one, one) for name, one in named if mine.may_mean(name)]
        old = [row for row in self.old_names.get(mine.bare, []) if _is_town(row[1]) or not town]
        exact_old = [(one, heir) for name, one, heir in old if name == mine]
        loose_old = [(one, heir) for name, one, heir in old if mine.may_mean(name)]
        if loose:
            yield "bỏ dấu", [*loose, *loose_old]
        yield "tên cũ", exact_old
        yield "tên cũ", loose_old
        short = [row for row in self.short.get(mine.bare, []) if _is_town(row[1]) or not town]
        yield "viết tắt", [(one, one) for name, one in short if mine.may_mean(name)]

    @cached_property
    def known_districts(self) -> dict[str, Spelling]:
        places = [*self.pool, *(one for rows in self.origins.values() for one in rows)]
        names = {place.district.name for place in places if place.district}
        return {name: spelled(name) for name in names}

    def _districts(self, asked: _Asked) -> set[str]:
        """The districts that the text names; an aside that is none says nothing, nor the province."""
        return {
            name
            for word in asked.asides
            for name, spelling in self.known_districts.items()
            if spelled(_DISTRICT_KIND.sub("", word)).may_mean(spelling)
            and (search_key(word) not in _PROVINCES)
        }

    def _lies_in(self, commune: Commune, districts: set[str]) -> bool:
        """One without a district (since 1/7/2025) lies where those lay that became it."""
        if not districts:
            return True
        places = [commune] if commune.district_id else self.origins.get(commune.pk, [])
        return any(place.district and place.district.name in districts for place in places)

    def _near(self, mine: Spelling) -> list[Commune]:
        names = {bare: [one for _, one in rows] for bare, rows in self.names.items()}
        for bare, rows in self.old_names.items():
            names.setdefault(bare, [heir for _, _, heir in rows])
        alike = get_close_matches(mine.bare, names, n=SUGGESTED, cutoff=ALIKE)
        begun = [
            bare
            for bare in self.names
            if len(mine.bare) >= BEGINNING and bare.startswith(mine.bare)
        ]
        found = [one for bare in [*begun, *alike] for one in names[bare]]
        return list(dict.fromkeys(found))[:SUGGESTED]


def _all_before(commune: Commune, steps: dict[int, list[Commune]]) -> list[Commune]:
    found: dict[int, Commune] = {}
    waiting = list(steps.get(commune.pk, []))
    while waiting:
        one = waiting.pop()
        if one.pk not in found:
            found[one.pk] = one
            waiting += steps.get(one.pk, [])
    return list(found.values())


def _is_town(commune: Commune) -> bool:
    return commune.kind != "xã"


def _take_apart(text: str) -> _Asked:
    text = unicodedata.normalize("NFC", text)
    code = _CODE.search(text)
    rest = _CODE.sub(" ", text) if code else text
    rest = _NUMBERED.sub("", rest).strip(" -–:.,;")
    aside = _ASIDE.search(rest)
    whole, after = (rest[: aside.start()], rest[aside.start() :]) if aside else (rest, "")
    kind = _KIND.match(whole)
    name = whole[kind.end() :] if kind else whole
    return _Asked(
        code=code[1] if code else "",
        name=name if search_key(name) else "",
        whole=whole,
        town=bool(kind and kind["town"]),
        asides=tuple(one for one in re.split(r"[()\[\],;]|\s[-–]\s", after) if search_key(one)),
    )
