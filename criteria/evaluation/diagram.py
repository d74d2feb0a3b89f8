"""The way of a commune's file through a round: which act leads from which state to which.

Plain Python, states and acts by the values of `criteria.choices.FileState` and `FileAct`. The steps
that a route has on a day are data (`RouteStep`); the diagram says what is possible at all.
"""

from collections.abc import Sequence

# The state of a file while it waits for the word of a stage, lowest stage first (`Stage` 3, 4, 5).
WAITING = {3: "verifying", 4: "appraising", 5: "confirming"}
STAGE_OF = {state: stage for stage, state in WAITING.items()}

WITH_THE_COMMUNE = frozenset({"declaring", "returned"})
UNDER_REVIEW = frozenset(WAITING.values())
STAYS = {state: frozenset({state}) for state in sorted(UNDER_REVIEW | WITH_THE_COMMUNE)}

DIAGRAM: dict[str, dict[str, frozenset[str]]] = {
    "submit": {
        "declaring": UNDER_REVIEW,
        "returned": UNDER_REVIEW,
    },
    "recall": dict.fromkeys(UNDER_REVIEW, WITH_THE_COMMUNE),
    "review": {state: frozenset({state}) for state in UNDER_REVIEW},
    "verify": {"verifying": frozenset({"appraising", "confirming"})},
    "appraise": {"appraising": frozenset({"appraising", "confirming"})},
    "return": {state: frozenset({"returned"}) for state in UNDER_REVIEW},
    "confirm": {"confirming": frozenset({"confirmed"})},
    "reopen": {"confirmed": frozenset({"returned"})} | STAYS,  # of a closed round: where it lay
    "extend": STAYS,
    "pass_on": STAYS,
}


def may_follow(act: str, before: str) -> bool:
    """Whether the act can be done to a file in that state."""
    return before in DIAGRAM[act]


def leads(act: str, before: str, after: str) -> bool:
    """Whether the act may lead from the one state to the other."""
    return after in DIAGRAM[act].get(before, frozenset())


def next_stage(route: Sequence[int], after: int) -> int:
    """The first stage of the route above that one; the last is the confirmation (5)."""
    return min((stage for stage in route if stage > after), default=max(WAITING))


def combined(status: str, opinions: Sequence[str | None]) -> str | None:
    """What several agencies say together of one claim; None while one of them has not spoken.

    `opinions` holds the status each gives. One that differs from the claim outweighs those that
    agree, whoever spoke last: agreement of one does not cover the objection of another.
    """
    against = [one for one in opinions if one is not None and one != status]
    if against:
        return against[-1]
    return None if None in opinions else status
