"""What holds for a report of every kind, on the demonstration's data."""

import datetime as dt
import io
import json
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communes.models import Agency, Commune
from criteria.models import CouncilFile, Recognition, Round, StatusEntry
from documents.blocks import Appendix, Figure, Heading, Table, flat, from_json
from plans.models import SupportMoney, Task
from reports import services
from reports.choices import Kind, RunState
from reports.kinds import KINDS
from reports.models import ReportRun
from reports.selectors.asked import Asked
from reports.selectors.board import board
from reports.selectors.pages import page_of
from reports.services.body import text_of
from reports.services.run import _freeze, _write_body
from reports.words.links import plain, runs_of

TODAY = dt.date(2024, 6, 18)
ISSUER = {"agency": "so-thong-tin-truyen-thong", "programme": "vpdp-ntm"}
PAPERS = [one for one in Kind if KINDS[one].is_paper]
SHARE = re.compile(
    r"\d %"
)  # a line may break there; papers quoted write none, reports a no-break one
SIGNS = re.compile(r"[●✕◐○▲▼✓✗✔✘]")
ENGLISH = re.compile(r"\bNone\b|\bTrue\b|\bFalse\b|\bnan\b|[{}]|\d{4}-\d\d-\d\d")
every_kind = pytest.mark.parametrize("kind", list(Kind))
every_paper = pytest.mark.parametrize("kind", PAPERS)
FAMILIES = {one.family: one for one in Kind}  # the last of each: the year's, where there are two
every_family = pytest.mark.parametrize("kind", [*FAMILIES.values()])
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def runs(demo, django_db_blocker):
    """A run of each kind with its figures frozen and its text kept, as a worker leaves it but for the file."""
    with django_db_blocker.unblock():
        by = User.objects.get(username="vpdp")
        return {kind: made(kind, by) for kind in Kind}


def made(kind, by):
    of = KINDS[kind]
    rounds = Round.objects.filter(kind=of.rounds, year=2024) if of.rounds else Round.objects.none()
    commune = Commune.objects.on(TODAY).get(name="Hướng Việt") if of.of_commune else None
    run = services.request_report(
        kind=kind, agency=issuer(kind), round=rounds.first(), commune=commune, by=by
    )
    run = services.start(run.pk)
    _freeze(run, of.gather(run))
    run.refresh_from_db()
    _write_body(run)
    ReportRun.objects.filter(pk=run.pk).update(state=RunState.DONE)
    run.refresh_from_db()
    return run


def issuer(kind):
    able = KINDS[kind].issuers(TODAY)
    name = {"commune": "Linh Trường", "district": "Gio Linh"}.get(kind.family)
    found = able.filter(name__icontains=name) if name else able
    if slug := ISSUER.get(kind.family):
        found = able.filter(slug=slug)
    return found.first() or able.order_by("pk").first()


