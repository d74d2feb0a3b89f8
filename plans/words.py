"""Deadlines, cited papers and misread words of programmes: «Quý II/ 2024», «Quyết định số 1625/QĐ-UBND»."""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

DAY, MONTH, QUARTER, HALF_YEAR = "day", "month", "quarter", "half_year"
YEAR, RECURRING, NONE = "year", "recurring", "none"
MONTHS_OF_QUARTER = 3
HALF = 6  # months
CENTURY = 2000  # «30/6/24» is a day of 2024


@dataclass(frozen=True, slots=True)
class Citation:
    """A paper that words name: the words, its number and notation, and its year where they say it."""

    text: str
    number: str
    notation: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Due:
    """The form of a deadline (a value of `plans.choices.DueKind`), its last day, and its words."""

    kind: str
    on: dt.date | None
    words: str


_YEAR = r"(?:\s*(?:[/.-]|,?\s*(?:(?:trong|cua) )?nam)\s*(?P<year>20\d\d))?"
_JOIN = r"\s*(?:[,;&-]|va|den|den het)\s*"
_SIX = r"(?:6|06|sau) thang"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_RECURRING = re.compile(
    r"\b(?:thuong xuyen|dinh ky(?:,? (?:va )?(?:6 thang(?! dau| cuoi)"
    r"|(?:tuan|thang|quy|nam)(?! (?:\d|i{1,3}\b|iv\b))))*"
    r"|(?:\d{1,2}\s+)?(?:hang|moi) (?:ngay|tuan|thang|quy|nam|6 thang))\b"
)
_NOTHING = re.compile(r"^[\s./–-]*$")
# Words around a deadline that do not move it: what it says besides is asked, never dropped.
_AROUND = re.compile(
    r"\b(?:phan dau|hoan thanh|cham nhat|thoi (?:han|gian)|giai doan|trong|truoc|ngay|thang|nam"
    r"|den|tu|het|cuoi|va|vao|xong|muon nhat|tuan)\b"
)

_CITATION = re.compile(
    r"(?:(?:Nghị quyết|Nghị định|Quyết định|Quyết|Thông tư|Chỉ thị|Kế hoạch|Thông báo|Hướng dẫn"
    r"|Công văn|Văn bản|Tờ trình|Báo cáo|Kết luận)\s+(?:số\s*)?|(?<!\w)số\s+)?"
    r"(?P<number>\d+[a-zA-Z]?)\s*[/-]\s*(?P<notation>(?:\d{4}/)?[A-ZĐƯ][\w&Đđ-]*(?:-[\w&Đđ]+)*)"
    r"(?:\s*,?\s*ngày\s+(?P<date>\d{1,2}\s*/\s*\d{1,2}\s*/\s*(?P<year>(?:19|20)\d\d)))?",
    re.IGNORECASE,
)

# Signs and words that copying is known to misread, and what they stood for.
MISREAD = (
    ("đơn đốc", "đôn đốc"),
    ("trao trả", "phong trào"),
    ("phản hiện", "phản biện"),
    ("DTTTS", "DTTS"),
    ("DBKK", "ĐBKK"),
    ("Dakrông", "Đakrông"),
    ("phần đầu", "phấn đấu"),
    ("Theo Quyết số", "Theo Quyết định số"),
    ("BCDCTMTQG", "BCĐCTMTQG"),
    ("tại các đặc biệt khó khăn", "tại các xã đặc biệt khó khăn"),
)

_Reader = Callable[[re.Match[str], int], tuple[str, dt.date]]


def citations(text: str) -> list[Citation]:
    """The papers that words name by number and notation, each once, in order."""
    found: dict[tuple[str, str], Citation] = {}
    for hit in _CITATION.finditer(" ".join(text.split())):
        number, notation = hit["number"], hit["notation"].rstrip("-")
        if not re.search(r"[A-ZĐƯ]{2}", notation):
            continue
        year = int(hit["year"]) if hit["year"] else None
        one = Citation(hit[0].strip(), number, notation, year)
        found.setdefault((number, notation.upper()), one)
    return list(found.values())


def misread(text: str) -> list[tuple[str, str]]:
    """What in a text looks misread, and what it may have been; only ever suggested."""
    return [(wrong, right) for wrong, right in MISREAD if wrong in text]


def joined(above: str, below: str) -> str:
    """Two parts of a cell: items of a list on lines of their own, other words with a blank between."""
    if not above or not below:
        return above or below
    return f"{above}\n{below}" if below.startswith("- ") else f"{above} {below}"


def read_due(text: str, year: int) -> Due:
    """What a deadline in words means; `on` is the last day of its span, «trước ngày» that very day.

    `year` is the programme's, for words that name none («Quý II», «30/6»). Of several in a row
    («Quý II, III/2024», «từ tháng 3 đến tháng 6») the last counts. A recurring one has a day only
    where its words bound it («Thường xuyên trong năm 2024»). Raises ValueError with what to do.
    """
    words = " ".join(text.split())
    plain = _folded(words)
    if _NOTHING.match(plain):
        return Due(NONE, None, words)
    rest, recurring = _RECURRING.subn(" ", plain)
    found: list[tuple[int, str, dt.date]] = []
    for pattern, read in _FORMS:
        found += [(hit.start(), *read(hit, year)) for hit in pattern.finditer(rest)]
        rest = pattern.sub(lambda hit: " " * len(hit[0]), rest)
    found.sort()
    days = [on for _, _, on in found]
    unread = re.search(r"[a-z0-9]", _AROUND.sub(" ", rest))
    if unread or days != sorted(days) or not (found or recurring):
        raise _unclear(words)
    on = days[-1] if days else None
    return Due(RECURRING if recurring else found[-1][1], on, words)


