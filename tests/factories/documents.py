import datetime as dt
import hashlib

import factory
from django.core.files.base import ContentFile

from documents.choices import PaperKind
from documents.models import DayOff, Letterhead, OfficialDocument, StepRight, StoredFile
from tests.factories.accounts import UserFactory
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


class LetterheadFactory(factory.django.DjangoModelFactory):
    """An agency with a head of its own: draft, head of the unit, form check, signature."""

    class Meta:
        model = Letterhead

    agency = factory.SubFactory(AgencyFactory)
    name = factory.LazyAttribute(lambda one: one.agency.name)
    code = "SCT"
    head_post = "Giám đốc"
    starts = dt.date(2020, 1, 1)


class StepRightFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StepRight

    letterhead = factory.SubFactory(LetterheadFactory)
    step = "sign"
    starts = dt.date(2020, 1, 1)


class StoredFileFactory(factory.django.DjangoModelFactory):
    """A row with its bytes (`data`), which say they are a PDF and are none."""

    class Meta:
        model = StoredFile

    class Params:
        data = factory.Sequence(lambda n: f"%PDF-1.4 {n}".encode())

    name = factory.Sequence(lambda n: f"bien-ban-{n}.pdf")
    media_type = "application/pdf"
    sha256 = factory.LazyAttribute(lambda one: hashlib.sha256(one.data).hexdigest())
    size = factory.LazyAttribute(lambda one: len(one.data))
    content = factory.LazyAttribute(lambda one: ContentFile(one.data, one.name))
    by = factory.SubFactory(UserFactory)


class DayOffFactory(factory.django.DjangoModelFactory):
    """Thursday 20/6/2024, off by some announcement."""

    class Meta:
        model = DayOff

    day = dt.date(2024, 6, 20)
    name = "Nghỉ hoán đổi"
