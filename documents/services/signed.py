"""Files handed in for a paper: signed outside over the printed bytes, scanned, finished in Word, attached."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction

from accounts import trail
from accounts.models import User
from documents.choices import PaperFileKind, PrintState
from documents.models import OfficialDocument, PaperFile, PrintRun, StoredFile
from documents.selectors.paper_files import kinds_open, prints_of, settled_version
from documents.services.content import DOC, DOCX, ODT, PDF, TIFF
from documents.services.files import name_of, store_file
from documents.services.upkeep import drop_file
from documents.signing import SignatureReport, check_signatures, read_roots

WORDS = {DOCX.media_type, DOC.media_type, ODT.media_type}
WRONG_KIND = {
    PaperFileKind.SIGNED: "Bản ký số phải là tệp PDF đã ký.",
    PaperFileKind.SCAN: "Bản quét phải là PDF hoặc ảnh.",
    PaperFileKind.WORD: "Bản hoàn thiện phải là tệp Word (DOCX, DOC) hoặc ODT.",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A stored file that may be handed in; `original` is the print it was signed over."""

    stored: StoredFile
    name: str
    report: SignatureReport | None = None
    original: PrintRun | None = None


def attach_file(
    *,
    paper: OfficialDocument,
    kind: PaperFileKind,
    upload: "File[bytes]",
    by: User,
    note: str = "",
    copy: "File[bytes] | None" = None,
) -> PaperFile:
    """Keep a file of a paper for ever. A Word file comes with the signed `copy` made from it, both or none.

    A signed file must begin with the very bytes of a print of these words and every signature must hold
    over them; what a Word file or a registered paper was signed from is not here, so there only its
    signatures are checked. Refusals: `state`, `kind`, `signature` (with the reason; it is on the trail),
    `old_print`, `copy`, `twice`, and those of `store_file`. What was handed in before stays.
    """
    _refuse_state(paper, kind)
    if kind == PaperFileKind.WORD and copy is None:
        told = "Hãy nộp cùng bản đã ký làm từ tệp Word này (bản ký số hoặc bản quét)."
        raise ValidationError({"copy": ValidationError(told, code="copy")})
    checked = [(kind, _checked(paper, kind, upload, by, "file"))]
    if copy is not None and kind == PaperFileKind.WORD:
        checked.append(_copy_of_word(paper, copy, by))
    with transaction.atomic():
        locked = OfficialDocument.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        _refuse_state(locked, kind)
        rows = [_kept(locked, one_kind, one, by, note) for one_kind, one in checked]
    return rows[0]


def _refuse_state(paper: OfficialDocument, kind: PaperFileKind) -> None:
    if kind in kinds_open(paper):
        return
    raise ValidationError(
        f"Văn bản đang ở trạng thái «{paper.get_state_display()}» nên không nhận «{kind.label}». "
        "Bản ký nộp khi văn bản đã trình ký; văn bản đã ban hành giữ nguyên tệp của nó.",
        code="state",
    )


def _checked(
    paper: OfficialDocument,
    kind: PaperFileKind,
    upload: "File[bytes]",
    by: User,
    field: str,
    *,
    of_word: bool = False,
) -> Checked:
    """Store the bytes, then see whether they are what they are handed in as; refused bytes are not kept."""
    try:
        stored = store_file(upload, by=by)
    except ValidationError as refusal:
        raise ValidationError({field: refusal}) from refusal
    try:
        found = _judged(paper, kind, stored, name_of(upload.name or "", stored), of_word=of_word)
    except ValidationError as refusal:
        if refusal.code in {"signature", "old_print"}:
            said = " ".join(refusal.messages)[:500]
            trail.record(by, "refused signed file", paper, name=upload.name, reason=said)
        drop_file(stored)
        raise ValidationError({field: refusal}) from refusal
    return found


