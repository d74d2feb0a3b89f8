"""What every page shows: the working day, the round in force, what the reader may open."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.calendar import is_demo_day, working_day
from communes.models import held_by
from communes.permissions import is_office
from criteria.models import Round


def portal(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    today = working_day()
    context = {"today": today, "demo_day": is_demo_day(), "demo": settings.DEMO}
    if user is None or not user.is_authenticated:
        return context
    held = held_by(user)
    round_in_force = (
        Round.objects.filter(starts__lte=today, ends__gte=today)
        .order_by("ends")
        .first()
        if held
        else None
    )
    return context | {
        "held": held,
        "is_member": bool(held),
        "is_office": is_office(user),
        "round_in_force": round_in_force,
        "round_days_left": round_in_force.days_left(today) if round_in_force else None,
    }
