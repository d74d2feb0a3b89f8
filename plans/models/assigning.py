"""A list of a decision as it was read: the shape of `PlanDraft.plan` of the kind ASSIGNMENTS."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from criteria.models.plan import Shaped

COMMUNE, AGENCY = "commune", "agency"
WHOLE, ADDED = "whole", "added"  # the list takes the place of all, or only adds
UNKNOWN, NOTHING = "unknown", "none"  # meanings of a mark beside the duties
SKIP = "-"  # an answer: leave this text out


@dataclass(slots=True)
class Named(Shaped):
    """A text that names a commune or an agency: `key` is its code or slug, blank where nobody is sure.

    `at` is where it stands first, `count` how often. `choices` are pairs of key and name.
    """

    kind: str = COMMUNE
    text: str = ""
    within: str = ""
    at: str = ""
    count: int = 1
    key: str = ""
    name: str = ""
    how: str = ""
    choices: list[list[str]] = field(default_factory=list)
    answered: bool = False

    @property
    def question(self) -> str:
        """The name of the answer: the same text in the same district is asked once."""
        return f"{self.kind}:{self.text}" + (f" ({self.within})" if self.within else "")

    @property
    def is_open(self) -> bool:
        return not self.key and not self.answered


@dataclass(slots=True)
class Mark(Shaped):
    """A mark or word for a duty: how often it stands there, what it means (a duty, UNKNOWN, NOTHING).

    Blank: its maker has to say.
    """

    text: str = ""
    count: int = 0
    means: str = ""


@dataclass(slots=True)
class Pair(Shaped):
    """An agency behind a commune as the list has it; a blank duty is not known."""

    agency: str = ""
    commune: str = ""
    duty: str = ""
    at: str = ""
    note: str = ""


@dataclass(slots=True)
class AssignmentList:
    """What was understood. `layout` in words; `problems` need a look, `notes` tell what was left out."""

    layout: str = ""
    sheets: list[str] = field(default_factory=list)
    sheet: str = ""
    named: list[Named] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @classmethod
    def from_json(cls, plan: dict[str, Any]) -> Self:
        return cls(
            layout=plan.get("layout", ""),
            sheets=plan.get("sheets", []),
            sheet=plan.get("sheet", ""),
            named=[Named.read(one) for one in plan.get("named", [])],
            marks=[Mark.read(one) for one in plan.get("marks", [])],
            pairs=[Pair.read(one) for one in plan.get("pairs", [])],
            problems=plan.get("problems", []),
            notes=plan.get("notes", []),
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def open_questions(self) -> list[Named]:
        return [one for one in self.named if one.is_open]

    @property
    def asked(self) -> list[Named]:
        """Those that were ever open: answers may be changed."""
        return [one for one in self.named if one.is_open or one.answered]

    @property
    def open_marks(self) -> list[Mark]:
        return [one for one in self.marks if not one.means]
