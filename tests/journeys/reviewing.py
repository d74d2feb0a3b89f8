"""People of a review and what they do on a file, in the words of the screen; for the journeys and their pictures."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.portal import SEEDED, Portal, copy_database, on_a_day
from tests.journeys.visitor import Visitors

DAY, AFTER_THE_CUT_OFF, WITHOUT_DISTRICTS = "2024-06-18", "2024-07-02", "2025-08-01"
VINH_GIANG = "19423"  # declared whole, not sent; its values are made up
NO_EVIDENCE = "thiếu minh chứng"
APPRAISERS = ("tttt", "snnptnt", "sxd")  # the rest hand in behind the scene

PEOPLE = """
from accounts.models import User
from communes.models import Agency, Membership
from accounts.calendar import working_day
for name, slug in {people!r}.items():
    user = User.objects.create_user(
        name, password={password!r}, full_name=f"Người thử {{name}}", demo=True
    )
    agency = Agency.objects.on(working_day()).get(slug=slug)
    Membership.objects.create(user=user, agency=agency, role="officer", starts=agency.starts)
"""
THE_OTHERS = """
from accounts.models import User
from criteria.choices import Stage
from criteria.models import Holding, Submission
from criteria.permissions import Mandate
from criteria.selectors.review import file_view
from criteria.services import review
from criteria.services.review import Said
user = User.objects.get(username="minh-hoa")
file = Submission.objects.select_related("round", "scorecard__criteria_set").get(pk={pk})
criteria = {{one.pk: one for one in file.scorecard.criteria_set.criteria.all()}}
held = Holding.objects.open().filter(submission=file, stage=Stage.APPRAISED).select_related("agency")
for holding in held.exclude(agency__memberships__user__username__in={but!r}):
    mandate = Mandate(Stage.APPRAISED, holding.agency)
    view = file_view(file)
    for key in view.left(holding):
        review.say(file, criteria[key], Said(agrees=True), base=None, mandate=mandate, by=user)
    review.appraise(file, mandate=mandate, by=user)
    file.refresh_from_db()
"""


class Stage:
    """Data of its own, as seeded, in which days go by and more people serve."""

    def __init__(self, portal: Portal, browser: Browser, database: Path) -> None:
        self.portal, self.browser, self.database = portal, browser, database
        copy_database(Path(portal.environment["VAR_DIR"]) / SEEDED, database)

    @contextmanager
    def on(self, day: str) -> Iterator[tuple[Portal, Visitors]]:
        """The portal on a day, and windows before it."""
        with on_a_day(self.portal, self.database, day) as there:
            visitors = Visitors(self.browser, there)
            yield there, visitors
            visitors.leave()


def enrol(portal: Portal, people: dict[str, str]) -> None:
    """Accounts with the password of the demonstration: user name → key of the agency."""
    portal.manage("shell", "-v0", "-c", PEOPLE.format(people=people, password=portal.password))


def let_the_others_appraise(portal: Portal, pk: int, but: tuple[str, ...] = APPRAISERS) -> None:
    portal.manage("shell", "-v0", "-c", THE_OTHERS.format(pk=pk, but=but))


def open_file(page: Page, name: str, tab: str = "cho-toi") -> int:
    """A commune's file from the queue; its key."""
    page.goto(f"/ho-so/?xem={tab}&xa={name}")
    page.get_by_role("rowheader").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    page.wait_for_load_state()  # the keys are heard from then on
    return int(page.url.split("/ho-so/")[1].split("/")[0])


def row(page: Page, number: int) -> Locator:
    return page.locator(f"#dong-{number}")


def tally(page: Page) -> Locator:
    return page.locator("#review-bar")


def focus(page: Page, number: int) -> None:
    page.locator(f"#mo-{number}").focus()


def object_to(page: Page, number: int, words: str, doubt: str = NO_EVIDENCE) -> None:
    """The key 2, then why, what the reviewer finds, and words."""
    focus(page, number)
    page.keyboard.press("2")
    box = row(page, number)
    expect(box.get_by_label("Lý do")).to_be_focused()
    box.get_by_label("Lý do").select_option(label=doubt)
    box.get_by_label("Kết quả theo đơn vị bạn").select_option(index=1)
    box.get_by_label("Xã cần bổ sung").fill(words)
    box.get_by_role("button", name="Ghi không đồng ý").click()
    expect(row(page, number)).to_have_attribute("data-said", "no")


def agree_with_all(page: Page) -> None:
    """Open every row that is left, then agree with what was opened."""
    page.get_by_role("link", name=re.compile(r"^Tất cả")).first.click()
    page.get_by_role("button", name=re.compile(r"^Mở hết \d+ dòng")).click()
    page.get_by_role("button", name=re.compile(r"^Đồng ý \d+ dòng đã mở")).click()


def hand_on(page: Page, words: str) -> None:
    """The act of the stage, said once more on its own page."""
    tally(page).get_by_role("link", name=words, exact=True).click()
    page.get_by_role("main").get_by_role("button", name=words).click()
    expect(page).to_have_url(re.compile(r"/ho-so/\d+/$"))
