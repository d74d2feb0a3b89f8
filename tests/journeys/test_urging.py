"""The clock moves: a task turns blue, yellow and red, and each mail goes out once, to a real mail server."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.portal import SEEDED, copy_database, on_a_day
from tests.journeys.visitor import Visitors, picture
from tests.plans.sink import listening

pytestmark = pytest.mark.journey
TASK = "I.6"  # due in the second quarter: 30/6/2024, a Sunday


@pytest.fixture
def sink():
    with listening() as mail_server:
        yield mail_server


@pytest.fixture
def on(portal, sink, browser, tmp_path):
    """The portal as it stands on a day, with a browser; its mails of the day are written and sent twice."""
    database = tmp_path / "urging.sqlite3"
    copy_database(Path(portal.environment["VAR_DIR"]) / SEEDED, database)
    server = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(sink.port)}

    def lived(day, see):
        with on_a_day(portal, database, day, **server) as moved:
            for _ in range(2):
                moved.manage("urge")
            visitors = Visitors(browser, moved)
            see(visitors)
            visitors.leave()
        return {(mail["To"], mail["Subject"].strip()) for mail in once(sink.take())}

    return lived


def once(mails):
    """None of them came twice."""
    names = [mail["Message-ID"] for mail in mails]
    assert len(names) == len(set(names))
    return mails


def shown(visitors, name, colour):
    """The task on its lead's first page, in the colour's own words."""
    page = visitors.window("snnptnt")
    page.goto("/")
    row = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=f"{TASK}."))
    expect(row.first).to_contain_text(colour)
    picture(page, f"snnptnt-{name}", full_page=True)


def test_a_task_turns_yellow_and_red_and_each_mail_goes_out_once(on):
    lead, office = "snnptnt@example.vn", "vpdp@example.vn"

    def soon(visitors):
        shown(visitors, "sap-den-han", "sắp đến hạn")

    def behind(visitors):
        shown(visitors, "cham", "chậm")

    def late(visitors):
        shown(visitors, "qua-han", "quá hạn 5 ngày làm việc")
        page = visitors.window("vpdp")
        page.goto("/don-doc/")
        expect(page.get_by_role("table")).to_contain_text(TASK)
        picture(page, "vpdp-don-doc", full_page=True)
        page.get_by_role("link", name="Chép tin nhắn cho Sở Nông nghiệp").click()
        text = page.get_by_label("Dán vào Zalo").input_value()
        assert f"• {TASK}: " in text
        picture(page, "vpdp-chep-tin-nhan")
        page.goto("/don-doc/thu/")
        expect(page.get_by_role("table")).to_contain_text("● đã gửi")
        picture(page, "vpdp-thu-don-doc", full_page=True)

    monday = on("2024-06-17", soon)
    assert (lead, "Nhắc việc NTM 17/6/2024: tổng hợp tuần") in monday

    friday = on("2024-06-28", behind)
    ((_, subject),) = [one for one in friday if one[0] == lead]
    assert "việc đến hạn" in subject

    after = on("2024-07-05", late)
    assert (office, "Nhắc việc NTM 5/7/2024: 3 việc quá hạn chưa có hồi âm") in after
