"""The check itself, with pyHanko; loaded when something is checked."""

import asyncio
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from asn1crypto import cms, crl, ocsp, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.general import NonexistentAttributeError, find_unique_cms_attribute
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
)
from pyhanko.sign.validation import async_validate_pdf_signature as validate
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    NotYetValidError,
    PathError,
    RevokedError,
    ValidationError,
)

from documents.signing.additions import SigningOnly
from documents.signing.report import (
    Modification,
    Roots,
    SignatureReport,
    Signed,
    TimeSource,
    Trust,
    unreadable,
)

LEVELS = {
    ModificationLevel.NONE: Modification.NONE,
    ModificationLevel.LTA_UPDATES: Modification.ARCHIVAL,
    ModificationLevel.FORM_FILLING: Modification.SIGNATURES,
}


@dataclass(slots=True)
class Known:
    """What chains are judged by: whom the installation trusts, and what the file brings along."""

    trusted: list[x509.Certificate] = field(default_factory=list)
    others: list[x509.Certificate] = field(default_factory=list)
    crls: list[crl.CertificateList] = field(default_factory=list)
    ocsps: list[ocsp.OCSPResponse] = field(default_factory=list)

    def context(self, at: dt.datetime, revocation_mode: str) -> ValidationContext:
        return ValidationContext(
            trust_roots=self.trusted,
            other_certs=self.others,
            crls=self.crls,
            ocsps=self.ocsps,
            moment=at,
            revocation_mode=revocation_mode,
            retroactive_revinfo=True,  # a list made after the signature speaks for it
            allow_fetching=False,
        )


def check(
    content: bytes, original: bytes | None, roots: Roots, at: dt.datetime
) -> SignatureReport:
    """As `documents.signing.check_signatures`; whatever a foreign file does wrong comes out as an exception."""
    return asyncio.run(_report(content, original, roots, at))


async def _report(
    content: bytes, original: bytes | None, roots: Roots, at: dt.datetime
) -> SignatureReport:
    begins = None if original is None else content.startswith(original)
    reader = PdfFileReader(io.BytesIO(content))
    if reader.encrypted:
        return unreadable(begins=begins, locked=True)
    found = list(reader.embedded_regular_signatures)
    known = _known(reader, roots, found)
    signatures = [await _signed(one, known, at) for one in found]
    added = _added(reader, original) if original and begins else Modification.NONE
    return SignatureReport(
        original_intact=begins and added.allowed,
        covers_whole=bool(found) and _nothing_behind(found[-1], content),
        modification=added,
        signatures=tuple(signatures),
    )


def _added(reader: PdfFileReader, original: bytes) -> Modification:
    """What the file holds beyond the original bytes.

    The original's own cross-reference table must still be the one that the later ones build on: a whole
    other paper glued behind the bytes would leave them intact, and unread.
    """
    before = PdfFileReader(io.BytesIO(original)).xrefs
    last = before.total_revisions - 1
    if reader.xrefs.total_revisions <= last:
        return Modification.OTHER
    here = reader.xrefs.get_xref_container_info(last)
    if here.start_location != before.get_xref_container_info(last).start_location:
        return Modification.OTHER
    return _level(SigningOnly().review_file(reader, last))


def _level(found: Any) -> Modification:
    """The level of a difference analysis; what it holds suspicious is «other»."""
    if not isinstance(found, DiffResult):
        return Modification.OTHER
    return LEVELS.get(found.modification_level, Modification.OTHER)


def _nothing_behind(last: EmbeddedPdfSignature, content: bytes) -> bool:
    """No byte but blanks, or what long keeping adds: a comment is no revision, and no signature covers it."""
    if last.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    level = _level(last.diff_result)
    if level == Modification.ARCHIVAL:
        return not content.rpartition(b"%%EOF")[2].strip()
    end = int(last.byte_range[2]) + int(last.byte_range[3])
    return level == Modification.NONE and not content[end:].strip()


