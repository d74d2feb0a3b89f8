import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts.choices import Role
from documents.blocks import Heading, Paragraph, to_json
from documents.choices import Authority, PaperKind, PaperState, PaperStepKind, RelationKind
from documents.models import OfficialDocument
from documents.selectors.content import content_of
from documents.services.drafts import save_draft, start_draft
from tests.factories import (
    AgencyFactory,
    LetterheadFactory,
    MembershipFactory,
    PaperFactory,
    StepRightFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def a_draft(**given):
    letterhead = given.pop("letterhead", None) or LetterheadFactory.create()
    by = given.pop("by", None) or UserFactory.create()
    if not by.memberships.exists():
        MembershipFactory.create(user=by, agency=letterhead.agency, role=Role.OFFICER)
    words = {"kind": PaperKind.PLAN, "title": "Đỡ đầu xã"} | given
    return start_draft(letterhead=letterhead, by=by, **words)


def test_a_draft_takes_its_head_notation_and_signer_from_the_letterhead():
    letterhead = LetterheadFactory.create(
        name="Liên minh Hợp tác xã", superior="", code="LMHTX", head_post="Chủ tịch"
    )
    paper = a_draft(letterhead=letterhead)
    assert paper.state == PaperState.DRAFT
    assert (paper.issuer, paper.issuer_text) == (letterhead.agency, "Liên minh Hợp tác xã")
    assert (paper.notation, paper.number, paper.day) == ("KH-LMHTX", "", None)
    assert (paper.month, paper.year) == (6, 2024)
    assert paper.signer_post == "CHỦ TỊCH"
    assert paper.versions.get().number == 1
    assert paper.steps.get().act == "drafted"


def test_a_letter_names_its_unit_instead_of_its_kind():
    letterhead = LetterheadFactory.create(code="SNN")
    assert a_draft(letterhead=letterhead, kind="CV", unit_name="KHTC").notation == "SNN-KHTC"
    letterhead.symbol_rules.create(kind="KH", template="{code}-{unit}")
    assert a_draft(letterhead=letterhead, unit_name="KTN").notation == "SNN-KTN"


def test_a_deputy_signs_for_the_head_in_the_name_of_the_collective():
    letterhead = LetterheadFactory.create(collective="Ủy ban nhân dân", head_post="Chủ tịch")
    StepRightFactory.create(
        letterhead=letterhead,
        step=PaperStepKind.SIGN,
        user=UserFactory.create(full_name="Trần B"),
        authority=Authority.DEPUTY,
        post="Phó Chủ tịch",
    )
    paper = a_draft(letterhead=letterhead)
    lines = paper.signer_prefix, paper.signer_post, paper.signer_second_post, paper.signer_name
    assert lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần B")


@pytest.mark.parametrize(
    ("authority", "second", "lines"),
    [
        (Authority.HEAD, "", ("", "GIÁM ĐỐC", "")),
        (Authority.ACTING, "", ("", "Q. GIÁM ĐỐC", "")),
        (Authority.DEPUTY, "Phó Ban", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "PHÓ BAN")),
        (Authority.ORDER, "", ("TL. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "")),
        (Authority.AUTHORISED, "", ("TUQ. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "")),
    ],
)
def test_the_lines_of_each_authority(authority, second, lines):
    letterhead = LetterheadFactory.create(head_post="Giám đốc", collective="")
    own = "" if authority in {Authority.HEAD, Authority.ACTING} else "Phó Giám đốc"
    StepRightFactory.create(
        letterhead=letterhead,
        step=PaperStepKind.SIGN,
        role=Role.DIRECTOR,
        authority=authority,
        post=own,
        second_post=second,
    )
    paper = a_draft(letterhead=letterhead)
    assert (paper.signer_prefix, paper.signer_post, paper.signer_second_post) == lines


def test_the_content_goes_round_and_makes_a_version_only_where_it_differs():
    agency = AgencyFactory.create()
    base = PaperFactory.create()
    paper = a_draft(
        body=(Heading("I", "Mục đích"),),
        bases=["Căn cứ một", ("Căn cứ hai", base)],
        recipients=[("UBND tỉnh", "b/c", agency), ("Lưu: VT", "", None)],
        relations=[(RelationKind.CARRIES_OUT, base)],
    )
    content = content_of(paper)
    assert content["bases"][1] == {"text": "Căn cứ hai", "paper": base.pk}
    assert content["recipients"][0]["agency"] == agency.slug
    same = save_draft(paper=paper, content=content, seen=1, by=paper.by)
    assert (same.version, paper.versions.count()) == (1, 1)
    content["body"] = to_json((Heading("III", "Nội dung"), Paragraph("Một.")))
    content["recipients"] = content["recipients"][1:]
    saved = save_draft(paper=paper, content=content, seen=1, by=paper.by)
    assert saved.version == 2
    assert content_of(saved) == content
    assert paper.versions.get(number=2).content == content


def test_who_saves_over_a_newer_version_is_given_the_other_content():
    paper = a_draft()
    first = content_of(paper) | {"title": "Của người thứ nhất"}
    save_draft(paper=paper, content=first, seen=1, by=paper.by)
    with pytest.raises(ValidationError) as refused:
        save_draft(paper=paper, content={"title": "Khác"}, seen=1, by=UserFactory.create())
    assert refused.value.code == "stale"
    assert refused.value.params["content"]["title"] == "Của người thứ nhất"
    assert refused.value.params["version"] == 2
    assert str(paper.by) in refused.value.messages[0]


@pytest.mark.parametrize("state", ["signing", "signed", "numbered", "issued"])
def test_what_a_signer_has_before_them_is_not_changed(state):
    paper = a_draft()
    OfficialDocument.objects.filter(pk=paper.pk).update(state=state)
    with pytest.raises(ValidationError) as refused:
        save_draft(paper=paper, content={"title": "Khác"}, seen=1, by=paper.by)
    assert refused.value.code == "locked"


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"title": ""}, "title"),
        ({"day": 31, "month": 2, "year": 2024}, "day"),
        ({"body": [{"block": "Nothing"}]}, "body"),
        ({"recipients": [{"text": "x" * 301}]}, "recipients"),
        ({"urgency": "RẤT"}, "urgency"),
        ({"effective_on": "mai"}, "effective_on"),
        ({"relations": [{"kind": "loves", "paper": None}]}, None),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field(content, field):
    paper = a_draft()
    if field is None:
        save_draft(paper=paper, content=content, seen=1, by=paper.by)
        assert not paper.relations.exists()
        return
    with pytest.raises(ValidationError) as refused:
        save_draft(paper=paper, content=content, seen=1, by=paper.by)
    assert list(refused.value.message_dict) == [field]
    paper.refresh_from_db()
    assert (paper.version, paper.title) == (1, "Đỡ đầu xã")


def test_a_lapsed_right_proposes_nobody():
    letterhead = LetterheadFactory.create(head_post="Giám đốc")
    StepRightFactory.create(
        letterhead=letterhead,
        step=PaperStepKind.SIGN,
        user=UserFactory.create(full_name="Người cũ"),
        ends=dt.date(2024, 6, 17),
    )
    assert a_draft(letterhead=letterhead).signer_name == ""
