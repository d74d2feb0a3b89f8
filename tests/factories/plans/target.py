import factory

from plans.choices import TargetKind
from plans.models import Target
from tests.factories.communes import ProvinceFactory
from tests.factories.documents import PaperFactory


class TargetFactory(factory.django.DjangoModelFactory):
    """77 of 101 communes by 2024, for the province."""

    class Meta:
        model = Target

    kind = TargetKind.COMMUNES_RECOGNISED
    province = factory.SubFactory(ProvinceFactory)
    at_least = 77
    out_of = 101
    year = 2024
    text = "77/101 xã đạt chuẩn"
    paper = factory.SubFactory(PaperFactory)
