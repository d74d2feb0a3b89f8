"""Signature, recipients, addressees, marks, appendices."""

import re
from collections.abc import Iterator

from documents.blocks import Appendix, Article, Bullets, Paragraph, PrintedPaper, Table, wording
from documents.formcheck.finding import Finding, Known
from documents.formcheck.told.head import says_where_it_belongs

SIGNATURE, COPIES, TO = "Chữ ký", "Nơi nhận", "Kính gửi"
PREFIXES = ("TM.", "Q.", "KT.", "TL.", "TUQ.")
_TITLES = re.compile(
    r"^(GS|PGS|TS|ThS|CN|KS|BS|DS|LS|NSND|NSƯT|Tiến sĩ|Thạc sĩ|Ông|Bà)\b\.?", re.IGNORECASE
)
_BOARD = re.compile(r"(ban chỉ đạo|hội đồng|tổ công tác)\b", re.IGNORECASE)


def signature(paper: PrintedPaper, known: Known) -> Iterator[Finding]:
    """In whose name, under which post, by whom."""
    lines = [one.upper().strip() for one in paper.signature.lines]
    name = paper.signature.name.strip()
    if not lines:
        yield Finding("G1", SIGNATURE, "Chưa có quyền hạn, chức vụ người ký", "Chọn người ký")
    yield from _prefixes(lines)
    yield from _behalf(paper, known, lines)
    if lines and _BOARD.search(paper.head.issuer) and "BAN" in lines[-1].split():
        yield Finding(
            "G5",
            SIGNATURE,
            f"Sau «{lines[-1]}» thiếu chức vụ ở cơ quan",
            "Ghi thêm chức vụ thứ hai, ví dụ PHÓ CHỦ TỊCH UBND TỈNH",
        )
    if known.signed and not name:
        yield Finding(
            "G1", SIGNATURE, "Đã ký nhưng chưa có họ tên người ký", "Ghi họ tên người ký"
        )
    if _TITLES.match(name):
        yield Finding(
            "G4", SIGNATURE, f"«{name}» có học hàm, học vị hoặc cách xưng", "Chỉ ghi họ và tên"
        )
    if name and len(name) > 3 and name == name.upper():  # noqa: PLR2004 -- longer than initials
        yield Finding(
            "G1", SIGNATURE, f"«{name}» viết toàn chữ in hoa", "Viết hoa chữ đầu mỗi tiếng"
        )


def _prefixes(lines: list[str]) -> Iterator[Finding]:
    """A deputy, or who signs by order, gives the head's post first and the own post on the next line."""
    for place, line in enumerate(lines):
        below = lines[place + 1] if place + 1 < len(lines) else ""
        prefix = line.split(" ")[0]
        if re.match(r"(TM|KT|TL|TUQ|Q)\b(?!\.)", line) or (
            prefix.endswith(".") and prefix not in PREFIXES
        ):
            yield Finding(
                "G2", SIGNATURE, f"«{line}» sai chữ viết tắt", "Dùng TM., Q., KT., TL. hoặc TUQ."
            )
        elif prefix == "KT." and not below.startswith("PHÓ"):
            yield Finding(
                "G2",
                SIGNATURE,
                f"Dưới «{line}» thiếu chức vụ cấp phó",
                "Ghi chức vụ người ký ở dòng sau, ví dụ PHÓ GIÁM ĐỐC",
            )
        elif prefix in {"TL.", "TUQ."} and not below:
            yield Finding(
                "G2",
                SIGNATURE,
                f"Dưới «{line}» thiếu chức vụ người ký",
                "Ghi chức vụ người ký ở dòng sau",
            )
        elif line.startswith("PHÓ") and place == 0:
            yield Finding(
                "G2",
                SIGNATURE,
                f"«{line}» ký nhưng không ghi «KT.»",
                "Thêm dòng «KT. …» của cấp trưởng ở trên",
            )