def _judged(
    paper: OfficialDocument, kind: PaperFileKind, stored: StoredFile, name: str, *, of_word: bool
) -> Checked:
    if not _fits(kind, stored):
        raise ValidationError(WRONG_KIND[kind], code="kind")
    if kind != PaperFileKind.SIGNED:
        return Checked(stored, name)
    content = bytes_of(stored)
    if of_word or not paper.letterhead_id:
        report = check_signatures(content, None, read_roots(settings.SIGNING_ROOTS))
        original = None
    else:
        original = _print_under(paper, content)
        report = check_signatures(
            content, bytes_of(original.file), read_roots(settings.SIGNING_ROOTS)
        )
    if report.refusal:
        raise ValidationError(report.refusal, code="signature")
    return Checked(stored, name, report, original)


def _print_under(paper: OfficialDocument, content: bytes) -> PrintRun:
    """The print that a signed file begins with; the newest to compare with where it is none of them.

    Refusals: `old_print`: signed over words that have changed since; `signature`: nothing was printed.
    """
    prints = list(prints_of(paper))
    for run in reversed(prints):
        if content.startswith(bytes_of(run.file)):
            return run
    older = PrintRun.objects.filter(
        paper=paper, state=PrintState.DONE, version__lt=settled_version(paper)
    )
    for run in older.select_related("file"):
        if content.startswith(bytes_of(run.file)):
            raise ValidationError(
                f"Tệp này ký trên bản in cũ (phiên bản {run.version}); văn bản nay là phiên bản "
                f"{paper.version}. Hãy tải bản in mới, ký rồi nộp.",
                code="old_print",
            )
    if not prints:
        raise ValidationError(
            "Chưa có bản in nào của văn bản như hiện nay để đối chiếu. Hãy bấm «In», tải bản in về ký rồi nộp.",
            code="signature",
        )
    return prints[-1]


def _copy_of_word(
    paper: OfficialDocument, copy: "File[bytes]", by: User
) -> tuple[PaperFileKind, Checked]:
    """A signed PDF where it bears signatures, else a scan."""
    scan = _checked(paper, PaperFileKind.SCAN, copy, by, "copy", of_word=True)
    if scan.stored.media_type != PDF.media_type:
        return PaperFileKind.SCAN, scan
    found = check_signatures(bytes_of(scan.stored), None, read_roots(settings.SIGNING_ROOTS))
    if not found.signatures and not found.fault:
        return PaperFileKind.SCAN, scan
    return PaperFileKind.SIGNED, _checked(
        paper, PaperFileKind.SIGNED, copy, by, "copy", of_word=True
    )


def _fits(kind: PaperFileKind, stored: StoredFile) -> bool:
    if kind == PaperFileKind.SIGNED:
        return stored.is_pdf
    if kind == PaperFileKind.SCAN:
        return stored.is_pdf or stored.is_picture or stored.media_type == TIFF.media_type
    return kind != PaperFileKind.WORD or stored.media_type in WORDS


def _kept(
    paper: OfficialDocument, kind: PaperFileKind, checked: Checked, by: User, note: str
) -> PaperFile:
    if paper.files.filter(kind=kind, file=checked.stored).exists():
        told = f"Tệp này đã nộp rồi, là «{kind.label}»."
        raise ValidationError({"file": ValidationError(told, code="twice")})
    if checked.original is not None:
        _keep_original(paper, checked.original, by)
    row = PaperFile(
        paper=paper,
        kind=kind,
        file=checked.stored,
        name=checked.name,
        version=paper.version,
        report=checked.report.to_json() if checked.report else {},
        note=note,
        by=by,
    )
    row.full_clean()
    row.save()
    trail.record(by, "attached paper file", paper, kind=kind, name=row.name)
    return row


def _keep_original(paper: OfficialDocument, run: PrintRun, by: User) -> None:
    """The printed bytes themselves are kept beside what was signed over them."""
    assert run.file is not None  # noqa: S101 -- a finished print has its file
    PaperFile.objects.get_or_create(
        paper=paper,
        kind=PaperFileKind.PRINTED,
        file=run.file,
        defaults={"name": run.file.name, "version": run.version, "by": by},
    )


def bytes_of(stored: StoredFile | None) -> bytes:
    if stored is None:
        return b""
    with stored.content.open() as file:
        content: bytes = file.read()
    return content
