"""Illustrative files of the first round of 2024: 101 communes, from «still declaring» to «confirmed».

Who speaks agrees, and hands on, so that the totals that are told stay what they are; who does not agree has
noted it and still holds the file, or has returned it. Deadlines are made up, as the note of the round says.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.contrib.auth.hashers import make_password
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Agency, Commune
from criteria.choices import Doubt, RoundKind, Stage, Status
from criteria.imports.history import ROUND_NOTE
from criteria.models import (
    Criterion,
    Holding,
    Opinion,
    Remark,
    Round,
    Scorecard,
    SponsorAssignment,
    StatusEntry,
    Submission,
)
from criteria.selectors.review import claims_of
from criteria.selectors.review.opinions import appraisers_on
from criteria.services import Days, change_round
from criteria.services.current import refresh_cells
from ntm_portal.demo.accounts import ACCOUNTS
from ntm_portal.demo.file_story import Cast, Objections, Rows, Story
from ntm_portal.demo.plan import SPONSORED, VINH_LINH
from ntm_portal.demo.words import END_OF_2023, LATER, SET

DAY = dt.date(2024, 6, 18)
NOBODY = "minh-hoa"  # acts where no account of the demonstration serves; cannot sign in
DEADLINES = {
    "submit_by": dt.date(2024, 6, 20),
    "verify_by": dt.date(2024, 6, 25),
    "appraise_by": dt.date(2024, 7, 5),
    "closes_on": dt.date(2024, 7, 12),
}
NOTE = f"{ROUND_NOTE} Các hạn của kỳ là số liệu minh họa."
OFFICE, TTTT, NN = "vpdp-ntm", "so-thong-tin-truyen-thong", "so-nong-nghiep-ptnt"
HUONG_VIET = "19438"
VERIFYING, APPRAISING, CONFIRMING = ("19543", "19687"), ("19471",), ("19465",)  # sponsored ones
CONFIRMED = ("19618",)
# What Hướng Việt took back after its file was returned, so that its officer declares it anew.
TAKEN_BACK = (7, 8, 16)
TAKEN_WHY = "Rút để kiểm tra lại theo nhận xét của huyện (số liệu minh họa)"


def day(month: int, number: int) -> dt.date:
    return dt.date(2024, month, number)


@dataclass(frozen=True, slots=True)
class Play:
    """A commune's file and how it goes."""

    code: str
    act: Callable[[Story, "Numbers", int], None]
    place: int  # among those that go alike


Numbers = dict[int, int]  # key of a criterion by its number


def write_files() -> int:
    """Call it when the current state stands; once. Nothing where people have sent files of the round already."""
    period = Round.objects.filter(kind=RoundKind.HALF_YEAR, year=DAY.year, closed_at=None).first()
    if period is None or Submission.objects.filter(round=period, turn__gt=0).exists():
        return 0
    if Submission.objects.filter(round=period, illustrative=True).exists():
        return 0
    people = _people()
    files = _open(period)
    _set_deadlines(period, people[OFFICE])
    casts = _casts(files, people)
    _declare_what_is_taken_back(files[HUONG_VIET], casts[HUONG_VIET].commune)
    claims = claims_of(files.values())
    numbers = {one.number: one.pk for one in Criterion.objects.filter(criteria_set__code=SET)}
    rows, moment = Rows(), timezone.now()
    plays = {one.code: one for one in _plays(files)}
    for code, file in sorted(files.items()):
        story = Story(rows, file, casts[code], claims[file.pk], moment)
        if (play := plays.get(code)) is not None:
            play.act(story, numbers, play.place)
    Submission.objects.bulk_update(files.values(), ["state", "turn", "sent_at", "sent_on"])
    rows.store(moment)
    _take_back(files[HUONG_VIET], people[casts[HUONG_VIET].commune.slug])
    refresh_cells({(one.scorecard_id, one.criterion_id) for one in rows.words})
    return len(files)