def _behalf(paper: PrintedPaper, known: Known, lines: list[str]) -> Iterator[Finding]:
    """A collective's head signs TM.; the head of an office signs by the own post alone."""
    if not lines:
        return
    on_behalf = any(line.startswith("TM.") for line in lines)
    committee = (
        paper.head.issuer.strip().casefold().startswith(("ủy ban nhân dân", "hội đồng nhân dân"))
    )
    by_order = any(line.startswith(("TL.", "TUQ.")) for line in lines)
    own = paper.extra.get("authority", "").casefold().startswith("chủ tịch")
    if (committee or known.collective) and not (on_behalf or by_order or own):
        whom = (
            (known.collective or paper.head.issuer)
            .upper()
            .split(" TỈNH")[0]
            .split(" XÃ")[0]
            .split(" HUYỆN")[0]
        )
        yield Finding(
            "G3", SIGNATURE, f"Thiếu «TM. {whom}»", f"Thêm dòng «TM. {whom}» trên chức vụ"
        )
    under_one_head = (
        paper.head.issuer.strip().casefold().startswith(("sở ", "văn phòng ", "chi cục "))
    )
    if under_one_head and on_behalf:
        yield Finding(
            "G3",
            SIGNATURE,
            f"«{lines[0]}»: cơ quan làm việc theo chế độ thủ trưởng không ký TM.",
            "Bỏ TM., ghi chức vụ người đứng đầu",
        )


def recipients(paper: PrintedPaper, known: Known) -> Iterator[Finding]:
    """Nơi nhận and Kính gửi."""
    lines = [one.strip() for one in paper.recipients]
    kept = next((one for one in lines if one.startswith("Lưu")), "")
    if not kept:
        yield Finding(
            "R2", COPIES, "Không có dòng «Lưu: VT, …»", "Thêm «Lưu: VT, đơn vị soạn thảo» ở cuối"
        )
    elif lines[-1] != kept:
        yield Finding("R2", COPIES, f"«{kept}» không ở dòng cuối", "Đưa dòng «Lưu» xuống cuối")
    elif known.archive and not re.match(rf"Lưu\s*:?\s*{re.escape(known.archive)}\b", kept):
        yield Finding(
            "R2", COPIES, f"«{kept}» không có «{known.archive}»", f"Ghi «Lưu: {known.archive}, …»"
        )
    if len(lines) < 2 and not paper.addressees:  # noqa: PLR2004 -- somebody beside the archive
        yield Finding(
            "R2", COPIES, "Không có nơi nhận nào ngoài nơi lưu", "Ghi các nơi nhận văn bản"
        )
    if paper.decides and not (lines and lines[0].startswith("Như Điều")):
        yield Finding(
            "R5", COPIES, "Nơi nhận không mở bằng «Như Điều …»", "Thêm «Như Điều …» ở dòng đầu"
        )
    if paper.kind and paper.kind not in {"BÁO CÁO", "TỜ TRÌNH"} and paper.addressees:
        yield Finding(
            "R3",
            TO,
            f"{paper.kind.capitalize()} không có «Kính gửi»",
            "Đưa các nơi này vào Nơi nhận",
        )
    if paper.kind in {"", "TỜ TRÌNH"} and not paper.addressees:
        yield Finding("R3", TO, "Chưa có nơi kính gửi", "Ghi nơi nhận chính vào «Kính gửi»")


def marks(paper: PrintedPaper, _: Known) -> Iterator[Finding]:
    """The stamp of haste and the drafter's mark."""
    if paper.urgency and paper.urgency not in {"KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"}:
        yield Finding(
            "K1",
            "Dấu khẩn",
            f"«{paper.urgency}» không phải mức độ khẩn",
            "Chọn khẩn, thượng khẩn hoặc hỏa tốc",
        )


_SECRET = re.compile(r"(?i)(độ mật\s*:\s*)?(tuyệt mật|tối mật|mật)\W*")
_INSIDE = re.compile(r"(?i)\W*(xem xong trả lại|lưu hành nội bộ)\W*")