async def _signed(one: EmbeddedPdfSignature, known: Known, at: dt.datetime) -> Signed:
    certificate = one.signer_cert
    name = certificate.subject.native
    signer = _text(name.get("common_name")) or certificate.subject.human_friendly
    organisation = _text(name.get("organization_name"))
    claimed = one.self_reported_timestamp
    try:
        status = await validate(one, known.context(at, "soft-fail"), diff_policy=SigningOnly())
    except SignatureValidationError:
        source = TimeSource.CLAIMED if claimed else TimeSource.NONE
        trust = await _trust(certificate, known, at)
        words = "kiểu chữ ký không đọc được"
        return Signed(signer, organisation, claimed, source, valid=False, trust=trust, words=words)
    time, source = await _time(status, claimed, known)
    moment = time if time and source == TimeSource.STAMP else at
    words = _wrong_with(status)
    return Signed(
        signer=signer,
        organisation=organisation,
        time=time,
        time_source=source,
        valid=not words,
        trust=await _trust(certificate, known, moment),
        words=words,
    )


def _wrong_with(status: PdfSignatureStatus) -> str:
    if not status.intact:
        return "nội dung đã bị sửa sau khi ký"
    if not status.valid:
        return "chữ ký không khớp với chứng thư của người ký"
    if (
        status.coverage or SignatureCoverageLevel.UNCLEAR
    ) < SignatureCoverageLevel.ENTIRE_REVISION:
        return "chữ ký không bao trùm tệp từ đầu"
    if not _level(status.diff_result).allowed:
        return "sau khi ký, tệp đã bị thay đổi ngoài phần chữ ký"
    if status.docmdp_ok is False:
        return "sau khi ký, tệp đã bị thay đổi dù người ký không cho phép"
    return ""


async def _time(
    status: PdfSignatureStatus, claimed: dt.datetime | None, known: Known
) -> tuple[dt.datetime | None, TimeSource]:
    """By a time stamp that holds, else what the signer's machine says."""
    stamp = status.timestamp_validity
    if stamp is not None and stamp.intact and stamp.valid:
        time: dt.datetime = stamp.timestamp
        trust = await _trust(stamp.signing_cert, known, time)
        trusted = trust in {Trust.TRUSTED, Trust.REVOCATION_UNKNOWN}
        return time, TimeSource.STAMP if trusted else TimeSource.UNKNOWN_STAMP
    return claimed, TimeSource.CLAIMED if claimed else TimeSource.NONE


async def _trust(certificate: x509.Certificate, known: Known, at: dt.datetime) -> Trust:
    """First the chain, then whether every certificate of it is known not to be revoked."""
    try:
        await _walk(certificate, known.context(at, "soft-fail"))
    except RevokedError:
        return Trust.REVOKED
    except (ExpiredError, NotYetValidError):
        return Trust.EXPIRED
    except (PathError, ValidationError):
        return Trust.UNKNOWN_ROOT
    try:
        await _walk(certificate, known.context(at, "require"))
    except RevokedError:
        return Trust.REVOKED
    except (PathError, ValidationError):
        return Trust.REVOCATION_UNKNOWN
    return Trust.TRUSTED


async def _walk(certificate: x509.Certificate, context: ValidationContext) -> None:
    await CertificateValidator(certificate, (), context).async_validate_path()


def _known(reader: PdfFileReader, roots: Roots, found: Iterable[EmbeddedPdfSignature]) -> Known:
    known = Known(
        trusted=[x509.Certificate.load(one) for one in _ders(roots.certificates)],
        crls=[crl.CertificateList.load(one) for one in _ders(roots.revocation_lists)],
    )
    for one in found:
        known.others += one.other_embedded_certs
        _add_archived(known, one.signer_info)
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return known
    known.others += store.load_certs()
    known.crls += [crl.CertificateList.load(one.get_object().data) for one in store.crls]
    known.ocsps += [ocsp.OCSPResponse.load(one.get_object().data) for one in store.ocsps]
    return known


def _add_archived(known: Known, signer: cms.SignerInfo) -> None:
    """What a signature carries of revocation itself (the way of ISO 32000-1, before PAdES)."""
    try:
        kept = find_unique_cms_attribute(signer["signed_attrs"], "adobe_revocation_info_archival")
    except NonexistentAttributeError:
        return
    known.crls += list(kept["crl"] or ())
    known.ocsps += list(kept["ocsp"] or ())


def _ders(files: Iterable[bytes]) -> Iterable[bytes]:
    """Each certificate or list in files that are PEM (one or several) or DER."""
    for content in files:
        if pem.detect(content):
            yield from (der for _, _, der in pem.unarmor(content, multiple=True))
        else:
            yield content


def _text(value: str | Sequence[str] | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return ", ".join(value)
