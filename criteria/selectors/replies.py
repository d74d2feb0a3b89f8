"""What communes answered to words of others, and what waits for their answer."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from communes.models import Agency, Commune
from criteria.choices import Stage
from criteria.models import Measurement, Reply, Scorecard, StatusEntry, counting
from criteria.permissions import Mandate, Mandates
from criteria.selectors.lines import CriterionLine, written

Word = StatusEntry | Measurement


def last_replies(words: Iterable[Word]) -> dict[tuple[type, int], Reply]:
    """By kind and key of the word, the reply that counts: the last one. One query."""
    rows = list(words)
    entries = [one.pk for one in rows if isinstance(one, StatusEntry)]
    values = [one.pk for one in rows if isinstance(one, Measurement)]
    if not rows:
        return {}
    replies = Reply.objects.filter(Q(entry__in=entries) | Q(measurement__in=values))
    return {_key(one): one for one in replies.order_by("pk")}


def contests(words: Iterable[Word]) -> dict[tuple[type, int], Reply]:
    """Those of the words that their commune does not agree with, and why."""
    return {key: one for key, one in last_replies(words).items() if not one.agrees}


@dataclass(frozen=True, slots=True)
class Contested:
    """Where a commune contests what counts of it: its replies by key of criterion and of indicator."""

    criteria: dict[int, Reply]
    indicators: dict[int, Reply]


def contested_on(lines: Iterable[CriterionLine]) -> Contested:
    """On a scorecard, in one query; of an indicator with several parts the first one contested."""
    rows = list(lines)
    values = [
        (row.indicator.pk, part.measurement)
        for line in rows
        for row in line.indicators
        for part in row.parts
        if part.measurement
    ]
    entries = [line.entry for line in rows if line.entry]
    found = contests([*entries, *(said for _, said in values)])
    by_indicator: dict[int, Reply] = {}
    for indicator, said in values:
        if _of(said) in found:
            by_indicator.setdefault(indicator, found[_of(said)])
    return Contested(
        {one.criterion_id: found[_of(one)] for one in entries if _of(one) in found}, by_indicator
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """The commune's last reply to a word, and where this reader gives one; blank: not theirs."""

    reply: Reply | None
    address: str


def answers(words: Iterable[Word | None], given: Mandates) -> dict[int, Answer]:
    """By key of the word, for a reader with those mandates; all words are of one kind. One query."""
    rows = [one for one in words if one is not None]
    replies = last_replies(rows)
    voice = next((one for one in given.general if one.stage == Stage.DECLARED), None)
    return {
        one.pk: Answer(replies.get(_of(one)), address_of(one) if _is_open(one, voice) else "")
        for one in rows
    }


def _is_open(word: Word, voice: Mandate | None) -> bool:
    """Whether that voice of a commune may reply: the word counts, and somebody else gave it."""
    return (
        voice is not None
        and word.stage > Stage.DECLARED
        and word.agency_id not in {None, voice.agency.pk}
    )


def address_of(word: Word) -> str:
    """Where the commune answers a word."""
    name = "reply_to_status" if isinstance(word, StatusEntry) else "reply_to_value"
    return reverse(f"criteria:{name}", args=[word.pk])


def _of(word: Word) -> tuple[type, int]:
    return type(word), word.pk