def restrictions(paper: PrintedPaper, _: Known) -> Iterator[Finding]:
    """Papers of the state's secrets do not belong here; other marks stand in a frame, not in the text."""
    for one in [paper.subject, paper.drafter, *paper.recipients, *_texts(paper)]:
        text = one.strip()
        if _SECRET.fullmatch(text):
            yield Finding(
                "K2",
                "Dấu chỉ mức độ mật",
                f"Văn bản ghi «{text}»",
                "Không soạn, không lưu văn bản mật trên cổng; làm theo quy định về bí mật nhà nước",
            )
        if _INSIDE.fullmatch(text):
            yield Finding(
                "K3",
                "Chỉ dẫn phạm vi lưu hành",
                f"«{text}» viết trong nội dung",
                "Đặt trong khung ở trang đầu, bằng bản Word hoàn thiện",
            )


def appendices(paper: PrintedPaper, _: Known) -> Iterator[Finding]:
    """Names and titles of appendices, and that the text leads to them."""
    found = wording.appendices_of(paper.blocks)
    if not found:
        return
    text = [paper.subject, *_texts(paper)]
    told = any(re.search(r"(?i)phụ lục|kèm theo", one) for one in text)
    if not told:
        yield Finding(
            "A1",
            "Phụ lục",
            "Nội dung không dẫn đến phụ lục",
            "Thêm «(chi tiết tại Phụ lục …)» ở chỗ liên quan",
        )
    for place, one in enumerate(found, start=1):
        where = f"Phụ lục {one.number}".strip() if one.number else f"Phụ lục thứ {place}"
        yield from _appendix(one, where, several=len(found) > 1)
        if paper.as_issued and not _ends(one.blocks):
            yield Finding(
                "A7",
                where,
                "Phụ lục không kết thúc bằng «./.»",
                "Bản đã ban hành giữ như in; bản mới thì thêm «./.»",
            )


def _appendix(one: Appendix, where: str, *, several: bool) -> Iterator[Finding]:
    if several and not re.fullmatch("[IVX]+", one.number.strip()):
        yield Finding(
            "A1", where, "Có từ hai phụ lục mà chưa đánh số La Mã", "Ghi số I, II, III …"
        )
    if not one.title.strip():
        yield Finding("A3", where, "Chưa có tiêu đề", "Ghi tiêu đề phụ lục")
    if not says_where_it_belongs(one.attached_to):
        yield Finding(
            "A4", where, "Chưa ghi kèm theo văn bản nào", "Ghi «Kèm theo … số … ngày … của …»"
        )
    if not one.blocks:
        yield Finding("A1", where, "Phụ lục trống", "Soạn nội dung hoặc bỏ phụ lục")
    for table in one.blocks:
        if isinstance(table, Table) and not table.rows:
            yield Finding("A8", where, "Bảng không có dòng nào", "Thêm dòng hoặc bỏ bảng")


def _ends(blocks: tuple[object, ...]) -> bool:
    last = blocks[-1] if blocks else None
    if isinstance(last, Bullets):
        return last.items[-1].rstrip().endswith("./.")
    return isinstance(last, Paragraph | Article) and last.text.rstrip().endswith("./.")


def _texts(paper: PrintedPaper) -> Iterator[str]:
    for one in paper.blocks:
        if isinstance(one, Paragraph | Article):
            yield one.text
        elif isinstance(one, Bullets):
            yield from one.items


def ending(paper: PrintedPaper, _: Known) -> Iterator[Finding]:
    """Prints close a draft with «./.» by themselves; a paper told as issued has it or not."""
    text = tuple(one for one in paper.blocks if not isinstance(one, Appendix))
    if paper.as_issued and text and not _ends(text):
        yield Finding(
            "B12",
            "Cuối văn bản",
            "Nội dung không kết thúc bằng «./.»",
            "Bản đã ban hành giữ như in; bản mới thì thêm «./.»",
        )
