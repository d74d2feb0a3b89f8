"""What data about sponsors' communes puts into papers: a plan's own, or what is known today."""

import pytest
from django.conf import settings

from documents.blocks import Bullets, Paragraph, Table
from documents.choices import PaperState
from documents.services.sources import fed, sources_for
from plans.choices import TargetKind
from plans.models import SponsorPlanCommune
from plans.selectors.sources import sponsors as sources
from plans.services import sponsor_plan_rows as rows
from tests.factories import PaperFactory, ProvinceFactory, SponsorPlanFactory, TargetFactory
from tests.plans.sponsor_plan_world import sponsor

__all__ = ["sponsor"]

pytestmark = pytest.mark.django_db
KEYS = ["sponsor-communes", "unmet-criteria", "targets", "sponsor-support", "sponsor-offices"]


@pytest.fixture
def letter(sponsor):
    """Another paper that the same agency drafts."""
    return PaperFactory(
        kind="CV",
        issuer=sponsor.agency,
        letterhead=sponsor.head,
        state=PaperState.DRAFT,
        number="",
    )


def offered(paper, user):
    return {
        one.key: [offer.arguments for offer in one.offers]
        for one in sources_for(paper, user)
        if one.key in KEYS
    }


def test_a_plans_paper_is_offered_its_own_data_first(sponsor):
    plan = sponsor.start()
    found = offered(plan.paper, sponsor.officer)
    assert list(found) == KEYS
    assert all(arguments[0] == {"plan": str(plan.pk)} for arguments in found.values())


def test_another_paper_of_the_agency_is_offered_what_is_known_today(sponsor, letter):
    found = offered(letter, sponsor.officer)
    assert found == {
        "sponsor-communes": [{"agency": "so-thu"}],
        "unmet-criteria": [{"agency": "so-thu"}],
    }
    table = fed(letter, "sponsor-communes", {"agency": "so-thu"}, sponsor.decision.dated).blocks[0]
    assert isinstance(table, Table)
    words = [row.cells for row in table.rows]
    assert [one[1] for one in words] == ["Gio Mỹ", "Thuận"]
    assert words[1][4:] == (
        "Chưa đạt chuẩn; 1/3 tiêu chí",
        "Trường học; Môi trường và an toàn thực phẩm",
    )
    (unmet,) = fed(letter, "unmet-criteria", {"agency": "so-thu"}, sponsor.decision.dated).blocks
    assert isinstance(unmet, Bullets)
    assert unmet.items == (
        "Xã Thuận: 2 tiêu chí chưa đạt, gồm Trường học, Môi trường và an toàn thực phẩm",
    )


def test_an_agency_without_communes_is_offered_nothing(sponsor):
    other = PaperFactory(state=PaperState.DRAFT, number="")
    assert offered(other, sponsor.officer) == {}


def test_a_draft_plan_of_others_feeds_no_paper(sponsor, letter):
    plan = sponsor.start()
    asked = {"plan": str(plan.pk)}
    assert sources.SPONSOR_COMMUNES.blocks(letter, asked) == ()
    plan.paper.state, plan.paper.number = PaperState.ISSUED, "7"
    plan.paper.save()
    assert sources.SPONSOR_COMMUNES.blocks(letter, asked)
    assert sources.SPONSOR_COMMUNES.blocks(letter, {"plan": "x"}) == ()


def test_made_up_figures_are_marked_in_the_text(sponsor):
    plan = sponsor.start()
    SponsorPlanCommune.objects.filter(commune=sponsor.thuan).update(illustrative=True)
    table, note = sources.SPONSOR_COMMUNES.blocks(plan.paper, {"plan": str(plan.pk)})
    assert [("(*)" in row.cells[4]) for row in table.rows] == [False, True]
    assert note == Paragraph(sources.MADE_UP, italic=True)


def test_a_commune_that_nobody_judged_says_so(sponsor):
    plan = sponsor.start()
    blank = {"met": None, "recognised": None, "level": "", "state_text": ""}
    SponsorPlanCommune.objects.filter(commune=sponsor.thuan).update(**blank)
    table, *_ = sources.SPONSOR_COMMUNES.blocks(plan.paper, {"plan": str(plan.pk)})
    assert [row.cells[4] for row in table.rows].count("chưa đánh giá") == 1


def test_targets_of_a_plan_say_year_and_value_where_the_words_leave_them_out(sponsor):
    plan = sponsor.start()
    row = plan.communes.get(commune=sponsor.thuan)
    aims = (
        rows.AimGiven("Về đích theo lộ trình", kind="level", level="ntm", year=2025),
        rows.AimGiven(
            "phấn đấu", kind="criteria_met", at_least=14, at_most=15, out_of=19, year=2025
        ),
        rows.AimGiven("Đạt 17/19 tiêu chí năm 2024"),
    )
    rows.change_row(row=row, given=rows.RowGiven(aims=aims), seen=None, by=sponsor.officer)
    (told,) = sources.TARGETS.blocks(plan.paper, {"plan": str(plan.pk)})
    assert told.items == (
        "Xã Thuận: Về đích theo lộ trình (năm 2025)",
        "Xã Thuận: phấn đấu (14–15/19 tiêu chí, năm 2025)",
        "Xã Thuận: Đạt 17/19 tiêu chí năm 2024",
    )


def test_a_plan_that_says_nothing_says_so(sponsor):
    plan = SponsorPlanFactory(agency=sponsor.agency)
    asked = {"plan": str(plan.pk)}
    for source, words in (
        (sources.UNMET_CRITERIA, sources.NOTHING_UNMET),
        (sources.TARGETS, sources.NO_TARGETS),
        (sources.SPONSOR_SUPPORT, sources.NO_MEANS),
        (sources.SPONSOR_OFFICES, sources.NO_OFFICES),
    ):
        assert source.blocks(plan.paper, asked) == (Paragraph(words),)


def test_targets_of_the_agency_and_of_the_province_are_offered_once_they_count(sponsor, letter):
    draft = PaperFactory(state=PaperState.DRAFT, number="")
    same = {"agency": sponsor.agency, "commune": sponsor.thuan, "province": None, "year": 2025}
    level = {"kind": TargetKind.LEVEL, "at_least": None, "out_of": None, "text": "Đạt chuẩn"}
    TargetFactory(**same, **level, paper=draft)
    assert "targets" not in offered(letter, sponsor.officer)
    TargetFactory(**same, **level)
    TargetFactory(province=ProvinceFactory(), year=2024, text="77/101 xã")
    found = offered(letter, sponsor.officer)["targets"]
    assert found == [{"agency": "so-thu"}, {"year": "2024"}]
    words = [sources.TARGETS.blocks(letter, one)[0].items for one in found]
    assert words == [("Xã Thuận: Đạt chuẩn (năm 2025)",), ("77/101 xã (năm 2024)",)]


def test_every_source_is_named_in_the_settings():
    assert set(KEYS) <= set(settings.BLOCK_SOURCES)


def test_a_state_in_words_that_says_the_same_is_printed_once(sponsor):
    plan = sponsor.start()
    row = plan.communes.filter(commune=sponsor.thuan)
    row.update(state_text="chưa đạt chuẩn")
    table, *_ = sources.SPONSOR_COMMUNES.blocks(plan.paper, {"plan": str(plan.pk)})
    assert table.rows[1].cells[4] == "Chưa đạt chuẩn; 1/3 tiêu chí"
