"""The steps of a council file, as a test takes them."""

import datetime as dt
from decimal import Decimal

from django.core.files.base import ContentFile
from django.urls import reverse

from criteria.services.council import (
    decide_recognition,
    drop_council_file,
    put_before_council,
    return_to_preparation,
)
from criteria.services.council_parts import file_document, record_finding, record_meeting
from tests.criteria.council.conftest import DAY

LATER = dt.date(2024, 6, 10)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def find(council, file, condition, **given):
    given = {"words": "Theo báo cáo của xã", "on": DAY} | given
    return record_finding(
        council_file=file, condition=condition, mandate=council.mandate, by=council.office, **given
    )


def hand_in(council, file, asked="to-trinh", **given):
    if "paper" not in given:
        given.setdefault("upload", ContentFile(PDF, f"{asked or 'khac'}.pdf"))
    given = {"mandate": council.mandate, "by": council.office, "on": DAY} | given
    return file_document(council_file=file, asked=asked, **given)


def fill(council, file):
    """Everything that the procedure asks."""
    find(council, file, "no-dong", holds=True)
    find(council, file, "hai-long", number=Decimal("92.5"))
    for asked in ("to-trinh", "bao-cao"):
        hand_in(council, file, asked)


def submit(council, file, on=DAY):
    return put_before_council(council_file=file, on=on, mandate=council.mandate, by=council.office)


def meet(council, file, members=10, present=9, in_favour=9, **given):
    given = {"held_on": DAY} | given
    return record_meeting(
        council_file=file,
        members=members,
        present=present,
        in_favour=in_favour,
        mandate=council.mandate,
        by=council.office,
        **given,
    )


def passed(council, **given):
    """A file about which the council agreed."""
    file = council.open(**given)
    fill(council, file)
    submit(council, file)
    meet(council, file)
    file.refresh_from_db()
    return file


def code_of(refusal):
    error = refusal.value
    if hasattr(error, "error_dict"):
        error = next(iter(error.error_dict.values()))[0]
    return error.code


def decide(council, file, **given):
    given = {"since": LATER, "source": "QĐ 12/QĐ-UBND"} | given
    return decide_recognition(
        council_file=file, mandate=council.mandate, by=council.office, **given
    )


def drop(council, file, reason="Xã chưa đủ điều kiện"):
    return drop_council_file(
        council_file=file, reason=reason, mandate=council.mandate, by=council.office
    )


def put_back(council, file, reason="Bổ sung hồ sơ"):
    return return_to_preparation(
        council_file=file, reason=reason, mandate=council.mandate, by=council.office
    )


def door(name, *args):
    return reverse(f"criteria:council_{name}", args=args)