def _folded(text: str) -> str:
    """Lower case without marks; digits, dashes and slashes stay."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("–", "-"))
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    return bare.replace("qui ", "quy ").replace("quí ", "quy ")


def _a_day(hit: re.Match[str], year: int) -> tuple[str, dt.date]:
    given = hit.groupdict().get("year")
    stands = int(given) if given else year
    stands += CENTURY if stands < CENTURY else 0
    try:
        return DAY, dt.date(stands, int(hit["month"]), int(hit["day"]))
    except ValueError:
        raise ValueError(f"«{hit[0].strip()}» không phải là ngày có thật. Hãy xem lại.") from None


def _a_month(hit: re.Match[str], year: int) -> tuple[str, dt.date]:
    months = [int(one) for one in re.findall(r"\d{1,2}", hit["months"])]
    return MONTH, _end(_year(hit, year), _last(months, hit), hit[0])


def _a_quarter(hit: re.Match[str], year: int) -> tuple[str, dt.date]:
    given = re.findall(r"\b(?:iv|i{1,3}|[1-4])\b", hit["quarters"])
    quarters = [_ROMAN.get(one) or int(one) for one in given]
    return QUARTER, _end(_year(hit, year), _last(quarters, hit) * MONTHS_OF_QUARTER, hit[0])


def _last(numbers: list[int], hit: re.Match[str]) -> int:
    """The last in a row; «quý IV đến quý I» ends in a year that nobody named."""
    if numbers != sorted(numbers) and not hit["year"]:
        raise _unclear(hit[0])
    return numbers[-1]


def _a_half(hit: re.Match[str], year: int) -> tuple[str, dt.date]:
    month = HALF if hit["which"] == "dau" else 2 * HALF
    return HALF_YEAR, _end(_year(hit, year), month, hit[0])


def _nine_months(hit: re.Match[str], year: int) -> tuple[str, dt.date]:
    return MONTH, _end(_year(hit, year), int(hit["count"]), hit[0])


def _a_year(hit: re.Match[str], year: int) -> tuple[str, dt.date]:
    given = re.findall(r"20\d\d", hit[0])
    return YEAR, dt.date(int(given[-1]) if given else year, 12, 31)


def _unclear(words: str) -> ValueError:
    return ValueError(
        f"Không rõ thời hạn «{words.strip()[:60]}». "
        "Hãy viết như «Quý II/2024», «trước ngày 30/6/2024», hoặc tự chọn dạng và ngày."
    )


def _year(hit: re.Match[str], year: int) -> int:
    return int(hit["year"]) if hit["year"] else year


def _end(year: int, month: int, words: str) -> dt.date:
    try:
        return dt.date(year, month, calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(f"«{words.strip()}» không phải là tháng có thật. Hãy xem lại.") from None


_FORMS: list[tuple[re.Pattern[str], _Reader]] = [
    (re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"), _a_day),
    (
        re.compile(
            r"\b(?P<day>\d{1,2})\s*(?P<by>[/.-])\s*(?P<month>\d{1,2})\s*(?P=by)\s*"
            r"(?P<year>20\d\d|\d\d)\b"
        ),
        _a_day,
    ),
    (
        re.compile(r"\b(?P<day>\d{1,2}) thang (?P<month>\d{1,2})(?!\d)" + _YEAR),
        _a_day,
    ),
    (
        re.compile(rf"\b{_SIX} (?P<which>dau|cuoi) nam" + r"(?:\s*(?P<year>20\d\d))?"),
        _a_half,
    ),
    (re.compile(r"\b(?P<count>3|9) thang dau nam(?:\s*(?P<year>20\d\d))?"), _nine_months),
    (
        re.compile(
            r"\bquy\s*(?P<quarters>(?:iv|i{1,3}|[1-4])\b"
            rf"(?:{_JOIN}(?:quy\s*)?(?:iv|i{{1,3}}|[1-4])\b(?!\d))*)" + _YEAR
        ),
        _a_quarter,
    ),
    (
        re.compile(
            r"\b(?:thang\s*|t)(?P<months>\d{1,2}\b(?!\s*/\s*\d{1,2}\b)"
            rf"(?:{_JOIN}(?:thang\s*)?\d{{1,2}}\b(?!\d))*)" + _YEAR
        ),
        _a_month,
    ),
    (re.compile(r"\b(?P<months>\d{1,2})\s*[/.-]\s*(?P<year>20\d\d)\b"), _a_month),
    (re.compile(r"\b(?P<day>\d{1,2})\s*[/.]\s*(?P<month>\d{1,2})\b"), _a_day),
    (
        re.compile(
            r"\b(?:nam\s*)?20\d\d(?:\s*-\s*(?:nam\s*)?20\d\d)?\b"
            r"|\b(?:trong|ca|cuoi|het)(?: ca)? nam\b"
        ),
        _a_year,
    ),
]