def _key(reply: Reply) -> tuple[type, int]:
    if reply.entry_id:
        return StatusEntry, reply.entry_id
    return Measurement, reply.measurement_id or 0


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A word of another about a commune: what it says, what the commune said before, its last reply."""

    word: Word
    said: str
    own: str
    reply: Reply | None

    @property
    def is_status(self) -> bool:
        return isinstance(self.word, StatusEntry)

    @property
    def address(self) -> str:
        """Where the commune answers it."""
        return address_of(self.word)

    @property
    def key(self) -> str:
        """«k12» for a status, «s12» for a value."""
        return f"{'k' if self.is_status else 's'}{self.word.pk}"

    @property
    def number(self) -> int:
        if isinstance(self.word, StatusEntry):
            return self.word.criterion.number
        return self.word.indicator.criterion.number

    @property
    def subject(self) -> str:
        """«8. Thông tin và Truyền thông», «8.1 (phần) Tỷ lệ …»."""
        if isinstance(self.word, StatusEntry):
            return f"Tiêu chí {self.word.criterion}"
        part = f" ({self.word.part})" if self.word.part else ""
        return f"Chỉ tiêu {self.word.indicator.code}{part} {self.word.indicator.name}"


@dataclass(frozen=True, slots=True)
class WordFilters:
    """What the address says: a criterion by number, an agency by slug; «da» shows those answered."""

    number: int | None = None
    agency: str = ""
    answered: bool = False

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "WordFilters":
        number = str(query.get("tieu-chi", ""))
        return cls(
            number=int(number[:3]) if number.isdecimal() else None,
            agency=str(query.get("co-quan", ""))[:60],
            answered=query.get("xem") == "da",
        )

    @property
    def any(self) -> bool:
        return self.number is not None or bool(self.agency)


def words_of_others(
    commune: Commune, agency: Agency, *, criteria_set: int, day: dt.date
) -> list[Unanswered]:
    """What counts for the commune on the set by the word of somebody else, criterion by criterion.

    Four queries at most. Illustrative figures nobody stands behind are left out.
    """
    card = Scorecard.objects.filter(commune=commune, criteria_set=criteria_set)
    entries = _counting(
        StatusEntry.objects.as_of(day)
        .filter(scorecard__in=card)
        .select_related("criterion", "agency", "by", "scorecard"),
        "criterion_id",
    )
    values = _counting(
        Measurement.objects.as_of(day)
        .filter(scorecard__in=card)
        .select_related("indicator__criterion", "agency", "by", "scorecard"),
        "indicator_id",
        "part",
    )
    pairs = [
        (word, own)
        for word, own in [*entries, *values]
        if word.stage > Stage.DECLARED and word.agency_id not in {None, agency.pk}
    ]
    replies = last_replies([word for word, _ in pairs])
    found = [
        Unanswered(word, _words(word), _words(own), replies.get((type(word), word.pk)))
        for word, own in pairs
    ]
    return sorted(found, key=lambda one: (one.number, not one.is_status, one.subject))


def unanswered(word: Word) -> Unanswered:
    """One word as the list shows it."""
    about: dict[str, Any] = (
        {"criterion": word.criterion_id}
        if isinstance(word, StatusEntry)
        else {"indicator": word.indicator_id, "part": word.part}
    )
    rows = (
        type(word)
        .objects.as_of(None)
        .filter(**about, scorecard=word.scorecard_id, stage=Stage.DECLARED)
    )
    own = rows.in_time().last()
    return Unanswered(word, _words(word), _words(own), last_replies([word]).get(_of(word)))


def replies_to(word: Word) -> list[Reply]:
    """All replies to a word, the last one first."""
    rows = word.replies.select_related("agency", "by", "on_behalf_of").prefetch_related(
        "evidence__file"
    )
    return list(rows.order_by("-pk"))


def waiting_for(rows: Iterable[Unanswered], filters: WordFilters) -> list[Unanswered]:
    """Those without a reply of the commune (or those with one) that the filters leave."""
    return [
        one
        for one in rows
        if (one.reply is not None) == filters.answered
        and filters.number in {None, one.number}
        and filters.agency in {"", one.word.agency.slug if one.word.agency else ""}
    ]


def contested_by_criterion(criteria: Iterable[int], day: dt.date) -> dict[int, int]:
    """How many words about each criterion and its indicators communes contest now; two queries."""
    keys = list(criteria)
    found: Counter[int] = Counter()
    for rows, about, link in (
        (StatusEntry.objects.filter(criterion__in=keys), ("criterion",), "entry"),
        (
            Measurement.objects.filter(indicator__criterion__in=keys),
            ("indicator", "part"),
            "measurement",
        ),
    ):
        replies = Reply.objects.filter(**{link: OuterRef("pk")}).order_by("-pk")
        newer = rows.model.objects.filter(
            **{name: OuterRef(name) for name in ("scorecard", *about)},
            withdrawn_at=None,
        ).filter(
            Q(stage__gt=OuterRef("stage"))
            | Q(
                stage=OuterRef("stage"),
                effective_on__gte=OuterRef("effective_on"),
                pk__gt=OuterRef("pk"),
            )
        )
        contested = (
            rows.as_of(day)
            .annotate(agrees=Subquery(replies.values("agrees")[:1]))
            .filter(agrees=False)
            .exclude(Exists(newer))
        )
        key = "criterion" if about == ("criterion",) else "indicator__criterion"
        found.update(contested.order_by().values_list(key, flat=True))
    return dict(found)


def is_overtaken(word: Word) -> bool:
    """Whether a newer living word of the same or a higher stage took its place."""
    about: dict[str, Any] = (
        {"criterion": word.criterion_id}
        if isinstance(word, StatusEntry)
        else {"indicator": word.indicator_id, "part": word.part}
    )
    later = Q(stage=word.stage, effective_on__gte=word.effective_on, pk__gt=word.pk)
    rows = type(word).objects.filter(**about, scorecard=word.scorecard_id, withdrawn_at=None)
    return bool(rows.filter(later | Q(stage__gt=word.stage)).exists())


def _counting(rows: Any, *what: str) -> list[tuple[Any, Any]]:
    """The word that counts and the commune's own last one, by what they are about."""
    about: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows.in_time():
        about.setdefault(tuple(getattr(row, name) for name in what), []).append(row)
    found = []
    for said in about.values():
        pair = counting(said)
        own = [one for one in said if one.stage == Stage.DECLARED]
        if pair:
            found.append((pair[0], own[-1] if own else None))
    return found


def _words(word: Word | None) -> str:
    if isinstance(word, StatusEntry):
        return word.get_status_display()
    return written(word)