def clear_files(demo: QuerySet[User]) -> None:
    """Files that are marked, and those in which a demonstration account did something, go whole."""
    doomed = Submission.objects.filter(
        Q(illustrative=True)
        | Q(steps__by__in=demo)
        | Q(opinions__by__in=demo)
        | Q(opened__by__in=demo)
        | Q(opinions__claim__illustrative=True)
        | Q(opinions__claim__by__in=demo)
    )
    keys = list(doomed.values_list("pk", flat=True).distinct())
    Remark.objects.filter(submission__in=keys).delete()
    Opinion.objects.filter(submission__in=keys).delete()
    Holding.objects.filter(submission__in=keys).update(passed_from=None)
    Submission.objects.filter(pk__in=keys).delete()
    Round.objects.filter(note=NOTE).update(note=ROUND_NOTE, **dict.fromkeys(DEADLINES))


def _plays(files: dict[str, Submission]) -> Iterator[Play]:
    """Which commune's file goes which way; the others are still being declared."""
    moved = set(
        StatusEntry.objects.filter(effective_on=LATER, illustrative=True).values_list(
            "scorecard__commune__code", flat=True
        )
    )
    free = [
        (code, file.scorecard.commune.district)
        for code, file in sorted(files.items())
        if code not in SPONSORED and code not in moved
    ]
    of_vinh_linh = [
        code for code in sorted(files) if code not in SPONSORED and _in_vinh_linh(files[code])
    ]
    # Every third of the rest, so that all districts have some.
    rest = [code for code, place in free if place is None or place.code != VINH_LINH]
    others = iter([*rest[::3], *rest[1::3]])
    measured = iter(of_vinh_linh)
    for act, named, near, far in (
        (_verifying_measured, (), 6, 0),
        (_verifying, VERIFYING, 0, 12),
        (_appraising_measured, (), 3, 0),
        (_appraising, APPRAISING, 0, 8),
        (_confirming_measured, (), 1, 0),
        (_confirming, CONFIRMING, 0, 6),
        (_confirmed, CONFIRMED, 0, 3),
        (_returned_by_the_district, (), 0, 1),
        (_returned_by_a_department, (), 0, 1),
        (_returned_huong_viet, (HUONG_VIET,), 0, 0),
    ):
        codes = [*named, *islice(measured, near), *islice(others, far)]
        yield from (Play(code, act, place) for place, code in enumerate(codes))


def _in_vinh_linh(file: Submission) -> bool:
    district = file.scorecard.commune.district
    return district is not None and district.code == VINH_LINH


def _looked_into_in_part(story: Story, numbers: Numbers) -> None:
    district, said = story.cast.district, [numbers[one] for one in (1, 2, 3, 4, 5)]
    story.say(Stage.VERIFIED, district, said, day(6, 13), _against(numbers, 5))
    story.look(district, [numbers[6], numbers[7]], day(6, 13))


def _opened_whole(story: Story, numbers: Numbers) -> None:
    story.look(story.cast.district, numbers.values(), day(6, 14))


def _ready(story: Story, numbers: Numbers) -> None:
    story.say(Stage.VERIFIED, story.cast.district, numbers.values(), day(6, 17))


WITH_VINH_LINH = (
    *((11, _looked_into_in_part), (11, _opened_whole), (12, _ready)),
    *((13, None), (14, None), (17, None)),
)


def _verifying_measured(story: Story, numbers: Numbers, place: int) -> None:
    """With Vĩnh Linh: one looked into in part, one opened whole, one ready to be handed on."""
    sent, then = WITH_VINH_LINH[place]
    story.send(day(6, sent))
    if then:
        then(story, numbers)


def _verifying(story: Story, numbers: Numbers, place: int) -> None:  # noqa: ARG001
    """With the other districts, since a day to a month; the sponsor of one has begun its review beside."""
    story.send((day(5, 20), day(6, 3), day(6, 7), day(6, 12), day(6, 17))[place % 5])
    for sponsor in story.cast.sponsors:
        story.look(sponsor, sorted(story.claims)[:3], day(6, 18))


