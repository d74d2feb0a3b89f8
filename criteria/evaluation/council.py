"""What a procedure asks of a file and of the council's vote; what comes of numbers of people.

The conditions, the papers asked for and the shares come in as arguments: a file keeps them as they stood
when it went before the council.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class ConditionAsked:
    """A condition; `number` in percent: at least so much. None: no number, or not known."""

    code: str
    kind: str
    words: str
    number: Decimal | None = None
    confidence: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """A document that the file must hold."""

    code: str
    words: str
    confidence: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class VoteAsked:
    """Shares in percent: of members present, of those present in favour. None: not known."""

    present: Decimal | None = None
    in_favour: Decimal | None = None
    confidence: str = ""
    source: str = ""

    @property
    def is_known(self) -> bool:
        return self.present is not None and self.in_favour is not None


@dataclass(frozen=True, slots=True)
class Asks:
    """What a procedure asks. Without a procedure nothing is known, and nothing is asked."""

    vote: VoteAsked
    conditions: tuple[ConditionAsked, ...] = ()
    papers: tuple[PaperAsked, ...] = ()
    procedure: int | None = None
    paper: str = ""
    confidence: str = "missing"
    source: str = ""
    note: str = ""

    @property
    def is_known(self) -> bool:
        return self.confidence != "missing"

    def condition(self, code: str) -> ConditionAsked | None:
        return next((one for one in self.conditions if one.code == code), None)

    def document(self, code: str) -> PaperAsked | None:
        return next((one for one in self.papers if one.code == code), None)

    def to_json(self) -> dict[str, Any]:
        """As a file keeps it; numbers as text, so that none is rounded."""
        found = asdict(self)
        for one in (found["vote"], *found["conditions"]):
            for name, value in one.items():
                one[name] = str(value) if isinstance(value, Decimal) else value
        return found


def asks_from_json(kept: Mapping[str, Any]) -> Asks:
    """What `Asks.to_json` wrote; what a file keeps beside it is left."""
    names = {one.name for one in fields(Asks)}
    given = {name: value for name, value in kept.items() if name in names}
    vote = given.pop("vote")
    conditions = given.pop("conditions")
    papers = given.pop("papers")
    return Asks(
        vote=VoteAsked(
            **vote | {name: _number(vote[name]) for name in ("present", "in_favour")},
        ),
        conditions=tuple(
            ConditionAsked(**one | {"number": _number(one["number"])}) for one in conditions
        ),
        papers=tuple(PaperAsked(**one) for one in papers),
        **given,
    )


NOTHING_KNOWN = Asks(vote=VoteAsked())


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of a meeting: was it valid, did it agree. None where the shares are not known."""

    valid: bool | None
    passed: bool | None
    present_share: Decimal
    favour_share: Decimal | None


def share(part: int, whole: int) -> Decimal | None:
    """In percent; nothing of nothing is not known."""
    return HUNDRED * part / whole if whole else None


def outcome(asked: VoteAsked, *, members: int, present: int, in_favour: int) -> Outcome:
    """A meeting with too few present decides nothing; shares are compared unrounded."""
    here = share(present, members) or Decimal(0)
    favour = share(in_favour, present)
    if asked.present is None or asked.in_favour is None:
        return Outcome(None, None, here, favour)
    valid = present > 0 and present * HUNDRED >= asked.present * members
    passed = valid and in_favour * HUNDRED >= asked.in_favour * present
    return Outcome(valid, passed, here, favour)


def reaches(number: Decimal | None, asked: Decimal | None) -> bool | None:
    """At least what is asked; None where either is not known."""
    if number is None or asked is None:
        return None
    return number >= asked


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None
