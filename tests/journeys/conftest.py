import fcntl
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.journeys.portal import chromium, keep_seeded, running, take_seeded
from tests.journeys.visitor import PATIENCE, Visitors

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id):
    """A folder of the run's own, above that of each worker."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def portal(tmp_path_factory, shared):
    """A running portal, one for all journeys of a worker; the first one's data as seeded serve the others."""
    var = tmp_path_factory.mktemp("portal")
    with ExitStack() as until_the_end:
        with (shared / "seeding").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            take_seeded(shared / "seeded", var)
            started = until_the_end.enter_context(running(var))
            keep_seeded(var, shared / "seeded")
        yield started


@pytest.fixture(scope="session")
def seeded(portal, shared):
    """What a portal keeps on disk before anybody wrote, to begin another one with."""
    return shared / "seeded"


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
