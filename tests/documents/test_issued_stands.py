"""An issued paper never changes: its rows refuse it by every door that code has, the demonstration's own go."""

import pytest
from django.contrib import admin
from django.db import transaction

from accounts.models import User
from documents.choices import RelationKind
from documents.models import (
    Basis,
    OfficialDocument,
    PaperStep,
    PaperVersion,
    Recipient,
    Relation,
)
from documents.models.paper import Fixed
from documents.services import steps
from documents.services.papers import replace_paper
from tests.documents.house import House, attach_scan
from tests.factories import PaperFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House()


def whole(house, state):
    """A paper with a row of each sort."""
    return house.at(
        state,
        bases=["Căn cứ Luật Đầu tư công ngày 13/6/2019"],
        recipients=[("Như trên", "", None)],
        relations=[(RelationKind.BASED_ON, PaperFactory.create())],
    )


def fresh(paper):
    return {
        Basis: Basis(paper=paper, order=9, text="Căn cứ khác"),
        Recipient: Recipient(paper=paper, order=9, text="Nơi khác"),
        Relation: Relation(paper=paper, kind=RelationKind.AMENDS, other=PaperFactory.create()),
    }


CHANGES = {
    "a row saved": lambda rows, paper, row, new: row.save(),
    "a row taken out": lambda rows, paper, row, new: row.delete(),
    "a row added": lambda rows, paper, row, new: new.save(),
    "rows added at once": lambda rows, paper, row, new: rows.objects.bulk_create([new]),
    "rows updated": lambda rows, paper, row, new: rows.objects.filter(pk=row.pk).update(
        paper=paper
    ),
    "rows updated at once": lambda rows, paper, row, new: rows.objects.bulk_update(
        [row], ["paper"]
    ),
    "rows taken out": lambda rows, paper, row, new: rows.objects.filter(paper=paper).delete(),
}


@pytest.mark.parametrize("name", CHANGES)
def test_rows_of_an_issued_paper_stand(house, name):
    paper = whole(house, "issued")
    for rows, new in fresh(paper).items():
        row = rows.objects.get(paper=paper)
        with pytest.raises(Fixed), transaction.atomic():
            CHANGES[name](rows, paper, row, new)
        assert list(rows.objects.filter(paper=paper)) == [row]


@pytest.mark.parametrize("name", CHANGES)
def test_rows_of_a_draft_change(house, name):
    paper = whole(house, "draft")
    for rows, new in fresh(paper).items():
        CHANGES[name](rows, paper, rows.objects.get(paper=paper), new)


def test_a_row_does_not_leave_an_issued_paper_for_a_draft(house):
    row = Basis.objects.get(paper=whole(house, "issued"))
    row.paper = house.paper()
    with pytest.raises(Fixed):
        row.save()


@pytest.mark.parametrize("act", ["recalled", "replaced"])
def test_a_paper_no_longer_in_force_stands_as_well(house, act):
    paper = whole(house, "issued")
    if act == "recalled":
        steps.recall(paper=paper, by=house.desk, reason="Sai")
    else:
        replace_paper(old=paper, new=PaperFactory.create())
    with pytest.raises(Fixed):
        Basis.objects.get(paper=paper).delete()


def test_that_it_takes_anothers_place_may_be_told_of_an_issued_paper(house):
    """The register learns it after both are out; nothing of its words changes by that."""
    new, old = whole(house, "issued"), PaperFactory.create()
    replace_paper(old=old, new=new)
    told = Relation.objects.get(paper=new, kind=RelationKind.REPLACES)
    assert told.other == old
    with pytest.raises(Fixed):
        told.delete()


def test_an_issued_paper_is_kept_and_goes_only_with_the_demonstration(house):
    paper = house.at("issued", kind="BC")
    with pytest.raises(Fixed):
        paper.delete()
    with pytest.raises(Fixed):
        OfficialDocument.objects.filter(pk=paper.pk).delete()
    shown = whole(House(), "issued")
    User.objects.filter(pk=shown.by_id).update(demo=True)
    PaperStep.objects.filter(paper=shown).delete()
    shown.delete()
    assert not Basis.objects.filter(paper_id=shown.pk).exists()
    assert OfficialDocument.objects.filter(pk=paper.pk).exists()


def test_what_was_done_and_saved_is_appended(house):
    paper = house.at("unit")
    for rows in (PaperStep, PaperVersion):
        row = rows.objects.filter(paper=paper).first()
        with pytest.raises(Fixed):
            row.save()
        with pytest.raises(Fixed):
            row.delete()


def test_the_administrators_door_has_none_of_these_rows(rf):
    """Papers are there to read (`PaperAdmin`); their rows are not there at all."""
    assert not {Basis, Recipient, Relation, PaperStep, PaperVersion} & set(admin.site._registry)  # noqa: SLF001
    shown = admin.site._registry[OfficialDocument]  # noqa: SLF001
    asked = rf.get("/")
    asked.user = UserFactory.create(is_superuser=True)
    assert not shown.has_change_permission(asked)
    assert not shown.has_delete_permission(asked)
    assert not shown.inlines


def test_files_of_an_issued_paper_are_kept_and_none_is_edited(house):
    paper = house.at("issued")
    row = attach_scan(paper, kind="printed")
    row.name = "khac.pdf"
    for way in (row.save, row.delete, paper.files.all().delete):
        with pytest.raises(Fixed):
            way()
    assert paper.files.filter(name="ban-ky.pdf").exists()


def test_a_file_of_a_draft_may_go_with_others(house):
    paper = house.at("draft")
    attach_scan(paper, kind="printed")
    paper.files.all().delete()
    assert not paper.files.exists()
