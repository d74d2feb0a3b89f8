import pytest
from playwright.sync_api import expect, sync_playwright

from tests.journeys.portal import chromium, keep_seeded, running
from tests.journeys.visitor import PATIENCE, Visitors

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    """A running portal, one for all journeys."""
    var = tmp_path_factory.mktemp("portal")
    with running(var) as started:
        keep_seeded(var)
        yield started


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        started = chromium(playwright)
        yield started
        started.close()


@pytest.fixture(scope="session")
def _visitors(portal, browser):
    return Visitors(browser, portal)


@pytest.fixture
def visitors(_visitors):
    """Windows for people. None may see an error, a refused script or another host."""
    yield _visitors
    _visitors.leave()
