import datetime as dt
import io
import time
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from accounts.models import Activity
from communes.choices import Confidence
from communes.imports.table import DataError
from communes.models import Agency, Commune, District
from criteria.choices import Duty, Level, Stage, Status
from criteria.imports.history import HISTORY, load_history
from criteria.models import (
    CriteriaSet,
    CurrentStatus,
    Recognition,
    Round,
    Scorecard,
    SponsorAssignment,
    StatedCount,
    StatusEntry,
)
from criteria.selectors import standings
from documents.choices import PaperState, RelationKind
from documents.imports import load_papers
from documents.models import Arrival, OfficialDocument
from plans.choices import TargetKind
from plans.models import Target

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
DEMO_DAY = dt.date(2024, 6, 18)
OURS = {"accounts", "communes", "documents", "criteria", "plans", "reports"}
SPONSORED = {
    "so-thong-tin-truyen-thong": {"Hướng Việt", "Vĩnh Thái", "Vĩnh Tú", "Vĩnh Long"},
    "so-ke-hoach-dau-tu": {"Gio Mai", "Thuận", "Gio Mỹ", "Cam Chính"},
    "lien-minh-htx": {"Hải Thượng", "Hải Ba", "Hải Dương", "Tân Liên"},
}


def rows():
    """Every row of every model of ours, told in full."""
    return {
        model._meta.label: sorted(map(str, model.objects.values_list()))
        for model in apps.get_models()
        if model._meta.app_label in OURS
    }


def counts(subject, **place):
    found = StatedCount.objects.filter(subject=subject, **place).order_by("as_of")
    return [(row.as_of.year, float(row.value), row.out_of) for row in found]


def test_a_second_load_changes_nothing_and_is_quick():
    before = rows()
    started = time.process_time()
    said = io.StringIO()
    call_command("load_reference", stdout=said)
    assert time.process_time() - started < 3
    assert rows() == before
    assert "đổi 1" not in said.getvalue()
    assert "xã: 353\n" in said.getvalue()


def test_both_sets_are_there_whole():
    sizes = {
        one.code: (
            one.criteria.count(),
            sum(criterion.indicators.count() for criterion in one.criteria.all()),
        )
        for one in CriteriaSet.objects.filter(level=Level.STANDARD)
    }
    assert sizes["commune-2016-2020"] == (19, 49)
    assert sizes["commune-2021-2025"] == (19, 57)


def test_every_commune_has_its_scorecards():
    """One on each set that is in force in its time: 3 more early in 2025, 69 of the merged province."""
    cards = Scorecard.objects.values_list("criteria_set__code", "commune__starts")
    counts = Counter((code, starts.isoformat()) for code, starts in cards)
    assert counts["commune-2016-2020", "2020-01-01"] == 101
    assert counts["commune-2021-2025", "2020-01-01"] == 101
    assert counts["commune-2021-2025", "2025-01-01"] == 3
    assert counts["commune-2021-2025", "2025-07-01"] == 69
    assert counts["commune-2026-2030", "2025-07-01"] == 69
    assert not Scorecard.objects.exclude(commune__kind="xã").exists()


@pytest.mark.parametrize("slug", SPONSORED)
@pytest.mark.parametrize(
    ("day", "number", "carried_on"),
    [
        (dt.date(2020, 7, 14), "1841", False),
        (dt.date(2022, 6, 21), "1841", False),
        (dt.date(2022, 6, 22), "1625", True),
        (DEMO_DAY, "1625", True),
    ],
)
def test_three_agencies_stand_behind_twelve_communes(slug, day, number, carried_on):
    found = SponsorAssignment.objects.on(day).filter(agency__slug=slug)
    assert {one.commune.name for one in found} == SPONSORED[slug]
    assert {(one.paper.number, one.carried_on) for one in found} == {(number, carried_on)}
    if carried_on:
        assert {one.note for one in found} == {"QĐ 1625 chưa nhập danh sách"}


