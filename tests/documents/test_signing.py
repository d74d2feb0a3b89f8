"""Signed files: good, by strangers, expired, revoked, tampered with; and what poppler's pdfsig says of the same."""

import datetime as dt
import shutil
import subprocess
from dataclasses import replace

import pytest

from documents import pdf
from documents.signing import (
    Modification,
    Roots,
    SignatureReport,
    TimeSource,
    Trust,
    check_signatures,
    read_roots,
)
from tests.documents import authority
from tests.documents.authority import DAY, NOW, START, Authority, sign
from tests.documents.sample import REPORT, WIDE

HOUR = dt.timedelta(hours=1)


@pytest.fixture(scope="module")
def printed():
    """The bytes of a tagged paper with a wide appendix, as they are given out to be signed."""
    wide = replace(REPORT.blocks[-2], blocks=(replace(WIDE, rows=WIDE.rows[:3]),))
    return pdf.render(replace(REPORT, blocks=(*REPORT.blocks[:2], wide)))


@pytest.fixture
def ca():
    return Authority()


def known(ca):
    return Roots((ca.pem,), (ca.crl(),))


def checked(content, printed, roots=Roots(), at=NOW):  # noqa: B008 -- frozen
    return check_signatures(content, printed, roots, at)


def test_a_signature_over_the_printed_bytes_is_accepted_and_trusted(printed, ca):
    found = checked(sign(printed, ca.person()), printed, known(ca))
    assert found.accepted
    assert (found.original_intact, found.covers_whole) == (True, True)
    assert found.modification == Modification.SIGNATURES
    (one,) = found.signatures
    assert (one.signer, one.organisation) == ("Nguyễn Văn Thử", "Sở Thử nghiệm")
    assert (one.valid, one.trust, one.words) == (True, Trust.TRUSTED, "")
    assert one.time_source == TimeSource.CLAIMED
    assert one.time is not None


def test_a_time_stamp_gives_the_time(printed, ca):
    signed = sign(printed, ca.person(), stamper=ca.stamper(NOW - HOUR))
    (one,) = checked(signed, printed, known(ca)).signatures
    assert (one.time, one.time_source) == (NOW - HOUR, TimeSource.STAMP)
    (one,) = checked(signed, printed).signatures
    assert one.time_source == TimeSource.UNKNOWN_STAMP


def test_the_organs_seal_after_the_leaders_signature_leaves_both_valid(printed, ca):
    signed = sign(printed, ca.person())
    sealed = sign(signed, ca.person("Văn thư"), place="Dau", box=(100, 100, 200, 200))
    found = checked(sealed, printed, known(ca))
    assert found.accepted
    assert [one.valid for one in found.signatures] == [True, True]
    assert [one.signer for one in found.signatures] == ["Nguyễn Văn Thử", "Văn thư"]


@pytest.mark.parametrize(
    ("roots", "trust"),
    [
        (lambda ca: Roots(), Trust.UNKNOWN_ROOT),
        (lambda ca: Roots((Authority("Tổ chức khác").pem,)), Trust.UNKNOWN_ROOT),
        (lambda ca: Roots((ca.pem,)), Trust.REVOCATION_UNKNOWN),
        (known, Trust.TRUSTED),
    ],
)
def test_trust_is_told_as_it_is_and_does_not_decide(printed, ca, roots, trust):
    found = checked(sign(printed, ca.person()), printed, roots(ca))
    assert (found.accepted, found.signatures[0].trust) == (True, trust)


def test_an_expired_certificate_is_told(printed, ca):
    signer = ca.person("Người hết hạn", span=(START, NOW - DAY))
    found = checked(sign(printed, signer), printed, known(ca))
    assert (found.accepted, found.signatures[0].trust) == (True, Trust.EXPIRED)


def test_a_certificate_that_expired_after_a_time_stamp_held_when_it_signed(printed, ca):
    signer = ca.person("Người hết hạn", span=(START, NOW - DAY))
    signed = sign(printed, signer, stamper=ca.stamper(NOW - 2 * DAY))
    roots = Roots((ca.pem,), (ca.crl(made=NOW - 3 * DAY),))
    assert checked(signed, printed, roots).signatures[0].trust == Trust.TRUSTED


def test_a_revoked_certificate_is_told(printed, ca):
    signer = ca.person()
    ca.revoke(signer, NOW - DAY)
    found = checked(sign(printed, signer), printed, known(ca))
    assert (found.accepted, found.signatures[0].trust) == (True, Trust.REVOKED)


def test_a_list_out_of_date_says_nothing_of_revocation(printed, ca):
    old = ca.crl(made=NOW - 40 * DAY, until=NOW - 10 * DAY)
    found = checked(sign(printed, ca.person()), printed, Roots((ca.pem,), (old,)))
    assert found.signatures[0].trust == Trust.REVOCATION_UNKNOWN


def test_what_long_keeping_adds_changes_nothing_and_is_used(printed, ca):
    signer = ca.person()
    kept = authority.with_store(sign(printed, signer), ca, signer)
    found = checked(kept, printed, Roots((ca.pem,)))
    assert (found.accepted, found.covers_whole) == (True, True)
    assert found.signatures[0].trust == Trust.TRUSTED


