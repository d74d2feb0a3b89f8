"""Plans as papers through /api/v1/ alone: from assignments to the office that receives them, and from scratch."""

import datetime as dt
import io
import re

import pypdf
import pytest

from accounts.choices import Role
from communes.models import Agency, Commune
from criteria.models import CriteriaSet, Criterion
from criteria.services import rebuild_current
from documents import tasks
from tests.documents.authority import Authority, sign
from tests.documents.files import upload
from tests.factories import ScorecardFactory, SponsorAssignmentFactory, StatusEntryFactory
from tests.plans.test_journeys_by_api import OFFICE, SET, Caller

pytestmark = pytest.mark.django_db
STTTT, LMHTX = "so-thong-tin-truyen-thong", "lien-minh-htx"
DAY = "2024-06-18"
REASON = "Nêu rõ nguồn lực hỗ trợ xã Hướng Việt trước khi trình lại."
SPONSORED = {"Hướng Việt": [2, 3, 17], "Hướng Lập": [5]}
COMMUNES = ("Hải Ba", "Hải Dương", "Hải Thượng", "Tân Liên")
ROWS = 20


@pytest.fixture(autouse=True)
def at_once(settings, tmp_path, monkeypatch):
    """Files in a folder of their own, and a worker that prints when it is asked."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SIGNING_ROOTS = tmp_path / "roots"
    monkeypatch.setattr(tasks.print_paper, "delay", tasks.print_paper)


@pytest.fixture
def printed(django_capture_on_commit_callbacks):
    """The bytes of a paper's print, asked for by somebody."""

    def fetched(who, paper):
        with django_capture_on_commit_callbacks(execute=True):
            assert who.post(f"paper-prints/{paper}/ask/").status_code == 202
        told = who.get(f"paper-prints/{paper}/")
        assert (told["state"], told["ready"], told["error"]) == ("done", True, "")
        return who.fetch(f"paper-prints/{paper}/pdf/")

    return fetched


def text_of(pdf):
    pages = (one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).split())


def stands_behind(slug, places):
    """An agency stands behind communes, each with criteria that it has not met."""
    day = dt.date(2024, 6, 18)
    agency, yardstick = Agency.objects.on(day).get(slug=slug), CriteriaSet.objects.get(code=SET)
    for name, unmet in places.items():
        commune = Commune.objects.on(day).get(name=name)
        SponsorAssignmentFactory(
            agency=agency, commune=commune, starts=dt.date(2023, 1, 1), ends=None
        )
        card = ScorecardFactory(commune=commune, criteria_set=yardstick)
        for one in Criterion.objects.filter(criteria_set=yardstick):
            status = "not_met" if one.number in unmet else "met"
            StatusEntryFactory(scorecard=card, criterion=one, status=status)
    rebuild_current()


def take(who, paper, act, **said):
    answer = who.post(f"papers/{paper}/step/", act=act, **said)
    assert answer.status_code == 200, answer.content
    return answer.json()


def begun(who, slug, title, **said):
    """A plan of one's own agency under its letterhead, which stands first."""
    head = who.get("letterheads/")["results"][0]
    assert head["agency"] == slug
    given = {"letterhead": head["id"], "title": title, "criteria_set": SET, "year_from": 2024}
    made = who.post("sponsor-plans/", **given, **said)
    assert made.status_code == 201, made.content
    return made.json()


def save(who, paper, **content):
    seen = who.get(f"paper-drafts/{paper}/")["version"]
    answer = who.put(f"paper-drafts/{paper}/", seen=seen, content=content)
    assert answer.status_code == 200, answer.content


def found(who, paper):
    """The rules that the form check says are not kept, with where."""
    return {one["rule"]: one for one in who.get(f"paper-checks/{paper}/")["words"]}


def hand_in(who, paper, name, content):
    return who.send("paper-files/", paper=paper, kind="signed", file=upload(content, name))


def test_a_plan_goes_from_assignments_to_the_office(shipped, client, printed):
    stands_behind(STTTT, SPONSORED)
    officer = Caller(client, STTTT)
    head, desk = (Caller(client, STTTT, role=one) for one in (Role.DIRECTOR, Role.FOCAL_POINT))
    (decision,) = [one for one in officer.every("papers/", text="1841") if one["number"] == "1841"]
    told = begun(officer, STTTT, "Phụ trách, đỡ đầu các xã năm 2024", decision=decision["id"])
    unmet = {}
    for row in told["communes"]:
        (place,) = officer.every("communes/", code=row["commune"])
        unmet[place["name"]] = [one["number"] for one in row["unmet"]]
    assert unmet == SPONSORED
    paper = told["plan"]["paper"]

    mends_what_the_form_check_finds(officer, paper)
    take(officer, paper, "trinh")
    is_sent_back_with_a_reason(officer, head, paper)
    take(officer, paper, "trinh")
    take(head, paper, "duyet")
    assert take(desk, paper, "xac-nhan")["state"] == "signing"

    is_signed_outside(officer, head, paper, printed(head, paper))
    take(head, paper, "ky")
    take(desk, paper, "cap-so", number="45", notation="KH-STTTT", day=DAY)
    told = take(desk, paper, "ban-hanh")
    assert (told["state"], told["symbol"], told["may_edit"]) == ("issued", "45/KH-STTTT", False)
    changed = officer.put(f"paper-drafts/{paper}/", seen=1, content={"title": "Khác"})
    assert changed.status_code == 404

    office = Caller(client, OFFICE, role=Role.FOCAL_POINT)
    is_received(office, paper)
    is_found_by_what_its_print_says(office, paper, text_of(printed(office, paper)))


