from django.db import models

from accounts.models import User
from communes.choices import Confidence
from communes.models import Commune, MemberQuerySet


class Denominator(models.Model):
    """What a commune's percentages are counted over («số hộ», «km đường trục xã»), on a day.

    Merged communes weigh their values by it; a later row of the same day corrects an earlier one.
    """

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="denominators")
    name = models.CharField("mẫu số", max_length=100)
    value = models.DecimalField("giá trị", max_digits=14, decimal_places=2)
    as_of = models.DateField("tính đến ngày")
    source = models.CharField("nguồn", max_length=500, blank=True)
    confidence = models.CharField(
        "độ tin cậy", max_length=10, choices=Confidence, default=Confidence.SOURCED
    )
    illustrative = models.BooleanField("số liệu minh họa", default=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu số"
        verbose_name_plural = "mẫu số"
        ordering = ["commune", "name", "as_of", "pk"]
        constraints = [
            models.CheckConstraint(name="denominator_is_positive", condition=models.Q(value__gt=0))
        ]
