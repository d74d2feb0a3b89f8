"""Illustrative evidence for one commune: drawn here, marked as such in the file and in its name."""

import io
from collections.abc import Iterator

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from accounts.models import User
from communes.exports import to_xlsx
from criteria import services
from criteria.models import Indicator, Scorecard
from criteria.permissions import mandates
from documents.models import StoredFile

COMMUNE, GIVER, SET = "19438", "huongviet", "commune-2021-2025"
FONT = "LiberationSerif-Regular.ttf"
MARK = "MINH HỌA – không phải hồ sơ thật"
SHEET, PHOTO = (827, 1169), (1200, 800)  # A4 at 100 dpi; a photo
PHONE = 0x0110  # EXIF: the model of the camera
RECORD = ["BIÊN BẢN KIỂM TRA", "Hệ thống truyền thanh của xã", "", "(nội dung để trống)"]


def write_evidence() -> int:
    """Four files behind five values, given as the commune's own officer would."""
    scorecard = Scorecard.objects.get(commune__code=COMMUNE, criteria_set__code=SET)
    by = User.objects.get(username=GIVER)
    given = mandates(by, scorecard)
    rows = Indicator.objects.filter(criterion__criteria_set__code=SET).select_related("criterion")
    indicators = {one.code: one for one in rows}
    count = 0
    for code, name, data in _files():
        indicator = indicators[code]
        attached = services.attach(
            scorecard=scorecard,
            criterion=indicator.criterion,
            indicator=indicator,
            files=[ContentFile(data, name)],
            note="Tệp minh họa",
            mandate=given.for_indicator(indicator)[0],
            by=by,
        )
        count += len(attached.evidence)
    record = StoredFile.objects.get(name="minh họa – biên bản kiểm tra.pdf")
    again = indicators["8.3"]
    services.attach_known(
        file=record,
        scorecard=scorecard,
        criterion=again.criterion,
        indicator=again,
        page="1",
        note="Tệp minh họa, dùng chung",
        mandate=given.for_indicator(again)[0],
        by=by,
    )
    return count + 1


def _files() -> Iterator[tuple[str, str, bytes]]:
    """Indicator, name and bytes."""
    yield (
        "8.1",
        "minh họa – điểm phục vụ bưu chính.jpg",
        _photo("Điểm phục vụ bưu chính", "#5b7f95"),
    )
    yield "8.2", "minh họa – biên bản kiểm tra.pdf", _record()
    yield "8.3", "minh họa – cụm loa.jpg", _photo("Cụm loa của thôn", "#6f8f5f")
    header, lines = ["Thôn", "Số hộ", "Ghi chú"], [("(minh họa)", "", MARK)]
    yield "2.1", "minh họa – bảng tổng hợp đường.xlsx", to_xlsx("Minh họa", header, lines)


def _photo(words: str, colour: str) -> bytes:
    picture = Image.new("RGB", PHOTO, colour)
    draw = ImageDraw.Draw(picture)
    draw.polygon([(0, 800), (0, 560), (420, 330), (820, 600), (1200, 420), (1200, 800)], "#3f5f3a")
    draw.rectangle((0, 0, 1200, 120), "#ffffff")
    draw.text((30, 15), words, "#1c2b24", _font(44))
    draw.text((30, 70), MARK, "#7a4d0b", _font(34))
    exif = Image.Exif()
    exif[PHONE] = "minh hoa"
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=80, exif=exif)
    return held.getvalue()


def _record() -> bytes:
    """Two pages, as a scanner makes them."""
    pages = []
    for number in (1, 2):
        page = Image.new("L", SHEET, 255)
        draw = ImageDraw.Draw(page)
        draw.text((90, 60), MARK, 110, _font(26))
        for line, words in enumerate(RECORD):
            draw.text((90, 160 + line * 60), words, 0, _font(34))
        draw.text((400, 1100), f"Trang {number}", 80, _font(22))
        pages.append(page)
    held = io.BytesIO()
    pages[0].save(held, "PDF", save_all=True, append_images=pages[1:], resolution=100)
    return held.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    try:
        return ImageFont.truetype(FONT, size)
    except OSError:
        return ImageFont.load_default(size)
