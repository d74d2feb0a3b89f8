import factory

from documents.choices import PaperKind
from documents.models import OfficialDocument
from tests.factories.communes import AgencyFactory


class PaperFactory(factory.django.DjangoModelFactory):
    """A registered decision of 14/7/2020."""

    class Meta:
        model = OfficialDocument

    kind = PaperKind.DECISION
    number = factory.Sequence(lambda n: f"{1000 + n}")
    notation = "QĐ-UBND"
    title = "Về việc phân công địa bàn phụ trách, đỡ đầu xây dựng nông thôn mới"
    issuer = factory.SubFactory(AgencyFactory)
    day, month, year = 14, 7, 2020