def test_nobody_stands_behind_a_commune_before_the_decision():
    assert not SponsorAssignment.objects.on(dt.date(2020, 7, 13)).exists()


def test_the_duty_is_known_for_one_department_only():
    today = SponsorAssignment.objects.on(DEMO_DAY)
    duties = {one.commune.name: one.duty for one in today if one.duty}
    assert duties == {
        "Hướng Việt": Duty.SPONSOR,
        "Vĩnh Thái": Duty.SPONSOR,
        "Vĩnh Tú": Duty.IN_CHARGE,
        "Vĩnh Long": Duty.IN_CHARGE,
    }
    assert today.count() == 12


def test_the_plans_of_2020_say_which_criteria_are_met_or_not():
    said = {
        (entry.scorecard.commune.name, entry.criterion.number, entry.status)
        for entry in StatusEntry.objects.select_related("scorecard__commune", "criterion")
    }
    assert said == {
        ("Hướng Việt", 8, Status.MET),
        ("Vĩnh Thái", 8, Status.MET),
        *(("Gio Mai", number, Status.NOT_MET) for number in (2, 6)),
        *(("Thuận", number, Status.NOT_MET) for number in (5, 6, 10, 11, 13, 17, 18, 19)),
    }
    for entry in StatusEntry.objects.all():
        assert (entry.stage, entry.by, entry.illustrative) == (Stage.REVIEWED, None, False)
        assert entry.basis.issuer == entry.agency
        assert entry.scorecard.criteria_set.code == "commune-2016-2020"


def test_the_current_state_agrees_with_the_entries():
    old = CriteriaSet.objects.get(code="commune-2016-2020")
    communes = Commune.objects.on(DEMO_DAY)
    assert standings(old, communes) == standings(old, communes, as_of=DEMO_DAY)
    assert CurrentStatus.objects.count() == 12


def test_counts_of_communes_stay_counts():
    found = {
        one.commune.name: (float(one.value), one.out_of, one.derived)
        for one in StatedCount.objects.exclude(commune=None)
    }
    assert found == {
        "Hướng Việt": (10, 19, False),
        "Vĩnh Thái": (17, 19, False),
        "Gio Mai": (17, 19, True),
        "Thuận": (11, 19, True),
        "Linh Trường": (11, 19, False),
    }


def test_counts_of_the_province_by_year():
    assert counts("communes_recognised", province__code="45") == [
        *((2020, 57, 101), (2021, 63, 101), (2022, 69, 101), (2023, 75, 101)),
    ]
    assert counts("average_criteria", province__code="45") == [
        (2022, 14.5, None),
        (2023, 16.1, None),
    ]
    assert counts("communes_advanced", province__code="45") == [(2022, 9, 101), (2023, 16, 101)]


def test_counts_of_gio_linh():
    gio_linh = District.objects.get(code="466")
    assert counts("criteria_met", district=gio_linh) == [(2023, 243, None)]
    assert counts("communes_recognised", district=gio_linh) == [(2023, 12, 15)]


def test_the_only_recognition_with_a_decision_is_that_of_gio_mai():
    one = Recognition.objects.exclude(paper=None).get()
    assert (one.commune.name, one.year, one.decided_on) == ("Gio Mai", 2022, dt.date(2023, 6, 5))
    assert one.paper.short == "QĐ 1161/QĐ-UBND"
    assert not Recognition.objects.exclude(pk=one.pk).exclude(decided_on=None).exists()


