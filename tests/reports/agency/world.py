"""What tests of an agency's report share: its figures, its text and its annexes."""

import datetime as dt
import json

from django.utils import timezone

from documents.blocks import Bullets, Paragraph, flat
from reports.choices import Kind
from reports.figures.agency.report import gather
from reports.figures.shapes import thaw
from reports.kinds import KINDS
from reports.words.links import plain, plain_blocks

DAY = dt.date(2024, 6, 18)
KIND = KINDS[Kind.AGENCY_HALF_YEAR]


def figures_of(run):
    run.known_at = timezone.now()
    return thaw(json.loads(json.dumps(gather(run))))


def composed(run, kind=KIND):
    run.known_at = timezone.now()
    return flat(plain_blocks(kind.compose(gather(run))))


def said(run, kind=KIND):
    found = []
    for one in composed(run, kind):
        if isinstance(one, Paragraph):
            found.append(one.text)
        elif isinstance(one, Bullets):
            found += one.items
    return found


def annex(run, number):
    """The table of an annex, or None where it is left out."""
    run.known_at = timezone.now()
    found = [one for one in KIND.tables(gather(run)) if one.caption.startswith(f"Biểu {number}.")]
    return found[0] if found else None


def cells(run, number):
    return [tuple(plain(cell) for cell in row.cells) for row in annex(run, number).rows]


def titles(table):
    return [one.title for one in table.columns]
