"""What tests of a sponsor's plan say and read: a row anew, a refusal's code, the paper's words."""

import pytest
from django.core.exceptions import ValidationError

from documents.blocks import flat, from_json
from plans.models import Target
from plans.services import sponsor_plan_rows as rows


def text_of(paper):
    """All words of the body."""
    paper.refresh_from_db()
    return " ".join(str(one) for one in flat(from_json(paper.body)))


def refusal(act, **given):
    with pytest.raises(ValidationError) as refused:
        act(**given)
    error = refused.value
    errors = (
        [one for some in error.error_dict.values() for one in some]
        if hasattr(error, "error_dict")
        else error.error_list
    )
    return errors[0].code


def row_of(plan, commune):
    return plan.communes.get(commune=commune)


def say_of(row, **more):
    """What stands there, with something else."""
    unmet = tuple((one.criterion, one.printed) for one in row.unmet.select_related("criterion"))
    aims = tuple(
        rows.AimGiven(
            *(one.text, one.pk, one.kind, one.level, one.at_least, one.at_most),
            *(one.out_of, one.year),
        )
        for one in Target.objects.filter(paper=row.plan.paper, commune=row.commune)
    )
    facts = {name: getattr(row, name) for name in rows.FACTS}
    return rows.RowGiven(**(facts | {"unmet": unmet, "aims": aims} | more))
