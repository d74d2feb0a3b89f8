"""Issuer, number and symbol, place and date, title."""

import calendar
import re
from collections.abc import Iterator

from documents.blocks import Head, PrintedPaper
from documents.formcheck.finding import Finding, Known

ISSUER, SUPERIOR = "Cơ quan ban hành", "Cơ quan chủ quản"
SYMBOL, DATE, SUBJECT = "Số, ký hiệu", "Địa danh, ngày tháng", "Trích yếu"
KINDS = {
    "QUYẾT ĐỊNH": "QĐ",
    "KẾ HOẠCH": "KH",
    "BÁO CÁO": "BC",
    "TỜ TRÌNH": "TTr",
    "THÔNG BÁO": "TB",
    "HƯỚNG DẪN": "HD",
    "NGHỊ QUYẾT": "NQ",
}
_PARTY = re.compile(r"^(ĐU|HU|TU|TW|BTV|TTr-TU)$")


def issuer(paper: PrintedPaper, known: Known) -> Iterator[Finding]:
    """Who issues, and under whom."""
    name, superior = paper.head.issuer.strip(), paper.head.superior.strip()
    if not name:
        yield Finding("H7", ISSUER, "Chưa có tên cơ quan ban hành", "Chọn chủ thể ban hành")
        return
    if re.match(r"(UBND|HĐND|VPĐP|BCĐ)\b", name):
        yield Finding("H7", ISSUER, f"«{name}» viết tắt", "Ghi tên đầy đủ của cơ quan ban hành")
    committee = name.casefold().startswith("ủy ban nhân dân")
    if committee and superior:
        mend = "Bỏ tên cơ quan chủ quản"
        yield Finding("H6", SUPERIOR, "Ủy ban nhân dân không ghi cơ quan chủ quản", mend)
    under = re.match(r"(sở|văn phòng|phòng|chi cục|trung tâm)\b", name.casefold())
    if under and not superior and not known.is_post:
        yield Finding(
            "H6",
            SUPERIOR,
            f"«{name}» thiếu cơ quan chủ quản",
            "Ghi cơ quan chủ quản, ví dụ UBND TỈNH QUẢNG TRỊ",
        )
    if re.fullmatch(r"(?i)(ubnd|ủy ban nhân dân) (tỉnh|huyện|thị xã|thành phố|xã)", superior):
        yield Finding(
            "H6",
            SUPERIOR,
            f"«{superior}» không có tên địa phương",
            "Ghi thêm tên tỉnh, huyện hoặc xã",
        )


def symbol(paper: PrintedPaper, known: Known) -> Iterator[Finding]:
    """Number and notation, as printed."""
    head = paper.head
    number, notation = head.number.strip(), head.notation.strip()
    if number and not re.fullmatch(r"\d+[a-z]?", number):
        yield Finding(
            "S2", SYMBOL, f"Số «{number}» có ký tự khác chữ số", "Chỉ ghi chữ số vào ô số"
        )
    if not notation:
        yield Finding(
            "S2", SYMBOL, "Chưa có ký hiệu", f"Ghi ký hiệu, ví dụ {_model(paper, known)}"
        )
        return
    if _PARTY.match(notation) or re.search(r"-(NQ|KH|QĐ|CT)$", number):
        yield Finding(
            "S11",
            SYMBOL,
            f"«{paper.head.number}/{notation}» là cách ghi của văn bản Đảng",
            "Dùng ký hiệu của cơ quan hành chính",
        )
    elif not re.fullmatch(r"[A-ZĐƯƠÂÊÔĂ0-9a-zy]+(-[A-ZĐƯƠÂÊÔĂ0-9]+)*", notation):
        yield Finding(
            "S2",
            SYMBOL,
            f"Ký hiệu «{notation}» sai mẫu",
            "Chữ in hoa, các nhóm nối bằng «-», không có dấu cách",
        )
    yield from _groups(paper, known, notation)
    for twin in known.twins:
        yield Finding(
            "S5", SYMBOL, f"Trùng số với {twin}", "Cấp số khác, hoặc sửa số đã ghi ở văn bản kia"
        )


def _groups(paper: PrintedPaper, known: Known, notation: str) -> Iterator[Finding]:
    """What the groups between the hyphens say: kind and issuer, or issuer and unit of a công văn."""
    first, _, rest = notation.partition("-")
    if not paper.kind:
        if first in {*KINDS.values(), "CV"} or not rest:
            yield Finding(
                "S4",
                SYMBOL,
                f"Ký hiệu «{notation}» của công văn",
                f"Ghi cơ quan rồi đơn vị soạn thảo, ví dụ {_model(paper, known)}",
            )
        return
    kind = KINDS.get(paper.kind)
    if kind and first != kind:
        yield Finding(
            "S3",
            SYMBOL,
            f"Ký hiệu «{notation}» không mở bằng «{kind}»",
            f"Nếu chưa ban hành, đổi thành {_model(paper, known)}; đã ban hành thì giữ như in",
        )
    elif known.code and rest and rest != known.code and not rest.startswith(f"{known.code}-"):
        yield Finding(
            "S3",
            SYMBOL,
            f"Ký hiệu «{notation}» không có «{known.code}»",
            f"Đổi thành {_model(paper, known)}",
        )


