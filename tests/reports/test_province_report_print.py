"""A province's report goes its whole way: asked for, frozen, printed."""

import re

import pytest
from pypdf import PdfReader

from reports import services
from reports.choices import Kind, RunState
from reports.kinds.province import report as kind
from reports.models import ReportRun
from reports.tasks import render_report_run
from tests.factories import (
    AgencyFactory,
    CapitalFactory,
    CommuneFactory,
    DistrictFactory,
    RoundFactory,
    UserFactory,
)
from tests.reports.province_world import say, yardstick

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    criteria_set = yardstick(19)
    district = DistrictFactory(name="Hướng Hóa")
    for n in range(30):
        text = "m" * (n % 19) + "n" * (19 - n % 19)
        say(criteria_set, text, CommuneFactory(district=district, name=f"Xã {n:02d}"))
    CapitalFactory(commune=CommuneFactory(district=district, name="Thuận"))
    return criteria_set


@pytest.fixture
def run(world, settings, tmp_path):
    """Asked for and made."""
    settings.MEDIA_ROOT = tmp_path
    agency = AgencyFactory(provincial=True, name="Ủy ban nhân dân tỉnh Quảng Trị", code="UBND")
    run = services.request_report(
        kind=Kind.PROVINCE_HALF_YEAR,
        agency=agency,
        criteria_set=world,
        round=RoundFactory(),
        by=UserFactory(),
    )
    render_report_run(run.pk)
    return ReportRun.objects.get(pk=run.pk)


def test_it_is_made_from_request_to_file_on_upright_pages_and_wide_appendices(run):
    assert (run.state, run.error) == (RunState.DONE, "")
    assert run.paper.title == kind.subject(run)
    reader = PdfReader(run.file)
    pages = [page.extract_text() for page in reader.pages]
    wide = [page.mediabox.width > page.mediabox.height for page in reader.pages]

    text = "\n".join(pages)
    assert re.search(r"Kính gửi:\s+- Bộ Nông nghiệp và Phát triển nông thôn", text)
    assert "II. KẾT QUẢ THỰC HIỆN" in text
    assert not wide[0]
    matrix = next(n for n, text in enumerate(pages) if "BẢNG XÃ THEO TIÊU CHÍ" in text)
    assert wide[matrix]
    assert all(len(text.split()) > 10 for text in pages), "an empty page"
    heads = [n for n, text in enumerate(pages) if n >= matrix and "Số đạt" in text]
    assert heads == list(range(matrix, len(pages))), "the head of a table comes back on every page"
    assert "\ue000" not in text