def _appraising_measured(story: Story, numbers: Numbers, place: int) -> None:
    story.send(day(6, 11))
    story.verify(day(6, 13))
    _appraise_some(story, numbers, place, (day(6, 14), day(6, 17)))


def _appraising(story: Story, numbers: Numbers, place: int) -> None:
    story.send(day(6, 3))
    story.verify(day(6, 7))
    _appraise_some(story, numbers, place + 3, (day(6, 12), day(6, 14)))


def _appraise_some(
    story: Story, numbers: Numbers, place: int, days: tuple[dt.date, dt.date]
) -> None:
    """Some departments have handed in; in two files one of them has noted that it does not agree."""
    for turn, agency in enumerate(agencies := story.cast.in_turn()):
        if not _waits(agency.slug, turn, place):
            story.appraise(agency, days[turn * 2 >= len(agencies)])
    for slug, at, number in ((TTTT, 1, 8), (NN, 4, 13)):
        agency = next(one for one in story.cast.appraisers if one.slug == slug)
        if place == at:
            against = _against(numbers, number)
            story.say(Stage.APPRAISED, agency, [numbers[number]], days[1], against)


def _waits(slug: str, turn: int, place: int) -> bool:
    if slug == TTTT:
        return place % 2 == 1
    if slug == NN:
        return place % 3 != 0
    return (turn + place) % 4 == 0


def _confirming_measured(story: Story, numbers: Numbers, place: int) -> None:  # noqa: ARG001
    story.send(day(6, 11))
    story.verify(day(6, 12))
    story.appraise_all((day(6, 13), day(6, 14)))


def _confirming(story: Story, numbers: Numbers, place: int) -> None:
    """With the office; one of them looked into."""
    story.send(day(5, 27))
    story.verify(day(5, 31))
    story.appraise_all((day(6, 6), day(6, 12 if place else 7)))
    if place == 0:
        story.say(Stage.CONFIRMED, story.cast.office, [numbers[1], numbers[2]], day(6, 17))


def _confirmed(story: Story, numbers: Numbers, place: int) -> None:  # noqa: ARG001
    story.send(day(5, 20))
    story.verify(day(5, 24))
    story.appraise_all((day(5, 29), day(6, 5)))
    story.confirm(day(6, 7) if place % 2 else day(6, 10))


def _returned_by_the_district(story: Story, numbers: Numbers, place: int) -> None:  # noqa: ARG001
    story.send(day(6, 3))
    story.say(
        Stage.VERIFIED, story.cast.district, story.claims, day(6, 10), _against(numbers, 2, 5)
    )
    story.send_back(Stage.VERIFIED, story.cast.district, day(6, 12))


def _returned_by_a_department(story: Story, numbers: Numbers, place: int) -> None:  # noqa: ARG001
    """By Sở TT&TT; others had handed in by then."""
    story.send(day(5, 27))
    story.verify(day(6, 3))
    *others, last = sorted(story.cast.in_turn(), key=lambda one: one.slug == TTTT)
    for agency in others[:4]:
        story.appraise(agency, day(6, 6))
    story.say(Stage.APPRAISED, last, [numbers[8]], day(6, 11), _against(numbers, 8))
    story.send_back(Stage.APPRAISED, last, day(6, 11))


def _returned_huong_viet(story: Story, numbers: Numbers, place: int) -> None:  # noqa: ARG001
    """Two criteria to make up, one of those that it has taken back since."""
    story.send(day(6, 4))
    against = _against(numbers, _met_besides(story, numbers), 8)
    story.say(Stage.VERIFIED, story.cast.district, story.claims, day(6, 13), against)
    story.send_back(Stage.VERIFIED, story.cast.district, day(6, 14))


def _met_besides(story: Story, numbers: Numbers) -> int:
    """The last criterion that Hướng Việt claims to meet and has not taken back."""
    return max(
        number
        for number, key in numbers.items()
        if number not in TAKEN_BACK and story.claims[key].status == Status.MET
    )