def _model(paper: PrintedPaper, known: Known) -> str:
    code = known.code or "tên viết tắt cơ quan"
    return f"{KINDS.get(paper.kind, 'KH')}-{code}" if paper.kind else f"{code}-đơn vị"


def date(paper: PrintedPaper, known: Known) -> Iterator[Finding]:
    """Place, day, month and year."""
    head = paper.head
    place = head.place.strip()
    if not place:
        yield Finding("D3", DATE, "Chưa có địa danh", "Ghi tên tỉnh hoặc xã nơi cơ quan đóng")
    elif not place[0].isupper():
        yield Finding("D3", DATE, f"Địa danh «{place}» không viết hoa", "Viết hoa tên riêng")
    elif re.match(r"(?i)(tỉnh|huyện|xã|thị xã)\s", place):
        yield Finding(
            "D3",
            DATE,
            f"Địa danh «{place}» có danh từ chung",
            "Chỉ ghi tên riêng, ví dụ Quảng Trị",
        )
    elif known.place and place != known.place:
        yield Finding(
            "D3",
            DATE,
            f"Địa danh «{place}» khác nơi đóng của cơ quan ({known.place})",
            f"Ghi {known.place}",
        )
    if not _exists(head):
        yield Finding(
            "D2",
            DATE,
            f"Không có ngày {head.day}/{head.month}/{head.year}",
            "Sửa ngày, tháng, năm",
        )
    missing = [name for name, value in _parts(head) if not value]
    if known.numbered and missing:
        yield Finding(
            "S8", SYMBOL, f"Đã cấp số nhưng chưa ghi {', '.join(missing)}", "Ghi như đã cấp"
        )


def _parts(head: Head) -> tuple[tuple[str, object], ...]:
    return (
        ("số", head.number.strip()),
        ("ngày", head.day),
        ("tháng", head.month),
        ("năm", head.year),
    )


def _exists(head: Head) -> bool:
    if head.month is None:
        return head.day is None
    if not 1 <= head.month <= 12:  # noqa: PLR2004 -- months
        return False
    last = calendar.monthrange(head.year or 2000, head.month)[1]
    return head.day is None or 1 <= head.day <= last


def title(paper: PrintedPaper, _: Known) -> Iterator[Finding]:
    """Kind and subject."""
    rule = "T2" if paper.kind else "T4"
    subject = paper.subject.strip()
    if paper.kind == "VĂN BẢN KHÁC":
        yield Finding(
            "T1",
            "Tên loại",
            "Chưa rõ tên loại văn bản",
            "Chọn loại: kế hoạch, báo cáo, quyết định …",
        )
    if not subject:
        yield Finding(rule, SUBJECT, "Chưa có trích yếu", "Ghi một câu nêu nội dung chủ yếu")
        return
    if subject.endswith((".", ";", ":", ",")):
        yield Finding(rule, SUBJECT, f"Trích yếu kết thúc bằng «{subject[-1]}»", "Bỏ dấu ở cuối")
    if len(subject) > 12 and subject == subject.upper():  # noqa: PLR2004 -- longer than an abbreviation
        yield Finding(rule, SUBJECT, "Trích yếu viết toàn chữ in hoa", "Viết chữ thường")
    elif paper.kind and not (subject[0].isupper() or subject[0].isdecimal()):
        yield Finding(rule, SUBJECT, "Trích yếu không viết hoa chữ đầu", "Viết hoa chữ đầu")
    if paper.kind and subject.casefold().startswith("v/v"):
        yield Finding(rule, SUBJECT, "«V/v» chỉ dùng ở công văn", "Bỏ «V/v»")
    attached = paper.extra.get("attached_to", "")
    if attached and not says_where_it_belongs(attached):
        yield Finding(
            "B14",
            "Kèm theo",
            f"«{attached}» chưa đủ",
            "Ghi «Kèm theo Quyết định số … ngày … của …»",
        )


def says_where_it_belongs(words: str) -> bool:
    """«Kèm theo Kế hoạch số … ngày … của …»; number and day may be open."""
    return bool(re.match(r"\(?\s*(Ban hành k|K)èm theo .*số.*ngày.*(của|tháng).*", words))
