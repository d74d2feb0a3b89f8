"""Evidence: given with a mandate, standing beside the value that counts, taken back with a reason."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Activity
from criteria import services
from criteria.choices import Stage
from criteria.models import Evidence
from criteria.permissions import Mandate, may_withdraw
from criteria.selectors.evidence import (
    evidence_box,
    evidence_counts,
    evidence_counts_together,
    known_files,
    size_of_evidence,
)
from documents.models import StoredFile
from tests.documents import files
from tests.documents.files import upload
from tests.factories import (
    CommuneFactory,
    CriterionFactory,
    EvidenceFactory,
    IndicatorFactory,
    MeasurementFactory,
    ScorecardFactory,
    StoredFileFactory,
)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PREVIEWS_ROOT = tmp_path / "previews"


@pytest.fixture
def give(world):
    """Attach as the sponsor, to the world's indicator unless told otherwise."""

    def attach(*given, **more):
        chosen = {
            "scorecard": world.scorecard,
            "criterion": world.criterion,
            "indicator": world.indicator,
            "mandate": world.mandate(),
            "by": world.people["sponsor"],
        }
        return services.attach(files=list(given), **(chosen | more))

    return attach


def refused(give, *given, **more):
    before = Evidence.objects.count()
    with pytest.raises(ValidationError) as refusal:
        give(*given, **more)
    assert Evidence.objects.count() == before
    return refusal.value


def test_several_files_stand_behind_a_value_in_one_act(world, give):
    said = MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator)
    attached = give(
        upload(files.photo(), "loa.jpg"),
        upload(files.pdf(2), "biên bản.pdf"),
        page=" 2 ",
        quote="98 %",
        note="bản quét",
    )
    first, second = Evidence.objects.all()
    assert attached.evidence == (first, second)
    assert attached.warnings == ()
    assert [first.file.name, second.file.name] == ["loa.jpg", "biên bản.pdf"]
    for one in (first, second):
        assert (one.page, one.quote, one.note) == ("2", "98 %", "bản quét")
        assert (one.measurement, one.agency) == (said, world.sponsor)
        assert (one.by, one.on_behalf_of) == (world.people["sponsor"], None)
    line = Activity.objects.get(verb="attached evidence")
    assert line.details["files"] == ["loa.jpg", "biên bản.pdf"]
    assert line.details["about"] == "8.1"


def test_it_stands_beside_the_value_that_counts_not_the_newest(world, give):
    counts = MeasurementFactory(
        scorecard=world.scorecard, indicator=world.indicator, stage=Stage.CONFIRMED
    )
    MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, number=1)
    assert give(upload(files.pdf())).evidence[0].measurement == counts


def test_a_criterion_as_a_whole_has_evidence_without_a_value(world, give):
    one = give(upload(files.pdf()), indicator=None).evidence[0]
    assert (one.indicator, one.measurement, one.criterion) == (None, None, world.criterion)


def test_who_acts_in_anothers_stead_is_named_with_them(world, give):
    director = world.people["director of the sponsor"]
    mandate = Mandate(Stage.REVIEWED, world.sponsor, lent_by=director)
    assert give(upload(files.pdf()), mandate=mandate).evidence[0].on_behalf_of == director


def test_no_file_is_refused(give):
    assert refused(give).code == "none"


def test_a_criterion_of_another_set_is_refused(world, give):
    other = CriterionFactory()
    assert refused(give, upload(files.pdf()), criterion=other, indicator=None).code == "foreign"
    beside = IndicatorFactory(
        criterion=CriterionFactory(criteria_set=world.scorecard.criteria_set, number=30)
    )
    assert refused(give, upload(files.pdf()), indicator=beside).code == "foreign"
    assert not StoredFile.objects.exists()


def test_one_bad_file_of_several_is_named_and_none_is_attached(give):
    refusal = refused(give, upload(files.pdf(), "tốt.pdf"), upload(b"MZ\x90", "hỏng.pdf"))
    assert refusal.messages[0].startswith("«hỏng.pdf»: Đây là tệp chương trình")
    assert refusal.messages[1] == "Chưa tệp nào được nộp."


def test_the_same_file_twice_behind_one_value_is_refused(give):
    give(upload(files.pdf(), "một.pdf"))
    refusal = refused(give, upload(files.pdf(), "hai.pdf"))
    assert refusal.code == "twice"
    assert "«một.pdf»" in refusal.messages[0]


def test_what_was_taken_back_may_be_given_again(world, give):
    first = give(upload(files.pdf())).evidence[0]
    services.withdraw_evidence(evidence=first, reason="nhầm", by=world.people["sponsor"])
    assert give(upload(files.pdf())).evidence[0].file == first.file


def test_a_scorecard_has_a_limit_for_all_its_files(world, give, settings):
    give(upload(files.pdf()))
    settings.EVIDENCE_MAX_BYTES = len(files.pdf()) + 100
    refusal = refused(give, upload(files.photo()), indicator=None)
    assert refusal.code == "too_much"
    assert "Hãy nén tệp hoặc rút tệp không cần nữa." in refusal.messages[0]
    assert StoredFile.objects.count() == 1


def test_a_file_of_several_values_counts_once(world, give):
    file = give(upload(files.pdf())).evidence[0].file
    give(file, indicator=None)
    assert size_of_evidence(world.scorecard) == file.size


