"""Signatures in PDFs: whether they hold over the very bytes that were printed, who signed, and how far to trust it.

Checked offline, with what the file carries (chain, revocation lists) and what the installation trusts.
"""

import datetime as dt

import structlog

from documents.signing.report import (
    Modification,
    Roots,
    SignatureReport,
    Signed,
    TimeSource,
    Trust,
    read_roots,
    unreadable,
)

__all__ = [
    "Modification",
    "Roots",
    "SignatureReport",
    "Signed",
    "TimeSource",
    "Trust",
    "check_signatures",
    "read_roots",
]
logger = structlog.get_logger("ntm.signing")


def check_signatures(
    content: bytes, original: bytes | None, roots: Roots, at: dt.datetime | None = None
) -> SignatureReport:
    """Every signature of a PDF, and whether `original` (the bytes that were to be signed) is its beginning.

    `at` (with a zone): when chains are judged for signatures without a trusted time stamp; now, unless said.
    A file that cannot be read gives a report with `fault`, never an exception.
    """
    from documents.signing.checking import check  # noqa: PLC0415 -- pyHanko is slow to load

    begins = None if original is None else content.startswith(original)
    try:
        return check(content, original, roots, at or dt.datetime.now(dt.UTC))
    except Exception as fault:  # noqa: BLE001 -- any fault of a foreign file is that file's
        logger.warning("signed file not readable", error=repr(fault)[:300])
        return unreadable(begins=begins)
