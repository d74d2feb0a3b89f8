"""What tasks of the programme are to turn green: kept by the coordination office, or as the paper says."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from communes.models import Commune, District
from criteria.models import Criterion, Indicator
from plans.models import Task, TaskAim


@transaction.atomic
def aim_task(
    *,
    task: Task,
    criterion: Criterion | None = None,
    indicator: Indicator | None = None,
    commune: Commune | None = None,
    district: District | None = None,
    under: int | None = None,
    text: str = "",
    by: User,
) -> TaskAim:
    """Say that a task is to turn something green, in a commune, a district or everywhere.

    Without a criterion it is for communes as a whole, `under` only for those that meet fewer.
    Refusals: `place` (a commune and a district), `indicator` (of another criterion), `under` (beside
    a criterion), `nothing` (neither criterion, place nor limit), `duplicate`.
    """
    Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if commune is not None and district is not None:
        raise ValidationError("Hãy chọn một xã hoặc một huyện, không cả hai.", code="place")
    if indicator is not None and (criterion is None or indicator.criterion_id != criterion.pk):
        raise ValidationError("Chỉ tiêu không thuộc tiêu chí này.", code="indicator")
    if under is not None and criterion is not None:
        raise ValidationError(
            "«Chỉ xã dưới … tiêu chí» dùng khi không nêu tiêu chí nào.", code="under"
        )
    about = {
        "criterion": criterion,
        "indicator": indicator,
        "commune": commune,
        "district": district,
        "under": under,
    }
    if not any(about.values()):
        raise ValidationError(
            "Hãy nêu ít nhất một: tiêu chí, xã, huyện hoặc mức tiêu chí.", code="nothing"
        )
    if task.aims.filter(**about).exists():
        raise ValidationError("Nhiệm vụ đã gắn như vậy.", code="duplicate")
    aim = TaskAim(task=task, text=text.strip(), by=by, **about)
    aim.full_clean(validate_unique=False)
    aim.save()
    trail.record(by, "aimed task", task, aim=aim.words)
    return aim


@transaction.atomic
def drop_aim(*, aim: TaskAim, by: User) -> None:
    """The task is no longer to turn that green; the trail keeps what stood there. Refusal: `gone`."""
    Task.objects.select_for_update(of=("self",)).get(pk=aim.task_id)
    words = aim.words
    if not TaskAim.objects.filter(pk=aim.pk).delete()[0]:
        raise ValidationError("Mục này đã được bỏ trước đó.", code="gone")
    trail.record(by, "dropped aim", aim.task, aim=words)