def test_one_file_serves_several_values_of_a_commune(world, give):
    first = give(upload(files.pdf())).evidence[0]
    attached = services.attach_known(
        file=first.file,
        scorecard=world.scorecard,
        criterion=world.criterion,
        mandate=world.mandate(),
        by=world.people["sponsor"],
    )
    assert attached.evidence[0].file == first.file
    assert StoredFile.objects.count() == 1
    assert attached.warnings == (f"Tệp «{first.file}» đã dùng ở 8.1 của xã Hướng Việt.",)


def test_a_file_not_given_for_the_commune_is_no_known_file(give):
    elsewhere = EvidenceFactory()
    assert refused(give, elsewhere.file).code == "unknown"
    assert refused(give, StoredFileFactory()).code == "unknown"


def test_the_same_bytes_used_elsewhere_are_pointed_out_across_communes(world, give):
    set_ = world.scorecard.criteria_set
    other = ScorecardFactory(commune=CommuneFactory(name="Thuận"), criteria_set=set_)
    second = IndicatorFactory(criterion=world.criterion, code="8.2", order=2)
    data = files.pdf(mark="chung")
    give(upload(data, "a.pdf"))
    give(upload(data, "b.pdf"), indicator=second)
    attached = give(upload(data, "c.pdf"), scorecard=other)
    assert attached.warnings == ("Tệp «c.pdf» đã dùng ở 8.1, 8.2 của xã Hướng Việt.",)
    box = evidence_box(
        world.scorecard, world.criterion, world.indicator, user=world.people["sponsor"]
    )
    assert box.lines[0].elsewhere == "8.2 của xã Hướng Việt và 8.1 của xã Thuận"


def test_what_was_taken_back_is_not_pointed_out(world, give):
    first = give(upload(files.pdf())).evidence[0]
    services.withdraw_evidence(evidence=first, reason="nhầm", by=world.people["sponsor"])
    assert give(upload(files.pdf()), indicator=None).warnings == ()


def test_taking_back_needs_a_reason_and_happens_once(world, give):
    one = give(upload(files.pdf())).evidence[0]
    by = world.people["sponsor"]
    for reason in ("", "   "):
        with pytest.raises(ValidationError) as refusal:
            services.withdraw_evidence(evidence=one, reason=reason, by=by)
        assert refusal.value.code == "reason"
    services.withdraw_evidence(evidence=one, reason=" nhầm tệp ", by=by)
    assert (one.withdrawn_by, one.withdrawn_reason) == (by, "nhầm tệp")
    assert Activity.objects.get(verb="withdrew evidence").details["reason"] == "nhầm tệp"
    with pytest.raises(ValidationError) as refusal:
        services.withdraw_evidence(evidence=one, reason="lần nữa", by=by)
    assert refusal.value.code == "withdrawn"


def test_who_may_take_back(world):
    one = EvidenceFactory(scorecard=world.scorecard, agency=world.sponsor)
    allowed = {name for name, person in world.people.items() if may_withdraw(person, one)}
    assert allowed == {"sponsor", "director of the sponsor", "office"}


def test_counts_leave_out_what_was_taken_back(world, give):
    give(upload(files.pdf()), upload(files.photo()))
    give(upload(files.docx()), indicator=None)
    gone = give(upload(files.xlsx())).evidence[0]
    services.withdraw_evidence(evidence=gone, reason="nhầm", by=world.people["sponsor"])
    assert evidence_counts(world.scorecard) == {world.indicator.pk: 2}
    assert evidence_counts_together(world.scorecard.pk) == {world.criterion.pk: 3}


def test_known_files_are_those_of_the_commune_on_any_set(world, give):
    older = ScorecardFactory(commune=world.commune)
    mine = EvidenceFactory(scorecard=older, file__name="cũ.pdf")
    EvidenceFactory()
    known = known_files(world.scorecard, besides=set())
    assert [(one.file, one.used) for one in known] == [(mine.file, mine.indicator.code)]
    assert known_files(world.scorecard, besides={mine.file_id}) == []


def test_the_same_bytes_under_a_second_name_keep_both_names(world, give):
    photo = files.photo()
    give(upload(photo, "loa thôn 3.jpg"))
    give(upload(photo, "../../Ảnh loa.JPG"), indicator=None)
    first, second = Evidence.objects.all()
    assert first.file == second.file
    assert [first.name, second.name, first.file.name] == [
        "loa thôn 3.jpg",
        "Ảnh loa.JPG",
        "loa thôn 3.jpg",
    ]
    told = Activity.objects.filter(verb="attached evidence").order_by("pk")
    assert [line.details["files"] for line in told] == [["loa thôn 3.jpg"], ["Ảnh loa.JPG"]]


def test_a_name_fits_its_content_whatever_it_is_given_as(world, give):
    photo = files.photo()
    give(upload(photo, "loa.jpg"))
    give(upload(photo, "la.exe"), indicator=None)
    assert Evidence.objects.last().name == "la.exe.jpg"


def test_a_file_chosen_again_keeps_the_last_name_it_had_for_the_commune(world, give):
    photo = files.photo()
    give(upload(photo, "một.jpg"))
    give(upload(photo, "hai.jpg"), indicator=None)
    other = IndicatorFactory(criterion=world.criterion)
    give(StoredFile.objects.get(), indicator=other)
    assert Evidence.objects.last().name == "hai.jpg"
    assert [one.name for one in known_files(world.scorecard, besides=set())] == ["hai.jpg"]
