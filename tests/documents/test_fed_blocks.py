"""Blocks from data: asked anew wherever they stand until the signer has the paper, and never taken from outside."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from documents.blocks import Appendix, Column, Fed, Paragraph, Row, Source, Table, to_json
from documents.choices import PaperState
from documents.models import OfficialDocument
from documents.services.editing import refuse_foreign, save_edited
from documents.services.sources import fed, fed_anew
from tests.documents.house import House

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)
OLD = Fed("count", {"of": "communes"}, (Paragraph("17 tiêu chí"),), "2024-05-01")
NEW = Fed("count", {"of": "communes"}, (Paragraph("18 tiêu chí"),), "2024-06-18")
SOURCE = Source(
    "Số tiêu chí", lambda _paper, _user: [], lambda _paper, _asked: (Paragraph("18 tiêu chí"),)
)
EDITABLE = {PaperState.DRAFT, PaperState.UNIT, PaperState.CHECKING}
STATES = [one for one in PaperState if one not in EDITABLE]


@pytest.fixture(autouse=True)
def sources(settings):
    settings.BLOCK_SOURCES = {"count": "tests.documents.test_fed_blocks.SOURCE"}


@pytest.fixture
def paper():
    return House().paper(body=(Paragraph("Lời"), OLD))


def annex(*blocks):
    return Appendix("I", "Biểu", "", blocks)


def refused(act, *given, **more):
    with pytest.raises(ValidationError) as refusal:
        act(*given, **more)
    return refusal.value.code


def at(paper, state):
    OfficialDocument.objects.filter(pk=paper.pk).update(state=state)
    return OfficialDocument.objects.get(pk=paper.pk)


@pytest.mark.parametrize("state", sorted(EDITABLE))
def test_until_it_goes_to_the_signer_data_is_asked_anew(paper, state):
    assert fed_anew(at(paper, state), (Paragraph("Lời"), OLD), DAY) == (Paragraph("Lời"), NEW)


@pytest.mark.parametrize("state", STATES)
def test_from_the_signer_on_data_stands_as_it_is(paper, state):
    paper = at(paper, state)

    assert refused(fed, paper, "count", {}, DAY) == "frozen"
    assert refused(fed_anew, paper, (OLD,), DAY) == "frozen"


def test_data_in_an_appendix_is_asked_anew_too(paper):
    assert fed_anew(paper, (annex(OLD, Paragraph("x")),), DAY) == (annex(NEW, Paragraph("x")),)


def test_data_that_the_paper_does_not_have_comes_from_nowhere_else(paper):
    forged = Fed("count", {}, (Paragraph("19 tiêu chí"),), "2024-06-18")

    refuse_foreign(paper, to_json((OLD, annex(OLD))))
    assert refused(refuse_foreign, paper, to_json((forged,))) == "made"
    assert refused(refuse_foreign, paper, to_json((annex(Paragraph("x"), forged),))) == "made"


def test_a_table_in_an_appendix_has_a_cell_for_each_column(paper):
    columns = (Column("TT", 20), Column("Xã", 80))
    good, short = (Table(columns, (Row(cells),)) for cells in (("1", "Gio Mai"), ("1",)))

    refuse_foreign(paper, to_json((annex(good),)))
    assert refused(refuse_foreign, paper, to_json((annex(short),))) == "table"


def test_what_was_written_on_a_version_that_is_gone_overwrites_nothing(paper):
    by = paper.by
    content = {"body": to_json((Paragraph("Của tôi"),))}

    assert refused(save_edited, paper=paper, content=content, seen=9, by=by) == "stale"
    paper.refresh_from_db()
    assert paper.body == to_json((Paragraph("Lời"), OLD))
