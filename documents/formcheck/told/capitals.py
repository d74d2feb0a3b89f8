"""Capitals that matter in these papers (Phụ lục II); only what is wrong for sure is told."""

import re
from collections.abc import Iterator

from documents.blocks import Article, Bullets, Heading, Paragraph, PrintedPaper
from documents.formcheck.finding import Finding, Known

_UPPER = "A-ZĐÂÊÔĂƯƠÁÀẢÃẠẤẦẨẪẬẮẰẲẴẶÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ"
# What is found, its rule, and what it should be; «mid» means not at the beginning of a sentence.
_MID = r"(?<=[\w,;)] )"
_WRONG: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(rf"{_MID}(Tỉnh|Huyện|Xã|Thị xã) (?=[{_UPPER}][a-zà-ỹ])"),
        "V1",
        "viết thường danh từ chung",
    ),
    (
        re.compile(
            r"Ủy Ban Nhân Dân|Hội Đồng Nhân Dân|Ban Chỉ Đạo|Văn Phòng Điều Phối|Thủ Tướng Chính Phủ"
        ),
        "V2",
        "chỉ viết hoa chữ đầu của loại hình và lĩnh vực",
    ),
    (
        re.compile(
            rf"{_MID}(sở|ủy ban nhân dân) (?=[{_UPPER}][a-zà-ỹ]+ (và|triển|hoạch|nghiệp|thông))"
        ),
        "V2",
        "viết hoa chữ đầu tên cơ quan",
    ),
    (
        re.compile(r"\b(Điểm|Khoản) [a-zđ\d]+ (?=(Khoản|khoản|Điều|điều) \d)"),
        "V3",
        "viết thường điểm, khoản",
    ),
    (re.compile(r"\bkhoản \d+,? điều \d+"), "V3", "viết hoa Điều"),
    (re.compile(rf"{_MID}Nông thôn mới"), "V4", "viết thường"),
)


def capitals(paper: PrintedPaper, _: Known) -> Iterator[Finding]:
    """One finding for each mistake, with how often it is met; names of offices are left alone."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for where, text in _texts(paper):
        for pattern, rule, mend in _WRONG:
            for match in pattern.finditer(_without_names(text)):
                key = (rule, f"{match[0].strip()}|{mend}")
                count, first = found.get(key, (0, where))
                found[key] = (count + 1, first)
    for (rule, words), (count, where) in found.items():
        wrong, mend = words.split("|")
        times = f" ({count} chỗ)" if count > 1 else ""
        yield Finding(rule, where, f"«{wrong}» viết sai chữ hoa{times}", mend.capitalize())


def _without_names(text: str) -> str:
    """Offices bear the words in their own names: «Văn phòng Điều phối Nông thôn mới»."""
    return re.sub(
        r"(Văn phòng [Đđ]iều phối|Tiêu chí|Chương trình|Kế hoạch|Quyết định) Nông thôn mới",
        r"\1 …",
        text,
    )


def _texts(paper: PrintedPaper) -> Iterator[tuple[str, str]]:
    yield "Trích yếu", paper.subject
    yield from (("Căn cứ", one) for one in paper.bases)
    section = "Nội dung"
    for one in paper.blocks:
        if isinstance(one, Heading):
            section = f"Mục {one.number}".strip()
            yield section, one.text
        elif isinstance(one, Article):
            section = f"Điều {one.number}".strip()
            yield section, one.text
        elif isinstance(one, Paragraph):
            yield section, one.text
        elif isinstance(one, Bullets):
            yield from ((section, item) for item in one.items)