def _against(numbers: Numbers, *about: int) -> Objections:
    doubts: Iterable[tuple[Doubt, str]] = (
        (Doubt.NO_EVIDENCE, "Chưa có tài liệu chứng minh kèm theo (ý kiến minh họa)"),
        (Doubt.OTHER_EVIDENCE, "Số liệu ghi khác với biên bản kèm theo (ý kiến minh họa)"),
    )
    return dict(zip((numbers[one] for one in about), doubts, strict=False))


def _open(period: Round) -> dict[str, Submission]:
    """By code of the commune, a file for each that exists at the cut-off; those the round has are made anew."""
    Submission.objects.filter(round=period).delete()
    cards = (
        Scorecard.objects.filter(
            criteria_set__code=SET, commune__in=Commune.objects.on(period.ends)
        )
        .select_related("commune__district", "criteria_set")
        .order_by("commune__code")
    )
    made = [Submission(round=period, scorecard=one, illustrative=True) for one in cards]
    Submission.objects.bulk_create(made)
    return {one.scorecard.commune.code: one for one in made}


def _set_deadlines(period: Round, by: User) -> None:
    days = Days(starts=period.starts, ends=period.ends, **DEADLINES)
    change_round(period=period, days=days, name=period.name, note=NOTE, by=by)


def _casts(files: dict[str, Submission], people: dict[str, User]) -> dict[str, Cast]:
    """By code of the commune, who speaks of its file."""
    agencies = Agency.objects.on(DAY)
    own = {one.commune_id: one for one in agencies.exclude(commune=None)}
    districts = {one.district_id: one for one in agencies.filter(kind=AgencyKind.DISTRICT)}
    office = agencies.get(kind=AgencyKind.OFFICE)
    some = next(iter(files.values()))
    parts = appraisers_on(some.scorecard.criteria_set_id, DAY)
    appraisers = {one: parts[one.pk] for one in Agency.objects.filter(pk__in=parts)}
    sponsors: dict[int, list[Agency]] = {}
    for one in SponsorAssignment.objects.on(DAY).select_related("agency").order_by("agency"):
        sponsors.setdefault(one.commune_id, []).append(one.agency)
    anybody = _nobody()
    return {
        code: Cast(
            commune=own[file.scorecard.commune_id],
            district=districts[file.scorecard.commune.district_id],
            office=office,
            sponsors=tuple(dict.fromkeys(sponsors.get(file.scorecard.commune_id, []))),
            appraisers=appraisers,
            people=people,
            anybody=anybody,
        )
        for code, file in files.items()
    }


def _people() -> dict[str, User]:
    """By the slug of the agency, the first account that serves it."""
    users = {one.username: one for one in User.objects.filter(demo=True)}
    return {one.agency: users[one.username] for one in reversed(ACCOUNTS)}


def _nobody() -> User:
    user, _ = User.objects.get_or_create(
        username=NOBODY,
        defaults={
            "demo": True,
            "full_name": "Người minh họa",
            "post": "Không đăng nhập được",
            "password": make_password(None),
            "is_active": False,
        },
    )
    return user


def _declare_what_is_taken_back(file: Submission, agency: Agency) -> None:
    """What Hướng Việt had said of those criteria when it sent its file."""
    StatusEntry.objects.bulk_create(
        StatusEntry(
            scorecard=file.scorecard,
            criterion=one,
            status=Status.MET,
            stage=Stage.DECLARED,
            effective_on=END_OF_2023,
            agency=agency,
            illustrative=True,
        )
        for one in Criterion.objects.filter(criteria_set__code=SET, number__in=TAKEN_BACK)
    )


def _take_back(file: Submission, by: User) -> None:
    StatusEntry.objects.filter(
        scorecard=file.scorecard, criterion__number__in=TAKEN_BACK, illustrative=True
    ).update(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=TAKEN_WHY)