def words(value):
    """Every text of blocks, tables and facts; drawings are left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Figure):
        yield from (value.caption, value.description)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from words(one)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from words(getattr(value, name))


def within(blocks, kind):
    for one in blocks:
        if isinstance(one, kind):
            yield one
        yield from within(getattr(one, "blocks", ()), kind)


def all_of(run):
    of, given = KINDS[Kind(run.kind)], run.figures
    return of.compose(given), of.tables(given), of.facts(given), of.warnings(given)


def addresses(run):
    """Of each page that numbers lead to, with each set of filters, the first and the last."""
    blocks, tables, facts, _ = all_of(run)
    found = {one.address: None for one in facts if one.address}
    for text in words((blocks, tables)):
        found |= {address: None for _, address in runs_of(text) if address}
    shapes = {}
    for one in found:
        path, asked = urlsplit(one).path, urlsplit(one).query
        shape = re.sub(r"\d+", "N", path), re.sub(r"=[^&]*", "", asked)
        shapes.setdefault(shape, []).append(one)
    return sorted({some[at] for some in shapes.values() for at in (0, -1)})


@every_family
def test_every_number_leads_to_a_page_that_any_member_may_open(client, runs, kind):
    client.force_login(User.objects.get(username="huongviet"))
    found = addresses(runs[kind])

    assert found
    answers = {one: client.get(one.partition("#")[0], follow=True) for one in found}
    assert {one: answer.status_code for one, answer in answers.items()} == dict.fromkeys(
        found, 200
    )


@every_kind
def test_text_and_tables_come_from_what_was_frozen_alone(
    runs, kind, settings, django_assert_num_queries
):
    run = runs[kind]
    said = all_of(run)
    settings.PORTAL_TODAY = "2031-01-02"

    with django_assert_num_queries(0), time_machine.travel("2031-01-02"):
        assert all_of(run) == said
        run.figures = json.loads(json.dumps(run.figures))
        assert all_of(run) == said
    run.refresh_from_db()


@every_family
def test_gathered_again_of_the_same_moment_the_figures_are_the_same(runs, kind):
    run = ReportRun.objects.get(pk=runs[kind].pk)

    assert json.loads(json.dumps(KINDS[kind].gather(run))) == run.figures


@every_family
def test_printed_again_after_everything_changed_it_says_the_same(runs, kind):
    run = ReportRun.objects.get(pk=runs[kind].pk)
    page = page_of(run)
    with transaction.atomic():
        turn_everything_over()
        later = ReportRun.objects.get(pk=run.pk)
        assert json.loads(json.dumps(KINDS[kind].gather(fresh(later)))) != run.figures
        assert json.loads(json.dumps(text_of(later))) == run.body
        again = page_of(later)
        assert again.blocks == page.blocks
        assert getattr(again, "html", "") == getattr(page, "html", "")
        transaction.set_rollback(True)


def fresh(run):
    run.known_at = timezone.now()
    return run


def turn_everything_over():
    StatusEntry.objects.update(status="not_met")
    CouncilFile.objects.all().delete()
    Recognition.objects.all().delete()
    SupportMoney.objects.update(done=777)
    Task.objects.update(content="Việc khác")
    for model in (Commune, Agency):
        for one in model.objects.all():
            model.objects.filter(pk=one.pk).update(name=f"{one.name} mới")


@every_family
def test_word_holds_every_word_that_prints(client, runs, kind):
    client.force_login(User.objects.get(username="vpdp"))
    run = runs[kind]

    answer = client.get(reverse("reports:run_word", args=[run.pk]))

    body = docx.Document(io.BytesIO(b"".join(answer))).element.body
    held = squeezed("".join(one.text or "" for one in body.iter() if one.tag.endswith("}t")))
    blocks = page_of(run).blocks
    missing = [one for one in printed(blocks) if squeezed(one) not in held]
    assert missing == []
    assert len(held) > 500


def printed(blocks):
    for one in blocks:
        if isinstance(one, Table):
            yield from (one.caption, *(column.title for column in one.columns))
            yield from (cell for row in one.rows for cell in row.cells)
        elif isinstance(one, Figure):
            yield one.caption
        elif isinstance(one, Appendix):
            yield one.title
            yield from printed(one.blocks)
        elif isinstance(one, Heading):
            yield one.text
        else:
            yield from words(getattr(one, "text", getattr(one, "items", ())))


def squeezed(text):
    return re.sub(r"\s", "", text).casefold()


@every_family
def test_the_workbook_holds_every_cell_of_every_table(client, runs, kind):
    client.force_login(User.objects.get(username="vpdp"))
    run = runs[kind]
    _, tables, facts, _ = all_of(run)

    answer = client.get(reverse("reports:run_tables", args=[run.pk]))

    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))
    sheets = list(book)[bool(facts) :]
    assert len(sheets) == len(tables)
    for sheet, table in zip(sheets, tables, strict=True):
        rows = [[one.value for one in row] for row in sheet.iter_rows()][
            -len(table.rows) or None :
        ]
        for row, held in zip(table.rows, rows, strict=bool(table.rows)):
            for cell, value in zip(row.cells, held, strict=False):
                assert same(plain(cell), value), (table.caption, row, held)


def same(text, value):
    if isinstance(value, int | float):
        number = text.replace(".", "").replace(",", ".").replace("−", "-")
        return float(number) == pytest.approx(value)
    return squeezed(text) == squeezed(value or "")


@every_paper
def test_titles_addressees_and_parts_are_as_the_rules_ask(runs, kind):
    """RF1, RF2, RF4: the title tells the period and what comes next; parts are Roman and without a gap."""
    run = runs[kind]
    page = page_of(run)
    headings = [one.number for one in within(page.blocks, Heading) if one.level == 1]

    assert headings == ["I", "II", "III", "IV", "V", "VI", "VII"][: len(headings)]
    assert len(headings) >= 3
    assert page.addressees
    assert page.recipients[0] == "Như trên"
    if KINDS[kind].rounds == "year":
        assert page.subject.endswith("năm 2024 và phương hướng, nhiệm vụ năm 2025")
    elif KINDS[kind].rounds:
        assert page.subject.endswith(
            "6 tháng đầu năm 2024 và phương hướng, nhiệm vụ 6 tháng cuối năm 2024"
        )


@every_paper
def test_tables_tell_the_cut_off_their_unit_and_lie_across_when_wide(runs, kind):
    """RF5, RF7, RF9."""
    blocks = KINDS[kind].compose(runs[kind].figures)
    under = {
        id(table): one.title
        for one in within(blocks, Appendix)
        for table in within(one.blocks, Table)
    }
    for table in within(blocks, Table):
        title = table.caption or under[id(table)]
        heads = " ".join((title, table.unit, *words(table.columns)))
        assert "18/6/2024" in heads, title
        if re.search("kinh phí|vốn|kinh tế", heads, re.IGNORECASE):
            assert "triệu đồng" in heads, title
    for one in within(blocks, Appendix):
        wide = any(len(table.columns) >= 8 for table in within(one.blocks, Table))
        assert one.landscape or not wide, one.title


@every_kind
def test_words_are_vietnamese_and_no_sign_stands_for_a_word(runs, kind):
    """RF8; a share has a no-break space before its sign."""
    blocks, tables, facts, told = all_of(runs[kind])
    said = [one.value for one in facts] + [one.label for one in facts]
    for text in map(plain, [*words((printed_words(blocks), tables, told)), *said]):
        assert not SIGNS.search(text), text
        assert not ENGLISH.search(text), text
        assert not SHARE.search(text), text
        assert "  " not in text, text


def printed_words(blocks):
    return tuple(printed(flat(blocks)))


@every_kind
def test_drawings_say_themselves_in_words(runs, kind):
    for one in within(KINDS[kind].compose(runs[kind].figures), Figure):
        root = ET.fromstring(one.svg)  # noqa: S314 -- our own drawing
        names = [
            child.tag.rpartition("}")[2] for child in root.iter() if (child.text or "").strip()
        ]
        assert "title" in names
        assert "desc" in names
        assert one.caption


@pytest.mark.parametrize("kind", [Kind.AGENCY_HALF_YEAR, Kind.AGENCY_YEAR])
def test_an_agencys_communes_are_those_of_its_overview(runs, kind):
    run = runs[kind]
    page = board(Asked(day=run.as_of, agency=run.agency.slug))
    told = {
        one.key.removeprefix("commune."): one.value
        for one in KINDS[kind].facts(run.figures)
        if one.key.startswith("commune.")
    }

    rows = {row.commune.code: row for row in page.heatmap.rows}
    assert {
        code: f"{row.standing.met}/{row.standing.total}" if row.standing.has_data else ""
        for code, row in rows.items()
    } == told


@pytest.mark.parametrize("kind", [Kind.PROVINCE_YEAR, Kind.PROGRAMME])
def test_each_task_of_the_programme_is_cited(runs, kind):
    """RF12."""
    said = squeezed(plain(" ".join(words(KINDS[kind].tables(runs[kind].figures)))))
    tasks = list(Task.objects.filter(group__programme__year=2024))

    assert len(tasks) == 14
    assert [one for one in tasks if squeezed(one.content) not in said] == []


@every_family
def test_the_page_of_a_run_costs_few_queries_however_much_it_holds(
    client, runs, kind, django_assert_max_num_queries
):
    client.force_login(User.objects.get(username="lanhdao"))
    with django_assert_max_num_queries(30):
        assert client.get(reverse("reports:run_detail", args=[runs[kind].pk])).status_code in {
            200,
            404,
        }


def test_the_text_kept_is_blocks(runs):
    assert all(from_json(one.body) for one in runs.values())