def test_nine_communes_are_known_to_be_recognised_and_sixteen_advanced():
    real = Recognition.objects.filter(illustrative=False)
    standard = set(real.filter(level=Level.STANDARD).values_list("commune__name", flat=True))
    assert standard == {
        *("Vĩnh Tú", "Vĩnh Long", "Gio Mỹ", "Cam Chính", "Gio Mai"),
        *("Hải Thượng", "Hải Ba", "Hải Dương", "Tân Liên"),
    }
    advanced = real.filter(level=Level.ADVANCED)
    assert set(advanced.values_list("commune__name", flat=True)) == {
        *("Vĩnh Thủy", "Vĩnh Giang", "Kim Thạch", "Vĩnh Hòa", "Cam Thành", "Cam Hiếu"),
        *("Cam Nghĩa", "Cam Chính", "Cam Thủy", "Thanh An", "Triệu Đại", "Triệu Trạch"),
        *("Triệu Phước", "Hải Phú", "Hải Thượng", "Hải Hưng"),
    }
    assert advanced.on(dt.date(2022, 12, 31)).count() == 9
    assert Recognition.objects.count() == 25


def test_a_recognition_that_is_inferred_says_so():
    inferred = Recognition.objects.filter(confidence=Confidence.RECALLED)
    assert set(inferred.values_list("commune__name", "level")) == {
        (name, Level.STANDARD) for name in SPONSORED["lien-minh-htx"]
    }
    assert all("suy luận" in one.source for one in inferred)


def test_the_years_targets_of_the_province():
    found = {
        one.kind: (one.at_least, one.at_most, one.out_of, one.below)
        for one in Target.objects.filter(year=2024)
    }
    assert found == {
        TargetKind.COMMUNES_RECOGNISED: (77, None, 101, None),
        TargetKind.COMMUNES_ADVANCED: (19, None, 101, None),
        TargetKind.COMMUNES_MODEL: (5, None, 101, None),
        TargetKind.COMMUNES_UNDER: (None, 0, None, 13),
    }
    assert {one.paper.short for one in Target.objects.filter(year=2024)} == {"QĐ 645/QĐ-BCĐCTMTQG"}


def test_targets_of_the_sponsor_plans_may_be_ranges_or_have_no_year():
    huong_viet = Target.objects.get(commune__name="Hướng Việt", kind=TargetKind.CRITERIA_MET)
    assert (huong_viet.at_least, huong_viet.at_most, huong_viet.year) == (14, 15, 2025)
    planned = dict(
        Target.objects.filter(level=Level.STANDARD, year__isnull=False).values_list(
            "commune__name", "year"
        )
    )
    assert planned == {"Vĩnh Thái": 2020, "Gio Mai": 2021, "Thuận": 2025}
    models = Target.objects.filter(level=Level.MODEL, year=None)
    assert {one.commune.name for one in models} == {"Vĩnh Tú", "Vĩnh Long", "Cam Chính"}
    everywhere = Target.objects.get(kind=TargetKind.CRITERION_MET)
    assert (everywhere.criterion.number, everywhere.at_least, everywhere.year) == (8, 101, 2025)


def test_a_paper_is_kept_as_issued():
    plan = OfficialDocument.objects.get(number="2071")
    assert (plan.symbol, plan.signer_name) == ("2071/SKH-KTN", "Trương Chí Trung")
    unnumbered = OfficialDocument.objects.get(kind="KH", number="", year=2020)
    assert (unnumbered.date_words, unnumbered.dated) == ("11/2020", None)
    assert unnumbered.issuer.slug == "so-thong-tin-truyen-thong"
    decision = OfficialDocument.objects.get(number="645")
    assert decision.issuer.slug == "bcd-ctmtqg"
    assert (decision.signer_post, decision.signer_second_post) == (
        *("PHÓ TRƯỞNG BAN", "PHÓ CHỦ TỊCH UBND TỈNH"),
    )
    assert OfficialDocument.objects.exclude(body=[]).count() == 5  # whose words are at hand


def test_a_paper_with_a_doubtful_reading_is_to_be_checked():
    doubtful = OfficialDocument.objects.filter(confidence=Confidence.RECALLED)
    assert {one.symbol for one in doubtful} >= {"2071/SKH-KTN", "224/KH-LMHTX", "18/KH-UBND"}


