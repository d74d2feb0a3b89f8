"""What an indicator asks of a commune on a day, whether a value meets it, and why.

Plain Python: thresholds and words come in as arguments. A threshold whose value is not known
is never met by accident. The machine proposes a verdict; a person declares the status.
"""

from criteria.evaluation.choice import pick
from criteria.evaluation.judgement import (
    Judgement,
    Reading,
    Verdict,
    judge_criterion,
    judge_indicator,
    judge_set,
)
from criteria.evaluation.rules import (
    Asked,
    Choice,
    Option,
    PartChoice,
    Rule,
    SetStanding,
    Value,
)
from criteria.evaluation.unusual import unusual

__all__ = [
    "Asked",
    "Choice",
    "Judgement",
    "Option",
    "PartChoice",
    "Reading",
    "Rule",
    "SetStanding",
    "Value",
    "Verdict",
    "judge_criterion",
    "judge_indicator",
    "judge_set",
    "pick",
    "unusual",
]
