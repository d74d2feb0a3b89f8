"""Whom the words of a programme mean: agencies, groups in words, or what somebody has to say."""

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from communes.choices import AgencyKind
from communes.models import Agency, AgencyAlias
from communes.names import search_key
from plans.models import AgencyGroup
from plans.selectors.agency_names import AgencyNames

AGENCY, GROUP, WORDS = "agency", "group", "words"  # how an answer begins: «agency:so-tai-chinh»
HEAD = 8  # words within which «UBND các huyện, thị xã» is found
_TOKEN = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[,;\n/•+]|\s[-–]\s")
_UBND = re.compile(
    r"^(?:ubnd|uy ban nhan dan)(?: cac)?(?: (?:huyen|thi xa|thanh pho|tx|tp))?(?: va)?"
    r"(?: (?:huyen|thi xa|thanh pho|tx|tp))?"
)
_KIND = re.compile(r"^(?:ubnd |uy ban nhan dan )(?:huyen|thi xa|thanh pho|tx|tp) ")
_LIST_MARK = re.compile(r"^\s*(?:[-–•+*]|\d{1,2}[.)])\s*")

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the words of a cell, and whom they mean; `choices` where nobody is sure."""

    text: str
    agency: Agency | None = None
    group: AgencyGroup | None = None
    choices: tuple[Agency, ...] = ()
    asked: bool = False  # nobody is meant, and nobody has said so

    @property
    def key(self) -> str:
        """Under which an answer is kept: the same words are asked once."""
        return search_key(self.text).replace(" ", "-")

    @property
    def meaning(self) -> str:
        """Whom the words mean, where they do not say it themselves."""
        if self.agency:
            return (
                "" if search_key(self.agency.name) == search_key(self.text) else f"{self.agency}"
            )
        if self.group:
            said = search_key(self.text) in self.group.keys
            return "nhóm" if said else f"nhóm «{self.group}»"
        return "" if self.asked else "giữ nguyên chữ"

    @property
    def answer(self) -> str:
        """«agency:so-tai-chinh», «group:so-ban-nganh», «words»; blank while it is asked."""
        if self.agency:
            return f"{AGENCY}:{self.agency.slug}"
        if self.group:
            return f"{GROUP}:{self.group.slug}"
        return "" if self.asked else WORDS


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    start: int
    end: int


class Parties:
    """The agencies of a day and the groups, under every name known of them; four queries in all."""

    def __init__(self, day: dt.date) -> None:
        self.names = AgencyNames(day)
        self.groups = list(AgencyGroup.objects.all())
        self.by_slug = {one.slug: one for one in self.groups}
        self._phrases: dict[Phrase, list[Agency | AgencyGroup]] = defaultdict(list)
        self._districts: dict[Phrase, Agency] = {}
        alive = {one.pk: one for one in self.names.agencies}
        named = [
            (one, name)
            for one in self.names.agencies
            for name in (one.name, one.short_name, one.code)
        ]
        aliases = AgencyAlias.objects.filter(agency__in=alive).order_by("pk")
        named += [(alive[alias.agency_id], alias.name) for alias in aliases]
        for agency, name in named:
            self._know(agency, name)
        for group in self.groups:
            for name in (group.name, *group.other_names):
                self._keep(group, search_key(name))
        self._longest = max(map(len, self._phrases), default=0)

    def _know(self, agency: Agency, name: str) -> None:
        key = search_key(name)
        self._keep(agency, key)
        if agency.kind == AgencyKind.DISTRICT and _KIND.match(key):
            bare = tuple(_KIND.sub("", key).split())
            self._districts.setdefault(bare, agency)

    def _keep(self, whom: Agency | AgencyGroup, key: str) -> None:
        phrase = tuple(key.split())
        if phrase and whom not in self._phrases[phrase]:
            self._phrases[phrase].append(whom)

    def read(self, text: str, answers: Mapping[str, str] | None = None) -> list[Piece]:
        """The pieces of a cell in order. `answers`: by the key of a piece, what somebody said it means."""
        pieces = _Reader(self, text).pieces()
        return [self._answered(one, (answers or {}).get(one.key, "")) for one in pieces]

    def whom(self, phrase: Phrase) -> list[Agency | AgencyGroup]:
        return self._phrases.get(phrase, [])

    def district(self, phrase: Phrase) -> Agency | None:
        return self._districts.get(phrase)

    @property
    def longest(self) -> int:
        return self._longest

    def guess(self, text: str) -> Piece:
        """What no phrase explains: an agency under a shortened name, else asked with suggestions."""
        found = self.names.match(text)
        if found.agency:
            return Piece(text, agency=found.agency)
        last = tuple(search_key(text).split())
        near = [one for key, one in self._districts.items() if last and key[-1:] == last[-1:]]
        choices = tuple(dict.fromkeys([*near, *found.choices]))
        return Piece(text, choices=choices, asked=True)

    def _answered(self, piece: Piece, answer: str) -> Piece:
        """An answer that no longer means anybody leaves the question open."""
        kind, _, slug = answer.partition(":")
        if kind == WORDS:
            return Piece(piece.text, choices=piece.choices)
        if kind == AGENCY and slug in self.names.by_slug:
            agency = self.names.by_slug[slug]
            return replace(piece, agency=agency, group=None, asked=False)
        if kind == GROUP and slug in self.by_slug:
            return replace(piece, agency=None, group=self.by_slug[slug], asked=False)
        return piece


class _Reader:
    """One cell, word by word: the longest known name, then the next; what is between is asked."""

    def __init__(self, known: Parties, text: str) -> None:
        self.known = known
        text = unicodedata.normalize("NFC", text)
        self.text = "\n".join(_LIST_MARK.sub("", line) for line in text.split("\n"))
        self.words = [
            _Word(search_key(hit[0]), hit.start(), hit.end()) for hit in _TOKEN.finditer(self.text)
        ]
        self.in_districts = False

    def pieces(self) -> list[Piece]:
        found: list[Piece] = []
        at = 0
        while at < len(self.words):
            if self.words[at].key == "va" and at + 1 < len(self.words):
                at += 1
            upto, piece = self._next(at)
            found.append(piece)
            at = upto
        return found

    def _next(self, at: int) -> tuple[int, Piece]:
        upto, district = self._district(at)
        if district is not None and self._ends(upto):
            self.in_districts = True
            return upto, Piece(self._said(at, upto), agency=district)
        upto, whom = self._longest(at)
        if whom and self._ends(upto):
            self.in_districts = False
            return upto, self._meant(self._said(at, upto), whom)
        self.in_districts = self.in_districts or bool(_UBND.match(self._keys(at, at + HEAD)))
        upto = self._stop(max(upto, at + 1))
        return upto, self.known.guess(self._said(at, upto))

    def _district(self, at: int) -> tuple[int, Agency | None]:
        """«UBND các huyện Hải Lăng», or a bare name after one that named a district or tried to."""
        start = at
        head = _UBND.match(self._keys(at, at + HEAD))
        if head:
            start = at + len(head[0].split())
        elif not self.in_districts:
            return at, None
        elif self.words[at].key in {"huyen", "tx", "tp"}:
            start = at + 1
        for count in (3, 2, 1):
            upto = start + count
            agency = self.known.district(tuple(self._keys(start, upto).split()))
            if agency is not None and upto <= len(self.words):
                return upto, agency
        return at, None

    def _longest(self, at: int) -> tuple[int, list[Agency | AgencyGroup]]:
        """The longest name that begins here, even if words go on behind it: then it is another's."""
        for count in range(min(self.known.longest, len(self.words) - at), 0, -1):
            phrase = tuple(self._keys(at, at + count).split())
            whom = self.known.whom(phrase)
            if whom:
                return at + count, whom
        return at, []

    def _meant(self, text: str, whom: list[Agency | AgencyGroup]) -> Piece:
        if len(whom) > 1:
            agencies = tuple(one for one in whom if isinstance(one, Agency))
            return Piece(text, choices=agencies, asked=True)
        one = whom[0]
        return Piece(text, agency=one) if isinstance(one, Agency) else Piece(text, group=one)

    def _ends(self, at: int) -> bool:
        """Nothing stands between here and the next piece but a comma or «và»."""
        if at >= len(self.words):
            return True
        if self.words[at].key == "va":
            return True
        return bool(_BREAK.search(self.text, self.words[at - 1].end, self.words[at].start))

    def _stop(self, at: int) -> int:
        while not self._ends(at):
            at += 1
        return at

    def _keys(self, start: int, end: int) -> str:
        return " ".join(word.key for word in self.words[start:end])

    def _said(self, start: int, end: int) -> str:
        said = self.text[self.words[start].start : self.words[end - 1].end]
        closing = self.text[self.words[end - 1].end : self.words[end - 1].end + 1]
        return " ".join(f"{said}{closing}".split()) if closing == ")" else " ".join(said.split())
