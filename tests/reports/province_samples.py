"""A province in frozen figures, and what its report says, for tests of text and tables."""

from dataclasses import asdict, replace

from documents.blocks import flat
from plans.choices import TargetKind
from reports.figures.commune.shapes import Fund
from reports.figures.province.shapes import (
    Aim,
    Sponsor,
    Works,
)
from reports.kinds.province import report as kind
from reports.words.links import plain
from tests.reports.province_world import HELD, SEAT, frozen, letters, place

GROUPS = (("nhom_1", "nhóm 1"), ("nhom_2", "nhóm 2"), ("nhom_3", "nhóm 3"))
SPONSOR = Sponsor(
    name="Sở KH&ĐT",
    slug="so-ke-hoach-dau-tu",
    communes=("19501",),
    sponsored=1,
    in_charge=0,
    unclear=0,
    plans=("KH 2071/SKH-KTN (08/12/2020)",),
    reports=("30/6/2024, đúng hạn",),
    times=2,
    total="1500",
    own="500",
    raised=None,
    integrated="0",
    others=None,
    rest="1000",
    illustrative=False,
)
GOAL = Aim(
    kind=TargetKind.COMMUNES_RECOGNISED.value,
    text="Tỷ lệ xã đạt chuẩn là 76,2% (tương đương 77/101 xã)",
    low=77,
    high=None,
    out_of=101,
    below=None,
    year=2024,
    paper="QĐ 645/QĐ-BCĐCTMTQG",
    pk=None,
)
UNDER = replace(
    GOAL, kind="communes_under", text="Không còn xã dưới 13", low=None, high=0, below=13
)
FULL, NEAR, LOW = (
    place("M" * 19, name="Gio An", held=(HELD,), was=("ntm",)),
    place("M" * 16 + "NN-", name="Gio Mỹ", code="19502"),
    place(letters(9), letters(9), name="Linh Trường", code="19503"),
)
BLANK = place("-" * 19, name="Gio Hải", code="19504")
WORLD = frozen(communes=(FULL, NEAR, LOW, BLANK), districts=(SEAT,), communes_year_ago=4)


FUNDS = (
    Fund("central", "1000", "250"),
    Fund("commune", None, "40"),
    Fund("labour_days", "0", "0"),
)
WORKS = (
    Works("roads", "Giao thông", 2, 1, ("3,5 km",), (Fund("central", "700", "250"),)),
    Works("", "Không tách theo công trình", 0, 0, (), (Fund("central", "300", None),)),
)


def grouped():
    return replace(
        WORLD,
        groups=GROUPS,
        criteria_set="2026–2030",
        form_set="2026–2030",
        forms=tuple((one[0], one[0]) for one in WORLD.forms),
        criteria=WORLD.criteria[:10],
        communes=(
            place("M" * 10, group="nhom_1", held=(HELD,)),
            place("M" * 10, group="nhom_1"),
            place("M" * 6 + "NNNN", group="nhom_2"),
            place("M" * 2 + "N" * 8, group="nhom_3"),
        ),
    )


def whole(figures):
    return flat(kind.compose(asdict(figures)))


def text_of(figures):
    lines = []
    for one in whole(figures):
        lines += [getattr(one, "text", ""), *getattr(one, "items", ())]
    return plain("\n".join(lines))


def cells(table):
    return [[plain(cell) for cell in row.cells] for row in table.rows if not row.group]


def titles(table):
    return [column.title for column in table.columns]
