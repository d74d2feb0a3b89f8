"""What the form check says, and what it must know beside the paper."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from documents.formcheck.law import LAW


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach: the rule's id, the place in the paper, what is wrong there, how to mend it."""

    rule: str
    where: str
    what: str
    mend: str

    @property
    def law(self) -> str:
        """The rule in plain words."""
        return LAW[self.rule].words if self.rule in LAW else ""

    @property
    def source(self) -> str:
        """Where NĐ 30/2020 says so: «Phụ lục I, II.4b»."""
        return LAW[self.rule].source if self.rule in LAW else ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Self:
        return cls(*(str(given.get(name, "")) for name in ("rule", "where", "what", "mend")))


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows of a paper beside its words; blank is unknown, and nothing is asked of it.

    `numbered`, `signed`: the paper is past that step, so that number, day and name must stand there. `twins` are
    other papers of the issuer with the same number in that year.
    """

    code: str = ""  # the issuer's letters in its symbols: «SKHĐT»
    place: str = ""
    is_post: bool = False
    collective: str = ""  # «ỦY BAN NHÂN DÂN» where the head signs on its behalf
    archive: str = ""  # where the issuer's copies are kept: «VT»
    signed: bool = False
    numbered: bool = False
    twins: tuple[str, ...] = ()
