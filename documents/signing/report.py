"""What is found in a signed file, as data that can be kept and shown."""

import datetime as dt
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

CERTIFICATES = {".pem", ".crt", ".cer", ".der"}
REVOCATION_LISTS = {".crl"}

NOT_OURS = (
    "Tệp này không phải bản in đã tải từ hệ thống: phần đầu của tệp khác bản in để ký. "
    "Hãy tải lại bản in để ký, ký đúng tệp đó (không in, quét hay lưu lại bằng chương trình khác) rồi nộp."
)
CHANGED = (
    "Nội dung tệp đã bị sửa sau khi in: ngoài chữ ký số, trên tệp còn có thay đổi khác. "
    "Hãy tải lại bản in để ký, ký đúng tệp đó rồi nộp."
)
UNSIGNED = "Tệp không có chữ ký số nào. Hãy ký bản in đã tải về rồi nộp lại."
UNREADABLE = "Không đọc được chữ ký số: tệp hỏng hoặc sai cấu trúc PDF. Hãy ký lại bản in rồi nộp."
ENCRYPTED = "Tệp có mật khẩu nên không kiểm tra được chữ ký số. Hãy bỏ mật khẩu, ký lại rồi nộp."


class Trust(StrEnum):
    """How far the chain of a signer's certificate is to be trusted; shown, it decides nothing."""

    TRUSTED = "trusted"
    UNKNOWN_ROOT = "unknown_root"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REVOCATION_UNKNOWN = "revocation_unknown"

    @property
    def label(self) -> str:
        return TRUST_WORDS[self][0]

    @property
    def words(self) -> str:
        return TRUST_WORDS[self][1]


TRUST_WORDS = {
    Trust.TRUSTED: (
        "tin cậy",
        "nơi cấp chứng thư đã biết, chứng thư còn hiệu lực và chưa bị thu hồi",
    ),
    Trust.UNKNOWN_ROOT: (
        "chưa rõ nơi cấp",
        "hệ thống chưa có chứng thư gốc của nơi cấp nên chưa xác nhận được người ký",
    ),
    Trust.EXPIRED: (
        "chứng thư hết hạn",
        "chứng thư nằm ngoài thời hạn hiệu lực vào lúc ký (không có dấu thời gian: vào lúc kiểm tra)",
    ),
    Trust.REVOKED: ("chứng thư đã bị thu hồi", "nơi cấp đã thu hồi chứng thư này"),
    Trust.REVOCATION_UNKNOWN: (
        "chưa rõ thu hồi",
        "nơi cấp đã biết, chứng thư còn hiệu lực; chưa biết có bị thu hồi hay không",
    ),
}


class TimeSource(StrEnum):
    """Where the time of a signature comes from."""

    STAMP = "stamp"
    UNKNOWN_STAMP = "unknown_stamp"
    CLAIMED = "claimed"
    NONE = ""

    @property
    def label(self) -> str:
        return TIME_WORDS[self]


TIME_WORDS = {
    TimeSource.STAMP: "dấu thời gian tin cậy",
    TimeSource.UNKNOWN_STAMP: "dấu thời gian, chưa rõ nơi cấp",
    TimeSource.CLAIMED: "giờ trên máy người ký",
    TimeSource.NONE: "không ghi giờ",
}


class Modification(StrEnum):
    """What was added behind the printed bytes, from harmless to never accepted."""

    NONE = "none"
    ARCHIVAL = "archival"  # certificates, revocation lists, document time stamps
    SIGNATURES = "signatures"  # signatures and how they look
    OTHER = "other"  # pages, text, notes

    @property
    def allowed(self) -> bool:
        return self != Modification.OTHER


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature. `valid`: it holds over what it covers, and what came later only added signatures.

    `words` says why it does not hold; blank where it does.
    """

    signer: str
    organisation: str
    time: dt.datetime | None
    time_source: TimeSource
    valid: bool
    trust: Trust
    words: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"time": self.time.isoformat() if self.time else None}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        time = data["time"]
        return cls(
            signer=data["signer"],
            organisation=data["organisation"],
            time=dt.datetime.fromisoformat(time) if time else None,
            time_source=TimeSource(data["time_source"]),
            valid=data["valid"],
            trust=Trust(data["trust"]),
            words=data["words"],
        )


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What was found in a file. `fault` says in Vietnamese why it could not be read at all.

    `original_intact`: the printed bytes are its beginning and all that follows only adds signatures; None
    where there was nothing to compare with. `covers_whole`: behind the last signature lies nothing but what
    long keeping adds. `modification`: the most that was done behind the printed bytes.
    """

    original_intact: bool | None
    covers_whole: bool
    modification: Modification
    signatures: tuple[Signed, ...] = ()
    fault: str = ""

    @property
    def accepted(self) -> bool:
        """Over intact original bytes, with every signature valid. Trust is shown, not judged."""
        return not self.refusal

    @property
    def refusal(self) -> str:
        """Why the file is not accepted, in Vietnamese; blank where it is."""
        if self.fault:
            return self.fault
        if self.original_intact is False:
            return NOT_OURS if self.modification.allowed else CHANGED
        if not self.signatures:
            return UNSIGNED
        bad = next((one for one in self.signatures if not one.valid), None)
        if bad:
            return f"Chữ ký số của «{bad.signer}» không hợp lệ: {bad.words}. Hãy ký lại bản in rồi nộp."
        return "" if self.covers_whole else CHANGED

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"signatures": [one.to_json() for one in self.signatures]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(
            original_intact=data["original_intact"],
            covers_whole=data["covers_whole"],
            modification=Modification(data["modification"]),
            signatures=tuple(Signed.from_json(one) for one in data["signatures"]),
            fault=data["fault"],
        )


def unreadable(*, begins: bool | None, locked: bool = False) -> SignatureReport:
    """A file that says nothing of its signatures: damaged, or under a password."""
    empty = SignatureReport(
        original_intact=begins, covers_whole=False, modification=Modification.NONE
    )
    return replace(empty, fault=ENCRYPTED if locked else UNREADABLE)


@dataclass(frozen=True, slots=True)
class Roots:
    """Certificates that are trusted, and revocation lists at hand; each as PEM or DER bytes."""

    certificates: tuple[bytes, ...] = ()
    revocation_lists: tuple[bytes, ...] = ()


def read_roots(folder: Path) -> Roots:
    """What lies in a folder: certificates (.pem .crt .cer .der), revocation lists (.crl). No folder: nothing."""
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return Roots(
        certificates=_bytes_of(files, CERTIFICATES),
        revocation_lists=_bytes_of(files, REVOCATION_LISTS),
    )


def _bytes_of(files: list[Path], endings: set[str]) -> tuple[bytes, ...]:
    return tuple(one.read_bytes() for one in files if one.suffix.lower() in endings)
