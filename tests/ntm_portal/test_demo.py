import datetime as dt
import io
import time
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import trail
from accounts.models import Activity, User
from communes.models import Agency, Commune, Membership, held_by
from communes.permissions import is_leader, is_office
from criteria.choices import Level, Stage, Status
from criteria.evaluation import Reading, Value, Verdict, judge_indicator, pick
from criteria.models import (
    CriteriaSet,
    CurrentStatus,
    Evidence,
    Indicator,
    Measurement,
    Recognition,
    Round,
    StatusEntry,
)
from criteria.selectors import standings
from criteria.selectors.catalogue import asked, rules_for
from documents.models import OfficialDocument, StoredFile
from ntm_portal.demo import account_lines
from ntm_portal.demo.accounts import ACCOUNTS, PASSWORD
from ntm_portal.demo.clear import clear_demo
from ntm_portal.demo.plan import SPONSORED
from ntm_portal.demo.sponsored import MET, OPEN
from plans.selectors.sponsor_plans import proposed
from reports.models import ReportRun
from tests.factories import (
    PaperFactory,
    ReportRunFactory,
    ScorecardFactory,
    StatusEntryFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
ADVANCED = {"Cam Chính", "Hải Thượng"}
DEMO_DAY, END_OF_2023 = dt.date(2024, 6, 18), dt.date(2023, 12, 31)
OURS = {"accounts", "communes", "documents", "criteria", "plans", "reports"}


@pytest.fixture
def new_set():
    return CriteriaSet.objects.get(code="commune-2021-2025")


@pytest.fixture
def at_the_end_of_2023(new_set):
    return standings(new_set, Commune.objects.on(DEMO_DAY), as_of=END_OF_2023)


def rows():
    """Every row of every model of ours; the current state, made anew, without its own keys."""
    return {
        model._meta.label: sorted(
            str(row[1:] if model is CurrentStatus else row) for row in model.objects.values_list()
        )
        for model in apps.get_models()
        if model._meta.app_label in OURS
    }


@pytest.fixture(scope="module")
def real_rows(reference, django_db_blocker):
    """What stands before the demonstration is seeded."""
    with django_db_blocker.unblock():
        return rows()


@pytest.fixture(scope="module")
def demonstration(real_rows, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("seed_demo", verbosity=0)


def recognised(day=DEMO_DAY, **where):
    alive = Recognition.objects.on(day).filter(level=Level.STANDARD, **where)
    return set(alive.values_list("commune__code", flat=True))


def real_standard():
    return Recognition.objects.filter(level=Level.STANDARD, illustrative=False)


@pytest.mark.parametrize(("year", "count"), [(2020, 57), (2021, 63), (2022, 69), (2023, 75)])
def test_recognised_communes_by_year_of_the_standard(year, count):
    standard = Recognition.objects.filter(level=Level.STANDARD)
    told = [one.year or one.since.year for one in standard]
    assert sum(one <= year for one in told) == count


def test_recognised_communes_on_the_demonstration_day_by_district():
    by_district = Counter(
        Commune.objects.on(DEMO_DAY)
        .filter(code__in=recognised())
        .values_list("district__name", flat=True)
    )
    mountain = by_district.pop("Hướng Hóa") + by_district.pop("Đakrông", 0)
    assert mountain == 9
    assert by_district == {
        "Vĩnh Linh": 14,
        "Triệu Phong": 17,
        "Gio Linh": 12,
        "Cam Lộ": 7,
        "Hải Lăng": 15,
        "Quảng Trị": 1,
    }
    assert len(recognised()) == 75


def test_who_is_invented_as_recognised_is_marked_and_has_no_decision():
    invented = Recognition.objects.filter(illustrative=True)
    assert invented.count() == 66
    assert not invented.exclude(paper=None).exists()
    assert not invented.exclude(decided_on=None).exists()
    assert not invented.filter(commune__code__in=SPONSORED).exists()
    assert "19465" in recognised()  # Tân Liên, real
    assert "19369" not in recognised()  # Vĩnh Thái stays unknown
    assert "19534" not in recognised()  # Linh Trường


def test_a_commune_at_the_higher_level_is_recognised_at_the_lower():
    for day in (dt.date(2022, 12, 31), END_OF_2023, DEMO_DAY):
        advanced = Recognition.objects.on(day).filter(level=Level.ADVANCED)
        assert set(advanced.values_list("commune__code", flat=True)) <= recognised(day)


def test_the_communes_of_the_sponsor_plans_have_words_and_no_values(new_set):
    communes = Commune.objects.on(DEMO_DAY).filter(code__in=SPONSORED)
    found = {one.commune.code: one for one in standings(new_set, communes, as_of=DEMO_DAY)}
    assert {code: one.met for code, one in found.items()} == MET
    assert all(one.illustrative for one in found.values())
    assert {one.commune.name for one in found.values() if not one.unmet} == ADVANCED
    assert not Measurement.objects.filter(scorecard__commune__code__in=SPONSORED).exists()
    assert {*MET} == SPONSORED
    assert len(SPONSORED) == 12


def test_what_people_of_the_demonstration_judge_first_is_left_open(new_set):
    communes = Commune.objects.filter(code__in=OPEN)
    left = {
        one.commune.code: {criterion.number for criterion in one.unknown}
        for one in standings(new_set, communes)
        if one.has_data
    }
    assert left == OPEN


def test_a_new_sponsor_plan_is_prefilled_from_them(new_set):
    for slug in ("so-thong-tin-truyen-thong", "so-ke-hoach-dau-tu"):
        rows = proposed(Agency.objects.get(slug=slug), new_set, DEMO_DAY)
        assert len(rows) == 4
        assert {one.commune.name for one in rows if not one.state.unmet} <= ADVANCED
        assert all(one.state.illustrative for one in rows)


def test_the_average_is_the_one_that_is_told(at_the_end_of_2023):
    with_data = [standing.met for standing in at_the_end_of_2023 if standing.has_data]
    assert len(with_data) == 101
    assert round(sum(with_data) / 101, 1) == 16.1


def test_the_average_on_the_demonstration_day_stays_near(new_set):
    today = standings(new_set, Commune.objects.on(DEMO_DAY), as_of=DEMO_DAY)
    met = [standing.met for standing in today if standing.has_data]
    assert sum(met) == 1433 + sum(MET.values()) + 16 - 5
    assert round(sum(met) / len(met), 1) == 16.2


def test_gio_linh_does_not_contradict_its_243(at_the_end_of_2023):
    met = {
        one.commune.code: one.met
        for one in at_the_end_of_2023
        if one.commune.district.code == "466" and one.has_data
    }
    assert (len(met), sum(met.values())) == (15, 243)
    assert met.pop("19534") == 11
    assert min(met.values()) > 11


def test_some_communes_are_under_thirteen_all_in_the_mountains(at_the_end_of_2023):
    under = [one.commune for one in at_the_end_of_2023 if one.has_data and one.met < 13]
    assert {commune.district.code for commune in under} == {"465", "466", "467"}
    assert [one.code for one in under if one.district.code == "466"] == ["19534"]
    assert len(under) >= 5


def test_a_named_advanced_commune_meets_everything(at_the_end_of_2023):
    advanced = set(
        Recognition.objects.filter(level=Level.ADVANCED).values_list("commune__code", flat=True)
    )
    met = {one.met for one in at_the_end_of_2023 if one.commune.code in advanced}
    assert met == {19}


def test_recognised_communes_do_not_all_meet_everything(at_the_end_of_2023):
    met = [one.met for one in at_the_end_of_2023 if one.commune.code in recognised()]
    assert 16 <= min(met) < 19 == max(met)


def test_every_word_is_marked_and_said_by_the_commune_itself():
    """Those that reviewers of files said: test_demo_files."""
    of_communes = StatusEntry.objects.filter(said_by=None)
    for rows in (of_communes, Measurement.objects.all()):
        invented = rows.filter(illustrative=True).select_related("agency", "scorecard")
        assert {(one.stage, one.by_id) for one in invented} == {(Stage.DECLARED, None)}
        assert all(one.agency.commune_id == one.scorecard.commune_id for one in invented)
    assert StatusEntry.objects.filter(illustrative=False).count() == 12


def test_some_words_changed_since_the_last_round():
    said = StatusEntry.objects.filter(illustrative=True, stage=Stage.DECLARED)
    later = said.filter(effective_on__gt=END_OF_2023)
    assert Counter(later.values_list("status", flat=True)) == {Status.MET: 16, Status.NOT_MET: 5}
    assert {one.effective_on for one in later} == {dt.date(2024, 6, 10)}
    assert not later.filter(scorecard__commune__district__code="466").exists()
    assert not later.filter(change="").exists()


def test_the_current_state_agrees_with_the_entries(new_set):
    communes = Commune.objects.on(DEMO_DAY)
    assert standings(new_set, communes) == standings(new_set, communes, as_of=DEMO_DAY)


def test_values_are_there_for_one_district_and_agree_with_the_words(new_set):
    values = Measurement.objects.select_related("scorecard__commune__district")
    assert {one.scorecard.commune.district.name for one in values} == {"Vĩnh Linh"}
    assert len({one.scorecard_id for one in values}) == 12
    indicators = {one.pk: one for one in Indicator.objects.filter(criterion__criteria_set=new_set)}
    rules = rules_for(indicators.values())
    question = asked(new_set, DEMO_DAY, None)
    readings = {}
    for one in values:
        key = (one.scorecard_id, one.indicator_id)
        readings.setdefault(key, {})[one.part] = Value(one.number, one.answer, one.word)
    words = {
        (scorecard, criterion): status
        for scorecard, criterion, status in CurrentStatus.objects.values_list(
            "scorecard_id", "criterion_id", "status"
        )
    }
    verdicts = {}
    for (scorecard, indicator), parts in readings.items():
        choice = pick(rules[indicator], question)
        verdict = judge_indicator(choice, Reading(parts)).verdict
        criterion = indicators[indicator].criterion_id
        verdicts.setdefault((scorecard, criterion), []).append(verdict)
    assert len(verdicts) > 100
    for key, found in verdicts.items():
        if words[key] == Status.MET:
            assert Verdict.NOT_MET not in found
        else:
            assert found.count(Verdict.NOT_MET) <= 1
    told = [verdict for found in verdicts.values() for verdict in found]
    assert told.count(Verdict.MET) > 400
    assert told.count(Verdict.NOT_MET) > 5


def test_every_account_serves_where_it_says_and_is_marked():
    assert [account.username for account in ACCOUNTS] == [
        *("tttt", "khdt", "lmhtx", "snnptnt", "gdtttt"),
        *("vpdp", "lanhdao", "vinhlinh", "huongviet", "quantri"),
    ]
    for account in ACCOUNTS:
        user = User.objects.get(username=account.username)
        assert user.demo
        assert user.check_password(PASSWORD)
        assert user.is_staff == (account.username == "quantri")
        held = held_by(user)
        assert {one.agency.slug for one in held} == {account.agency}
        assert {one.role for one in held} == set(account.roles)
    assert is_office(User.objects.get(username="vpdp"))
    assert is_leader(User.objects.get(username="lanhdao"))


def test_the_accounts_are_told_with_their_password():
    told = "\n".join(account_lines())
    assert PASSWORD in told
    assert all(account.username in told for account in ACCOUNTS)


def test_seeding_again_adds_nothing_and_opens_the_accounts_again():
    before = rows()
    User.objects.filter(username="tttt").update(is_active=False)
    said = io.StringIO()
    call_command("seed_demo", stdout=said)
    after = rows()
    for table in (before, after):
        table.pop("accounts.User")
    assert after == before
    assert User.objects.get(username="tttt").is_active
    assert "giữ nguyên" in said.getvalue()


def test_seeding_is_refused_with_production_settings(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="cấu hình trình diễn"):
        call_command("seed_demo", stdout=io.StringIO())


def test_seeding_is_refused_where_a_real_person_has_the_name():
    User.objects.filter(username="vpdp").update(demo=False)
    User.objects.filter(username="tttt").update(username="ten-khac")  # else made anew
    with pytest.raises(CommandError, match="người thật dùng: vpdp"):
        call_command("seed_demo", stdout=io.StringIO())
    assert not User.objects.filter(username="tttt").exists()


def test_clearing_leaves_what_was_there_before_and_the_same_seed_gives_the_same_figures(real_rows):
    def told():
        return sorted(
            StatusEntry.objects.filter(illustrative=True).values_list(
                "scorecard_id", "criterion_id", "status", "effective_on"
            )
        )

    before, started = told(), time.process_time()
    clear_demo()
    assert rows() == real_rows
    call_command("seed_demo", stdout=io.StringIO())
    assert told() == before
    assert time.process_time() - started < 15


def test_clearing_takes_what_was_done_with_the_accounts():
    user = User.objects.get(username="tttt")
    entry = StatusEntryFactory(
        scorecard=ScorecardFactory(), by=user, illustrative=False, stage=Stage.REVIEWED
    )
    trail.record(user, "logged status", entry.scorecard)
    paper = PaperFactory(by=user, issuer=None)
    run = ReportRunFactory(requested_by=user)
    run.file.save("thu.pdf", ContentFile(b"%PDF"))
    call_command("clear_demo", stdout=io.StringIO())
    assert not StatusEntry.objects.filter(pk=entry.pk).exists()
    assert not OfficialDocument.objects.filter(pk__in=[paper.pk, run.paper_id]).exists()
    assert not ReportRun.objects.exists()
    assert not Activity.objects.exclude(by=None).exists()  # the system registers papers
    assert not Membership.objects.exists()
    assert not User.objects.filter(demo=True).exists()


def test_a_real_word_that_a_demonstration_account_withdrew_stands_again():
    entry = StatusEntry.objects.get(
        illustrative=False, scorecard__commune__name="Hướng Việt", criterion__number=8
    )
    vpdp = User.objects.get(username="vpdp")
    StatusEntry.objects.filter(pk=entry.pk).update(
        withdrawn_at=timezone.now(), withdrawn_by=vpdp, withdrawn_reason="thử"
    )
    Round.objects.filter(year=2023).update(closed_at=timezone.now(), closed_by=vpdp)
    clear_demo()
    entry.refresh_from_db()
    assert (entry.withdrawn_at, entry.withdrawn_reason) == (None, "")
    assert CurrentStatus.objects.filter(entry=entry).exists()
    assert not Round.objects.exclude(closed_at=None).exists()


def test_evidence_is_marked_and_goes_with_its_files(django_capture_on_commit_callbacks):
    given = list(Evidence.objects.select_related("file", "by"))
    assert len(given) == 5
    assert {one.by.username for one in given} == {"huongviet"}
    assert all(one.file.name.startswith("minh họa – ") for one in given)
    places = [Path(one.file.content.path) for one in given]
    assert all(place.exists() for place in places)
    with django_capture_on_commit_callbacks(execute=True):
        clear_demo()
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()
    assert not any(place.exists() for place in places)


def test_an_account_that_something_real_names_is_closed_and_told():
    giver = User.objects.get(username="gdtttt")
    real = UserFactory()
    entry = StatusEntryFactory(
        scorecard=ScorecardFactory(), by=real, on_behalf_of=giver, stage=Stage.REVIEWED
    )
    said = io.StringIO()
    call_command("clear_demo", stdout=said)
    giver.refresh_from_db()
    assert not giver.is_active
    assert not giver.has_usable_password()
    assert StatusEntry.objects.filter(pk=entry.pk).exists()
    assert "chỉ khóa tài khoản: gdtttt" in said.getvalue()
    assert real_standard().count() == 9
