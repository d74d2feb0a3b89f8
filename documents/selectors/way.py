"""The way of one paper as its page shows it: the next step and who holds it, other acts, what was done."""

from dataclasses import dataclass

from accounts.models import User
from communes.permissions import serves
from documents.models import Delivery, OfficialDocument, PaperStep
from documents.permissions import may_edit_paper, named, steps_of
from documents.selectors.steps import NextStep, history, holders_now, next_steps


@dataclass(frozen=True, slots=True)
class Way:
    steps: list[NextStep]
    history: list[PaperStep]
    holds: str  # names of who has it in hand
    may_edit: bool
    deliveries: list[Delivery]

    @property
    def forward(self) -> NextStep | None:
        """The next step; the paper's page has one button for it."""
        return next((one for one in self.steps if one.forward), None)

    @property
    def others(self) -> list[NextStep]:
        return [one for one in self.steps if not one.forward]


def way_of(paper: OfficialDocument, user: User) -> Way | None:
    """None for a paper that is only registered. Its inner history is its own people's."""
    if paper.letterhead is None:
        return None
    inside = paper.by_id == user.pk or serves(user, paper.letterhead.agency)
    inside = inside or bool(steps_of(user, paper.letterhead))
    sent = paper.deliveries.select_related("agency").order_by("pk")
    return Way(
        steps=next_steps(paper, user) if inside else [],
        history=history(paper) if inside else [],
        holds=named(holders_now(paper)),
        may_edit=may_edit_paper(user, paper),
        deliveries=list(sent) if inside else [],
    )
