"""Illustrative files of the council: every document, number and vote is made up, and marked as such.

No decision is invented: the one that is decided ends in an illustrative recognition.
"""

import datetime as dt
import io
from collections.abc import Mapping
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db.models import Q, QuerySet
from PIL import Image, ImageDraw, ImageFont

from accounts.models import User
from communes.models import Agency, Commune
from criteria.choices import COMPUTED, SHARES, CouncilState, Level, Purpose
from criteria.evaluation.council import Asks
from criteria.models import (
    ConditionFinding,
    CouncilFile,
    CouncilMeeting,
    CriteriaSet,
    FiledDocument,
    Recognition,
)
from criteria.selectors.council_conditions import asked_of_file
from criteria.selectors.standing import standings
from documents.models import StoredFile
from documents.services import store_file
from ntm_portal.demo.plan import SPONSORED

WRITER, OFFICE = "vpdp", "vpdp-ntm"
THUAN, SET = "19471", "commune-2021-2025"
DAY = dt.date(2024, 6, 18)
NOTE = "Hồ sơ minh họa"
WORDS = "Số liệu minh họa"
FONT = "LiberationSerif-Regular.ttf"
MARK = "MINH HỌA – không phải hồ sơ thật"


def write_council() -> int:
    """How many files were written: one of 2020, three of 2024."""
    user = User.objects.get(username=WRITER)
    office = Agency.objects.get(slug=OFFICE)
    paper = store_file(ContentFile(_page(), "minh họa – giấy tờ của hồ sơ.pdf"), by=user)
    writer = _Writer(user, office, paper)
    communes = Commune.objects.on(DAY)
    made = [
        writer.decided_in_2020(),
        writer.preparing(communes.get(code=THUAN)),
        writer.voted(_nearest(communes.exclude(code__in=SPONSORED))),
        writer.advanced(communes),
    ]
    return sum(made)


def clear_council(demo: QuerySet[User]) -> int:
    """What is marked and what demonstration accounts did; before recognitions, files and accounts go."""
    marked = Q(illustrative=True) | Q(by__in=demo) | Q(recognition__illustrative=True)
    gone = CouncilFile.objects.filter(marked).delete()[0]
    for model in (ConditionFinding, FiledDocument, CouncilMeeting):
        gone += model.objects.filter(by__in=demo).delete()[0]
    undone = {"withdrawn_at": None, "withdrawn_by": None, "withdrawn_reason": ""}
    FiledDocument.objects.filter(withdrawn_by__in=demo).update(**undone)
    CouncilMeeting.objects.filter(withdrawn_by__in=demo).update(**undone)
    return gone


