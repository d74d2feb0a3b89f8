"""A paper of the demonstration goes its whole way, and touches real ones; clearing leaves what was there before."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from accounts.models import Notice, User
from communes.models import Agency, Commune
from criteria.models import CriteriaSet
from documents import tasks
from documents.choices import PaperFileKind, PaperKind, PaperState
from documents.models import (
    Arrival,
    Delivery,
    Letterhead,
    OfficialDocument,
    PaperFile,
    PaperStep,
    PrintRun,
)
from documents.services import printing, steps
from documents.services.arrivals import enter_arrival, open_delivery
from documents.services.letterheads import add_letterhead
from documents.services.signed import attach_file
from ntm_portal.demo.accounts import create_accounts
from ntm_portal.demo.clear import clear_demo
from ntm_portal.demo.commune_plans import write_commune_plans
from ntm_portal.demo.letterheads import write_rights
from plans.models import DutyItem, SponsorPlan
from plans.services.sponsor_plans import PlanGiven, start_sponsor_plan
from tests.documents.authority import Authority, sign
from tests.documents.house import House
from tests.ntm_portal.test_demo import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
DAY = dt.date(2024, 6, 18)


@pytest.fixture(scope="module")
def real_rows(reference, django_db_blocker):
    with django_db_blocker.unblock():
        return rows()


@pytest.fixture(scope="module")
def demonstration(real_rows, django_db_blocker):
    with django_db_blocker.unblock():
        create_accounts()
        write_rights()
        write_commune_plans()


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return Path(settings.MEDIA_ROOT)


@pytest.fixture
def people():
    return {one.username: one for one in User.objects.filter(demo=True)}


def walked(people):
    """The plan of Sở TT&TT: printed, signed as a file, issued, opened and entered by the office, replaced."""
    officer, director, office = people["tttt"], people["gdtttt"], people["vpdp"]
    head = Letterhead.objects.get(agency__slug="so-thong-tin-truyen-thong")
    given = PlanGiven(CriteriaSet.objects.get(code="commune-2021-2025"), 2024)
    paper = start_sponsor_plan(letterhead=head, title="Đỡ đầu xã", given=given, by=officer).paper
    steps.send_up(paper=paper, by=officer)
    steps.approve(paper=paper, by=director)
    steps.confirm_form(paper=paper, by=officer)
    paper.refresh_from_db()
    run = printing.ask_for_print(paper, officer)
    tasks.print_paper(run.pk)
    run.refresh_from_db()
    with run.file.content.open() as file:
        signed = sign(file.read(), Authority().person())
    upload = ContentFile(signed, name="da-ky.pdf")
    attach_file(paper=paper, kind=PaperFileKind.SIGNED, upload=upload, by=officer)
    steps.sign(paper=paper, by=director)
    steps.give_number(paper=paper, number="45", day=DAY, by=officer)
    steps.issue(paper=paper, by=officer)
    paper.refresh_from_db()
    open_delivery(paper=paper, by=office)
    enter_arrival(paper=paper, agency=Agency.objects.get(slug="vpdp-ntm"), by=office)
    newer = steps.replace_with(paper=paper, by=officer)
    assert newer.relations.get(other=paper)
    return paper


def test_nothing_of_a_paper_that_went_its_whole_way_is_left(
    people, media, real_rows, django_capture_on_commit_callbacks
):
    issued = walked(people)
    for model in (PaperStep, PrintRun, Delivery, SponsorPlan):
        assert model.objects.filter(paper=issued).exists(), model
    assert Arrival.objects.filter(paper=issued, number="1").exists()
    kinds = set(PaperFile.objects.filter(paper=issued).values_list("kind", flat=True))
    assert {PaperFileKind.SIGNED} < kinds
    assert Notice.objects.exists()
    assert DutyItem.objects.exists()
    assert len([one for one in media.rglob("*") if one.is_file()]) == 2

    with django_capture_on_commit_callbacks(execute=True):
        cleared = clear_demo()

    assert (cleared.closed, cleared.kept_papers) == ([], [])
    assert rows() == real_rows
    assert not [one for one in media.rglob("*") if one.is_file()]


def test_a_real_paper_that_a_demonstration_account_ended_stands_again(people):
    recalled, replaced = House().at("issued"), House().at("issued")
    there = {step.pk for step in PaperStep.objects.all()}
    demo = people["tttt"]
    for paper, act, state in (
        (recalled, "recalled", PaperState.RECALLED),
        (replaced, "replaced", PaperState.REPLACED),
    ):
        PaperStep.objects.create(
            paper=paper, act=act, state=state, version=1, words="Thử", by=demo
        )
        OfficialDocument.objects.filter(pk=paper.pk).update(state=state)
    enter_arrival(paper=replaced, agency=Agency.objects.get(slug="vpdp-ntm"), by=demo)

    clear_demo()

    for paper in (recalled, replaced):
        paper.refresh_from_db()
        assert paper.state == PaperState.ISSUED
    assert {step.pk for step in PaperStep.objects.all()} == there
    assert not Arrival.objects.filter(paper=replaced).exists()


def test_a_head_that_a_demonstration_account_added_goes_unless_a_real_paper_bears_it(people):
    bare, borne = House(), House()
    demo = people["vpdp"]
    for house in (bare, borne):
        house.letterhead.delete()
        house.letterhead = add_letterhead(
            agency=house.agency, name=house.agency.name, code="SCT", starts=DAY, by=demo
        )
    borne.paper()

    clear_demo()

    assert not Letterhead.objects.filter(pk=bare.letterhead.pk).exists()
    assert Letterhead.objects.filter(pk=borne.letterhead.pk).exists()


def test_a_real_person_is_not_told_of_a_paper_that_is_gone(people):
    real = House()
    commune = Agency.objects.get(slug="ubnd-xa-19438")
    plan = OfficialDocument.objects.filter(issuer=commune, demo=True, kind=PaperKind.PLAN).get()
    for paper in (plan, real.paper()):
        address = f"/van-ban/{paper.pk}/"
        Notice.objects.create(user=real.head, key=address, title="Văn bản đến", address=address)

    clear_demo()

    (left,) = Notice.objects.all()
    assert not left.address.startswith(f"/van-ban/{plan.pk}/")
    assert Commune.objects.filter(code="19438").exists()
