"""What a sponsor's plan sets to be done, its paper, and the list of plans."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.blocks import flat, from_json
from documents.choices import PaperState
from documents.models import OfficialDocument
from plans.models import AgencyOffice, PlanAction
from tests.factories import (
    AgencyFactory,
    SponsorPlanFactory,
)
from tests.plans.sponsor_plan_forms import SENTENCE, page, row_of, typed
from tests.plans.sponsor_plan_world import sponsor

__all__ = ["sponsor"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(sponsor):
    return sponsor.start()


@pytest.fixture
def mine(client, sponsor):
    client.force_login(sponsor.officer)
    return client


# --- what is to be done ---------------------------------------------------------------------------------


def test_actions_are_promised_changed_and_dropped(mine, sponsor, plan):
    row = row_of(plan, sponsor.thuan)
    url = page("sponsor_row_promise", plan.pk, row.pk)
    assert "Trường học" in mine.get(url).content.decode()
    mine.post(url, {"content": "Hỗ trợ", "due": "Đến năm 2025", "unit_name": "Phòng A"})
    assert PlanAction.objects.filter(paper=plan.paper).count() == 2
    assert mine.post(url, {"content": "Hỗ trợ", "due": ""}).status_code == 409
    mine.post(page("sponsor_deed_add", plan.pk), {"content": "Rà soát", "due": "định kỳ 6 tháng"})
    deed = PlanAction.objects.get(commune=None)
    edit = page("sponsor_deed_edit", plan.pk, deed.pk)
    assert mine.get(edit).context["form"].initial["due"] == "định kỳ 6 tháng"
    wrong = mine.post(edit, {"content": "Rà soát", "due": "ngày mưa"})
    assert wrong.status_code == 422
    said = {"content": "Rà soát hằng quý", "due": "", "seen": 1}
    mine.post(edit, said | {"criterion": sponsor.criteria[0].pk})
    deed.refresh_from_db()
    assert (deed.content, deed.criterion) == ("Rà soát hằng quý", sponsor.criteria[0])
    assert mine.post(edit, said).status_code == 409
    mine.post(page("sponsor_deed_drop", plan.pk, deed.pk))
    assert not PlanAction.objects.filter(commune=None).exists()


def test_offices_get_their_part(mine, plan):
    mine.post(page("sponsor_office_add", plan.pk), {"name": "Phòng A", "part": "Chủ trì\nBáo cáo"})
    office = AgencyOffice.objects.get()
    again = mine.post(page("sponsor_office_add", plan.pk), {"name": "Phòng A"})
    assert again.status_code == 409
    assert "Phòng A" in mine.get(page("sponsor_plan", plan.pk)).content.decode()
    mine.post(page("sponsor_office_drop", plan.pk, office.pk))
    assert not AgencyOffice.objects.exists()


# --- the paper ------------------------------------------------------------------------------------------


def words_of(plan):
    paper = OfficialDocument.objects.get(pk=plan.paper_id)
    return " ".join(str(one) for one in flat(from_json(paper.body)))


def test_the_page_says_that_the_text_is_behind_and_brings_it_up(mine, sponsor, plan):
    row = row_of(plan, sponsor.thuan)
    url = page("sponsor_plan", plan.pk)
    assert "chưa theo kịp" not in mine.get(url).content.decode()
    mine.post(page("sponsor_row", plan.pk, row.pk), typed(row, means_text="Lồng ghép vốn"))
    assert "chưa theo kịp" in mine.get(url).content.decode()
    seen = OfficialDocument.objects.get(pk=plan.paper_id).version
    assert mine.post(page("sponsor_plan_feed", plan.pk), {"seen": seen - 1}).status_code == 409
    mine.post(page("sponsor_plan_feed", plan.pk), {"seen": seen})
    assert "Lồng ghép vốn" in words_of(plan)
    assert "chưa theo kịp" not in mine.get(url).content.decode()


def test_writing_anew_asks_first(mine, plan):
    url = page("sponsor_plan_write", plan.pk)
    assert "viết lại" in mine.get(url).content.decode()
    answer = mine.post(url, {"seen": OfficialDocument.objects.get(pk=plan.paper_id).version})
    assert answer["Location"] == reverse("documents:paper_detail", args=[plan.paper_id])


def test_years_are_corrected(mine, plan):
    url = page("sponsor_plan_edit", plan.pk)
    told = {"year_from": "2024", "year_to": "2025", "as_of": "30/6/2024", "seen": plan.version}
    mine.post(url, told)
    plan.refresh_from_db()
    assert (plan.year_to, plan.as_of.isoformat()) == (2025, "2024-06-30")
    assert mine.post(url, told | {"year_to": "2020", "seen": ""}).status_code == 409
    assert mine.post(url, told | {"year_from": ""}).status_code == 422


def test_states_are_taken_anew(mine, sponsor, plan):
    plan.communes.update(met=0)
    mine.post(page("sponsor_plan_renew", plan.pk))
    assert row_of(plan, sponsor.thuan).met == 1


# --- the list -------------------------------------------------------------------------------------------


def test_the_list_has_a_tab_a_kind_and_filters(client, sponsor, plan):
    client.force_login(sponsor.officer)
    url = page("plan_list")
    words = client.get(url).content.decode()
    assert page("sponsor_plan", plan.pk) in words
    assert "Lập kế hoạch đỡ đầu" in words
    assert page("sponsor_plan", plan.pk) in client.get(url, {"tim": "thuan"}).content.decode()
    for other in ({"nam": "2019"}, {"tim": "khong co"}, {"loai": "xa"}):
        assert page("sponsor_plan", plan.pk) not in client.get(url, other).content.decode()
    client.force_login(sponsor.stranger)
    assert page("sponsor_plan", plan.pk) not in client.get(url).content.decode()
    OfficialDocument.objects.filter(pk=plan.paper_id).update(state=PaperState.ISSUED, number="7")
    assert page("sponsor_plan", plan.pk) in client.get(url).content.decode()


def test_lists_come_as_spreadsheets(mine, plan):
    for url in (page("plan_list"), page("sponsor_plan", plan.pk)):
        answer = mine.get(url, {"dang": "xlsx"})
        assert "spreadsheet" in answer["Content-Type"]


def test_pages_ask_no_more_for_more_communes(mine, sponsor, say):
    def asked(url):
        mine.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert mine.get(url).status_code == 200
        return len(queries)

    plan = sponsor.start()
    few = asked(page("sponsor_plan", plan.pk)), asked(page("plan_list"))
    OfficialDocument.objects.filter(pk=plan.paper_id).update(state=PaperState.RECALLED)
    for place in range(5):
        sponsor.stand_behind(f"Xã {place}", "010", "", say)
    for _ in range(3):
        SponsorPlanFactory(agency=sponsor.agency)
    more = sponsor.start(year_from=2025)
    found = asked(page("sponsor_plan", more.pk)), asked(page("plan_list"))
    assert found == few
    assert AgencyFactory._meta.model.objects.count() > 5


def test_a_target_that_stands_there_already_is_not_put_in_twice(mine, sponsor, plan):
    row = row_of(plan, sponsor.my)
    url = page("sponsor_plan_split", plan.pk, row.pk)
    stands = {"muc-0-text": "Phấn đấu đạt chuẩn nông thôn mới đến năm 2025."}
    aims = mine.post(url, typed(row, sentence=SENTENCE, **stands)).context["aims"]
    assert [one["text"].value() for one in aims][1] in {None, ""}


def test_a_pasted_sentence_is_kept_when_the_row_is_refused(mine, sponsor, plan):
    row = row_of(plan, sponsor.thuan)
    url = page("sponsor_row", plan.pk, row.pk)
    assert SENTENCE in mine.post(url, typed(row, met="9", sentence=SENTENCE)).content.decode()