class _Writer:
    """Writes rows in the name of the office."""

    def __init__(self, user: User, office: Agency, paper: StoredFile) -> None:
        self.said = {"agency": office, "by": user}
        self.paper = paper

    def decided_in_2020(self) -> int:
        """Under QĐ 2540; it ends in the illustrative recognition of some commune of that year."""
        known = Recognition.objects.filter(
            level=Level.STANDARD, year=2020, illustrative=True
        ).select_related("commune")
        row = known.order_by("commune__code").first()
        if row is None:
            return 0
        file = self._file(row.commune, dt.date(2020, 9, 15), year=2020)
        asks = self._complete(file, dt.date(2020, 11, 10), {"hai-long": "91", "lay-y-kien": "72"})
        self._submit(file, asks, dt.date(2020, 11, 16))
        self._meeting(file, dt.date(2020, 12, 8), 15, 14, valid=None)
        file.state, file.recognition, file.ended_on = CouncilState.DECIDED, row, row.since
        file.save()
        return 1

    def preparing(self, commune: Commune) -> int:
        """Of 2024: documents are missing, and what is said of the debt differs from what works tell."""
        file = self._file(commune, dt.date(2024, 5, 6), year=2024)
        self._finding(file, "no-dong", dt.date(2024, 6, 3))
        self._filed(file, "to-trinh", dt.date(2024, 5, 20))
        self._filed(file, "bao-cao", dt.date(2024, 5, 20))
        return 1

    def voted(self, commune: Commune) -> int:
        """Of 2024: the council agreed, the decision is awaited."""
        file = self._file(commune, dt.date(2024, 4, 8), year=2023)
        asks = self._complete(file, dt.date(2024, 5, 14), {"hai-long": "93.5"})
        self._submit(file, asks, dt.date(2024, 5, 20))
        self._meeting(file, dt.date(2024, 6, 11), 15, 13, valid=True)
        file.state = CouncilState.PASSED
        file.save()
        return 1

    def advanced(self, communes: QuerySet[Commune]) -> int:
        """«Nâng cao» of 2024, just begun, of a commune that holds the level below."""
        held = Recognition.objects.on(DAY)
        higher = held.filter(level=Level.ADVANCED).values("commune")
        lower = held.filter(level=Level.STANDARD, illustrative=True).values("commune")
        rows = communes.filter(pk__in=lower).exclude(pk__in=higher)
        commune = rows.order_by("code").first()
        if commune is None:
            return 0
        file = self._file(commune, dt.date(2024, 6, 3), year=2024, level=Level.ADVANCED)
        self._filed(file, "to-trinh", dt.date(2024, 6, 10))
        return 1

    def _file(
        self, commune: Commune, day: dt.date, *, year: int, level: Level = Level.STANDARD
    ) -> CouncilFile:
        return CouncilFile.objects.create(
            commune=commune,
            level=level,
            purpose=Purpose.RECOGNISE,
            year=year,
            opened_on=day,
            note=NOTE,
            illustrative=True,
            **self.said,
        )

    def _complete(self, file: CouncilFile, day: dt.date, shares: Mapping[str, str]) -> Asks:
        """Every condition and document but what the portal finds when the file is submitted."""
        asks = asked_of_file(file)
        for one in asks.conditions:
            if one.kind not in COMPUTED:
                number = Decimal(shares[one.code]) if one.kind in SHARES else None
                self._finding(file, one.code, day, number)
        for paper in asks.papers:
            self._filed(file, paper.code, day)
        return asks

    def _submit(self, file: CouncilFile, asks: Asks, day: dt.date) -> None:
        for one in asks.conditions:
            if one.kind in COMPUTED:
                self._finding(file, one.code, day, computed=True)
        file.frozen, file.submitted_on = asks.to_json(), day
        file.state = CouncilState.SUBMITTED
        file.save()

    def _finding(
        self,
        file: CouncilFile,
        code: str,
        day: dt.date,
        number: Decimal | None = None,
        *,
        computed: bool = False,
    ) -> None:
        ConditionFinding.objects.create(
            council_file=file,
            condition=code,
            holds=True,
            number=number,
            words=WORDS,
            computed=computed,
            on=day,
            **self.said,
        )

    def _filed(self, file: CouncilFile, code: str, day: dt.date) -> None:
        FiledDocument.objects.create(
            council_file=file,
            asked=code,
            name=self.paper.name,
            file=self.paper,
            on=day,
            **self.said,
        )

    def _meeting(
        self, file: CouncilFile, day: dt.date, members: int, present: int, *, valid: bool | None
    ) -> None:
        CouncilMeeting.objects.create(
            council_file=file,
            held_on=day,
            members=members,
            present=present,
            in_favour=present,
            valid=valid,
            passed=True,
            note=WORDS,
            **self.said,
        )


def _nearest(communes: QuerySet[Commune]) -> Commune:
    """Of those not recognised, the one that meets most criteria."""
    held = Recognition.objects.on(DAY).filter(level=Level.STANDARD).values("commune")
    rows = list(communes.exclude(pk__in=held).order_by("code"))
    found = standings(CriteriaSet.objects.get(code=SET), rows)
    return max(found, key=lambda one: one.met).commune


def _page() -> bytes:
    """One page that says what it is."""
    page = Image.new("L", (827, 1169), 255)
    draw = ImageDraw.Draw(page)
    draw.text((90, 60), MARK, 110, _font(26))
    draw.text((90, 160), "GIẤY TỜ CỦA HỒ SƠ XÉT CÔNG NHẬN", 0, _font(34))
    draw.text((90, 220), "(nội dung để trống)", 0, _font(28))
    held = io.BytesIO()
    page.save(held, "PDF", resolution=100)
    return held.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    try:
        return ImageFont.truetype(FONT, size)
    except OSError:
        return ImageFont.load_default(size)