def test_papers_point_at_what_they_rest_on_and_replace():
    replaced = OfficialDocument.objects.get(number="1841")
    assert replaced.state == PaperState.REPLACED
    newer = replaced.cited_by.get(kind=RelationKind.REPLACES).paper
    assert newer.short == "QĐ 1625/QĐ-UBND"
    programme = OfficialDocument.objects.get(number="645")
    assert programme.relations.filter(kind=RelationKind.BASED_ON).count() == 7
    assert programme.relations.get(kind=RelationKind.PROPOSED_BY).other.symbol == "794/SNN-KHTC"


def test_arrivals_keep_their_doubts():
    found = {
        one.number: (one.arrived_on, one.paper.symbol, one.note) for one in Arrival.objects.all()
    }
    assert found["973"][:2] == (dt.date(2020, 11, 12), "224/KH-LMHTX")
    assert found["1172"][:2] == (dt.date(2020, 12, 10), "2071/SKH-KTN")
    assert "phỏng đoán" in found["1172"][2]


def test_recipients_are_lines_as_printed():
    plan = OfficialDocument.objects.get(number="224")
    assert [one.text for one in plan.recipients.all()][1:4] == [
        *("UBND huyện Hải Lăng", "UBND huyện Hướng Hóa"),
        "UBND các xã Hải Thượng, Hải Ba, Hải Dương, Tân Liên",
    ]
    assert plan.recipients.get(order=2).agency.slug == "ubnd-hai-lang"


def test_rounds_are_half_years_and_years():
    cuts = list(Round.objects.filter(year=2024).order_by("ends").values_list("name", "ends"))
    assert cuts == [
        ("Kỳ 6 tháng đầu năm 2024", dt.date(2024, 6, 30)),
        ("Kỳ năm 2024", dt.date(2024, 12, 31)),
    ]
    assert Round.objects.count() == 10
    assert "chưa kiểm chứng" in Round.objects.first().note


def test_the_trail_names_nobody():
    assert not Activity.objects.exclude(by=None).exists()


def test_a_withdrawn_word_is_not_said_again(django_user_model):
    entry = StatusEntry.objects.get(scorecard__commune__name="Hướng Việt")
    by = django_user_model.objects.create(username="vp", full_name="Văn phòng")
    StatusEntry.objects.filter(pk=entry.pk).update(
        withdrawn_at=dt.datetime.now(dt.UTC), withdrawn_by=by, withdrawn_reason="sửa nhầm"
    )
    assert load_history(load_papers()).entries.added == 0
    assert StatusEntry.objects.filter(scorecard=entry.scorecard).count() == 1


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("commune: 19438", "commune: 19439", "commune"),
        ("paper: kh-tttt", "paper: kh-ttt", "paper"),
        ("criteria: 2|6", "criteria: 2|60", "criteria"),
        ("status: not_met", "status: failed", "status"),
        ("duty: sponsor", "dutie: sponsor", "dutie"),
        ("value: 10,", "value: mười,", "value"),
        ("as_of: 2020-11-30", "as_of: 30/11/2020", "as_of"),
    ],
)
def test_a_mistake_in_the_file_names_the_field(tmp_path, old, new, field):
    text = HISTORY.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "seeds.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as refused:
        load_history(load_papers(), tmp_path / "seeds.yaml")
    assert (refused.value.file, refused.value.field) == ("seeds.yaml", field)


def test_the_command_says_what_is_wrong_and_leaves_everything(monkeypatch):
    def fail():
        raise DataError("papers.yaml", "papers «qd-645»", "date", "sai.")

    monkeypatch.setattr("ntm_portal.management.commands.load_reference.load_papers", fail)
    before = Agency.objects.count()
    with pytest.raises(CommandError, match=r"papers.yaml, papers «qd-645», mục «date»: sai."):
        call_command("load_reference", stdout=io.StringIO())
    assert Agency.objects.count() == before