def tampered(printed, ca):
    signed = bytearray(sign(printed, ca.person()))
    signed[len(printed) // 2] ^= 1
    return bytes(signed)


def changed_in_the_signed_part(printed, ca):
    """A byte of what the signature's revision added, not of the printed bytes."""
    signed = sign(printed, ca.person())
    return signed[: len(printed)] + signed[len(printed) :].replace(b"(ChuKy)", b"(ChuKi)")


BROKEN = [
    (tampered, "không phải bản in"),
    (changed_in_the_signed_part, "không hợp lệ: nội dung đã bị sửa sau khi ký"),
    (
        lambda printed, ca: authority.turn_first_page(sign(printed, ca.person())),
        "bị sửa sau khi in",
    ),
    (
        lambda printed, ca: sign(authority.turn_first_page(printed), ca.person()),
        "bị sửa sau khi in",
    ),
    (lambda printed, ca: sign(authority.glued_behind(printed), ca.person()), "bị sửa sau khi in"),
    (lambda printed, ca: sign(authority.with_note(printed), ca.person()), "bị sửa sau khi in"),
    (
        lambda printed, ca: authority.with_empty_field(sign(printed, ca.person(), certify=True)),
        "không cho phép",
    ),
    (lambda printed, ca: printed, "không có chữ ký số nào"),
    (
        lambda printed, ca: sign(printed, ca.person())[: len(printed) + 900],
        "không có chữ ký số nào",
    ),
    (lambda printed, ca: printed + b"\nstartxref\n9\n%%EOF", "Không đọc được"),
]


@pytest.mark.parametrize(("make", "why"), BROKEN)
def test_what_is_not_the_printed_paper_signed_is_refused_with_the_reason(printed, ca, make, why):
    found = checked(make(printed, ca), printed, known(ca))
    assert not found.accepted
    assert why in found.refusal


def test_a_file_under_a_password_is_refused(printed, ca):
    found = checked(authority.locked(printed), None)
    assert "mật khẩu" in found.refusal


def test_a_signed_paper_of_others_has_nothing_to_be_compared_with(printed, ca):
    found = checked(sign(printed, ca.person()), None, known(ca))
    assert (found.accepted, found.original_intact) == (True, None)


def test_a_report_is_kept_and_read_again(printed, ca):
    found = checked(sign(printed, ca.person(), stamper=ca.stamper()), printed, known(ca))
    assert SignatureReport.from_json(found.to_json()) == found


def test_roots_are_what_lies_in_their_folder(tmp_path, ca):
    assert read_roots(tmp_path / "none") == Roots()
    (tmp_path / "root.PEM").write_bytes(ca.pem)
    (tmp_path / "thu-hoi.crl").write_bytes(ca.crl())
    (tmp_path / "README").write_text("not read")
    found = read_roots(tmp_path)
    assert found.certificates == (ca.pem,)
    assert len(found.revocation_lists) == 1


# --- the independent tool ---

needs_pdfsig = pytest.mark.skipif(
    not (shutil.which("pdfsig") and shutil.which("certutil")),
    reason="needs poppler-utils and libnss3-tools",
)


def pdfsig(content, roots, folder):
    """What pdfsig says of each signature: (its judgement, that of the certificate)."""
    store = folder / "nss"
    store.mkdir()
    run("certutil", "-N", "-d", store, "--empty-password")
    for place, one in enumerate(roots):
        (folder / f"{place}.pem").write_bytes(one)
        run(
            "certutil",
            "-A",
            "-d",
            store,
            "-n",
            f"{place}",
            "-t",
            "CT,C,C",
            "-i",
            folder / f"{place}.pem",
        )
    (folder / "file.pdf").write_bytes(content)
    said = run("pdfsig", "-nssdir", store, folder / "file.pdf", check=False)
    lines = [line.strip().removeprefix("- ") for line in said.splitlines()]
    judged = [
        line.partition(": ")[2] for line in lines if line.startswith("Signature Validation:")
    ]
    trusted = [
        line.partition(": ")[2] for line in lines if line.startswith("Certificate Validation:")
    ]
    return judged, trusted


def run(*command, check=True):
    done = subprocess.run(  # noqa: S603
        [str(one) for one in command], capture_output=True, text=True, check=check, timeout=60
    )
    return done.stdout


@needs_pdfsig
def test_pdfsig_agrees_on_good_foreign_and_expired(printed, ca, tmp_path):
    signed = sign(sign(printed, ca.person()), ca.person("Văn thư"), place="Dau")
    late = sign(printed, ca.person("Người hết hạn", span=(START, START + DAY)))
    for name, content, roots, at in [
        ("good", signed, Roots((ca.pem,), (ca.crl(),)), NOW),
        ("foreign", signed, Roots(), NOW),
        ("expired", late, Roots((ca.pem,)), NOW),
    ]:
        folder = tmp_path / name
        folder.mkdir()
        judged, trusted = pdfsig(content, roots.certificates, folder)
        ours = checked(content, printed, roots, at)
        assert judged == ["Signature is Valid."] * len(ours.signatures)
        assert ours.accepted
        words = {
            Trust.TRUSTED: "Certificate is Trusted.",
            Trust.UNKNOWN_ROOT: "Certificate issuer isn't Trusted.",
            Trust.EXPIRED: "Certificate has Expired",
        }
        assert trusted == [words[one.trust] for one in ours.signatures]


@needs_pdfsig
@pytest.mark.parametrize("make", [tampered, changed_in_the_signed_part])
def test_pdfsig_agrees_that_a_flipped_byte_breaks_the_signature(printed, ca, tmp_path, make):
    content = make(printed, ca)
    judged, _ = pdfsig(content, (ca.pem,), tmp_path)
    assert judged == ["Digest Mismatch."]
    assert [one.valid for one in checked(content, None, known(ca)).signatures] == [False]
