"""Files of a round: opened, sent, looked into, returned, handed on, confirmed. Who may, the door has asked."""

from criteria.services.review.bulk import agree_in_bulk, hand_on_in_bulk, pass_on_in_bulk
from criteria.services.review.confirming import confirm, extend, pass_on, refuse_open, reopen
from criteria.services.review.declaring import Declared, answer_with_result, declare_missing
from criteria.services.review.handing import (
    appraise,
    recall,
    receivers,
    review,
    send_back,
    submit,
    verify,
)
from criteria.services.review.opening import open_files
from criteria.services.review.opinions import Said, agree_with_opened, copy_before, open_rows, say
from criteria.services.review.remarks import answer, tick

__all__ = [
    "Declared",
    "Said",
    "agree_in_bulk",
    "agree_with_opened",
    "answer",
    "answer_with_result",
    "appraise",
    "confirm",
    "copy_before",
    "declare_missing",
    "extend",
    "hand_on_in_bulk",
    "open_files",
    "open_rows",
    "pass_on",
    "pass_on_in_bulk",
    "recall",
    "receivers",
    "refuse_open",
    "reopen",
    "review",
    "say",
    "send_back",
    "submit",
    "tick",
    "verify",
]
