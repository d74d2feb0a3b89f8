"""Issuers that ship: only what papers show, loaded as often as one likes."""

import pytest

from communes.imports.places import load_agencies, load_places
from documents.imports import load_letterheads
from documents.models import Letterhead
from documents.selectors.letterheads import notation_for, signature_block

pytestmark = pytest.mark.django_db


def test_issuers_load_twice_without_a_change_and_print_as_the_papers_do():
    load_places()
    load_agencies()
    first = load_letterheads()
    again = load_letterheads()
    assert first.added > 100
    assert (again.added, again.changed) == (0, 0)
    heads = {one.agency.slug: one for one in Letterhead.objects.select_related("agency")}
    ban = heads["bcd-ctmtqg"]
    assert (ban.is_post, notation_for(ban, "QĐ")) == (True, "QĐ-BCĐCTMTQG")
    assert notation_for(heads["lien-minh-htx"], "KH") == "KH-LMHTX"
    assert notation_for(heads["so-nong-nghiep-ptnt"], "CV", "KHTC") == "SNN-KHTC"
    commune = heads["ubnd-xa-19438"]
    assert (commune.place, notation_for(commune, "KH")) == ("Hướng Việt", "KH-UBND")
    block = signature_block(commune)
    assert (block.signer_prefix, block.signer_post) == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert "so-y-te" not in heads
