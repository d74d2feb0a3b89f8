"""A programme with a task led by a department, the office and Sở NN&PTNT, for tests about progress."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from plans.choices import TaskState
from tests.factories import (
    AgencyFactory,
    MembershipFactory,
    TaskFactory,
    TaskProgressFactory,
)


def programme_with(*leads, **task):
    """A task led by the agencies; a department of its own where none is given."""
    agencies = list(leads) or [AgencyFactory(name="Sở Kế hoạch và Đầu tư", slug="so-khdt")]
    made = TaskFactory(lead=agencies[0], **task)
    for order, agency in enumerate(
        agencies[1:], start=20_000
    ):  # after whatever the factory counted
        made.parties.create(part="lead", order=order, text=f"{agency}", agency=agency)
    return SimpleNamespace(task=made, lead=agencies[0], leads=agencies)


def officer_of(agency, **more):
    return MembershipFactory(agency=agency, **more).user


def reported_done(task, agency, **more):
    said = {"state": TaskState.DONE, "words": "Đã trình UBND tỉnh", "percent": 100}
    return TaskProgressFactory(task=task, agency=agency, **(said | more))


def refusal(act):
    """The code of the first refusal of an act that must refuse."""
    with pytest.raises(ValidationError) as refused:
        act()
    told = refused.value
    if hasattr(told, "error_dict"):
        return next(error.code for errors in told.error_dict.values() for error in errors)
    return told.error_list[0].code
