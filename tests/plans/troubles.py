"""A difficulty between a commune's committee and a department, with the people who act on it."""

from types import SimpleNamespace

from plans.choices import StepKind
from plans.models import DifficultyStep
from plans.services.difficulties import About, raise_difficulty, take_step
from tests.factories import AgencyFactory, CommuneFactory, MembershipFactory


def raised():
    """A commune's committee that raised a difficulty with a department; the office and a superior."""
    commune = CommuneFactory(name="Gio Mai")
    agencies = {
        "raiser": AgencyFactory(of_commune=True, commune=commune),
        "asked": AgencyFactory(name="Sở Tài chính"),
        "other": AgencyFactory(name="Kho bạc"),
        "office": AgencyFactory(office=True),
    }
    people = {name: MembershipFactory(agency=one).user for name, one in agencies.items()}
    row = raise_difficulty(
        raised_by=agencies["raiser"],
        addressed_to=agencies["asked"],
        title="Chưa có hướng dẫn thanh toán",
        words="Vốn sự nghiệp",
        about=About(commune),
        by=people["raiser"],
    )
    return SimpleNamespace(row=row, people=people, commune=commune, **agencies)


def step(world: SimpleNamespace, kind: StepKind, who: str, **more: object) -> DifficultyStep:
    given = {"words": "nội dung", "by": world.people[who]} | more
    return take_step(difficulty=world.row, kind=kind, agency=getattr(world, who), **given)


def stands(world: SimpleNamespace) -> tuple[object, ...]:
    world.row.refresh_from_db()
    return world.row.state, world.row.addressed_to, world.row.answer_by