def mends_what_the_form_check_finds(officer, paper):
    before = found(officer, paper)
    save(officer, paper, place="")
    after = found(officer, paper)
    (rule,) = after.keys() - before.keys()
    assert "địa danh" in after[rule]["what"]
    assert all(after[rule][name] for name in ("where", "mend", "law", "cited"))
    save(officer, paper, place="Quảng Trị")
    assert found(officer, paper) == before


def is_sent_back_with_a_reason(officer, head, paper):
    assert [one["id"] for one in head.get("papers/waiting/")["results"]] == [paper]
    assert officer.post(f"papers/{paper}/step/", act="duyet").status_code == 403
    take(head, paper, "tra-lai", words=REASON)
    (notice,) = [one for one in officer.every("notices/", unread=1) if REASON in one["words"]]
    assert notice["address"] == f"/van-ban/{paper}/"
    assert officer.post(f"notices/{notice['id']}/read/").json()["read_at"]
    assert notice["id"] not in {one["id"] for one in officer.every("notices/", unread=1)}
    save(officer, paper, title="Phụ trách, đỡ đầu hai xã năm 2024")


def is_signed_outside(officer, head, paper, original):
    """Over the very bytes of the print; where they were changed the file is refused."""
    signed = sign(original, Authority().person())
    tampered = hand_in(head, paper, "sua.pdf", signed.replace(b"%PDF-1.7", b"%PDF-1.6", 1))
    assert (tampered.status_code, tampered.json()["code"]) == (409, "signature")
    assert "khác bản in để ký" in tampered.content.decode()
    kept = hand_in(head, paper, "da-ky.pdf", signed)
    assert kept.status_code == 201, kept.content
    report = kept.json()["report"]
    assert (report["original_intact"], report["signatures"][0]["valid"]) == (True, True)
    assert officer.fetch(f"paper-files/{kept.json()['id']}/content/") == signed


def is_received(office, paper):
    (sent,) = office.get("deliveries/")["results"]
    assert (sent["paper"], sent["symbol"], sent["agency"]) == (paper, "45/KH-STTTT", OFFICE)
    came = office.post("arrivals/", paper=paper)
    assert (came.status_code, came.json()["arrived_on"]) == (201, DAY)
    assert office.get("deliveries/")["results"] == []
    assert office.every("arrivals/")[0]["symbol"] == "45/KH-STTTT"


def is_found_by_what_its_print_says(office, paper, words):
    for said in ("45/KH-STTTT", "ngày 18 tháng 6 năm 2024", *SPONSORED):
        assert said in words
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", words)[0]
    for typed in (code, code.lower().replace("-", "")):
        assert [one["id"] for one in office.every("papers/", code=typed)] == [paper]
    assert office.every("papers/", code="x") == []


def test_a_stranger_enters_a_plan_from_scratch(shipped, client, printed):
    """Four communes that nobody assigned, and a table of twenty rows."""
    officer = Caller(client, LMHTX)
    told = begun(officer, LMHTX, "Hỗ trợ bốn xã xây dựng nông thôn mới năm 2024")
    assert told["communes"] == []
    key, paper = told["plan"]["id"], told["plan"]["paper"]
    places = [
        one
        for name in COMMUNES
        for one in officer.every("communes/", q=name)
        if one["name"] == name
    ]
    assert len(places) == len(COMMUNES)
    split = officer.post(
        f"sponsor-plans/{key}/split/",
        sentence="giao thông, thu nhập và phấn đấu đạt chuẩn nông thôn mới năm 2025",
    ).json()
    assert (len(split["named"]), split["aim"]["year"]) == (2, 2025)
    unmet = [{"criterion": one["criterion"]} for one in split["named"]]
    for place in places:
        row = officer.post(
            f"sponsor-plans/{key}/communes/",
            commune=place["gso_code"],
            duty="sponsor",
            state_text="đạt 17/19 tiêu chí",
            unmet=unmet,
            targets=[{"text": split["target"]}],
            means_text="Tập huấn cho hợp tác xã",
        )
        assert row.status_code == 201, row.content
        assert row.json()["targets"][0]["year"] == 2025
        wanted = {"content": "Củng cố một hợp tác xã", "due": "Quý IV"}
        made = officer.post(f"sponsor-plans/{key}/communes/{row.json()['id']}/promises/", **wanted)
        assert len(made.json()) == len(unmet)
    seen = officer.get(f"sponsor-plans/{key}/")["plan"]["paper_version"]
    assert officer.post(f"sponsor-plans/{key}/write/", version=seen).status_code == 200

    body = officer.get(f"paper-drafts/{paper}/")["content"]["body"]
    columns = [{"title": one, "width": 25} for one in ("TT", "Nội dung", "Thực hiện", "Thời gian")]
    rows = [
        {"cells": [str(one), f"Việc thứ {one}.", f"Phòng {one}", "Quý III"]}
        for one in range(1, ROWS + 1)
    ]
    table = {"block": "Table", "columns": columns, "rows": rows}
    save(officer, paper, body=[*body, table])
    kept = officer.get(f"paper-drafts/{paper}/")["content"]["body"][-1]
    assert [row["cells"] for row in kept["rows"]] == [row["cells"] for row in rows]
    words = text_of(printed(officer, paper))
    for said in (*COMMUNES, *(f"Việc thứ {one}." for one in range(1, ROWS + 1))):
        assert said in words
    assert take(officer, paper, "trinh")["state"] == "unit"
