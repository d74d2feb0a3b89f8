"""A certification authority for the tests: it certifies, stamps time, revokes, and signs PDFs. All of it made up."""

import datetime as dt
import io
from functools import cache

import pypdf
from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, fields, signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

START, END = dt.datetime(2023, 1, 1, tzinfo=dt.UTC), dt.datetime(2033, 1, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
RESERVED = (
    16384  # signs of a signature with its time stamp; else it is signed twice to see how many
)
NOW = dt.datetime(2024, 6, 18, 8, 0, tzinfo=dt.UTC)


@cache
def key(name):
    """A key of its own for every name, made once in a run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _name(common, organisation=""):
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    return x509.Name(parts)


def usage(**said):
    names = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
        *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{one: said.get(one, False) for one in names})


class _Person(signers.SimpleSigner):
    """Signs with the key as it was made; to load it for each signature takes most of the time."""

    def __init__(self, its_key, **known):
        super().__init__(**known)
        self.its_key = its_key

    def sign_raw(self, data, digest_algorithm):
        assert digest_algorithm == "sha256"
        return self.its_key.sign(data, padding.PKCS1v15(), hashes.SHA256())


class Authority:
    """One root, with what it has certified; `crl` is its list of what it has revoked."""

    def __init__(self, name="Tổ chức chứng thực thử"):
        self.name = _name(name)
        self.key = key(f"root {name}")
        self.revoked = []
        self.certificate = self._certify(
            self.name,
            self.key,
            (START, END),
            authority=True,
            use=usage(key_cert_sign=True, crl_sign=True),
        )

    def _certify(self, name, its_key, span, *, use, authority=False, stamps=False):
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(its_key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(span[0])
            .not_valid_after(span[1])
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(use, critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(its_key.public_key()), critical=False
            )
        )
        if stamps:
            stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            made = made.add_extension(stamping, critical=True)
        return made.sign(self.key, hashes.SHA256())

    def person(self, name="Nguyễn Văn Thử", organisation="Sở Thử nghiệm", span=(START, END)):
        its_key = key(f"person {name}")
        use = usage(digital_signature=True, content_commitment=True)
        certificate = self._certify(_name(name, organisation), its_key, span, use=use)
        return _Person(
            its_key,
            signing_cert=_asn1(certificate),
            signing_key=_asn1_key(its_key),
            cert_registry=SimpleCertificateStore.from_certs([_asn1(self.certificate)]),
        )

    def stamper(self, at=NOW):
        its_key = key("stamper")
        certificate = self._certify(
            _name("Máy cấp dấu thời gian thử"),
            its_key,
            (START, END),
            use=usage(digital_signature=True),
            stamps=True,
        )
        store = SimpleCertificateStore.from_certs([_asn1(self.certificate)])
        return DummyTimeStamper(_asn1(certificate), _asn1_key(its_key), store, fixed_dt=at)

    def revoke(self, signer, on):
        self.revoked.append((signer.signing_cert.serial_number, on))

    @property
    def pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def crl(self, made=NOW - DAY, until=NOW + 30 * DAY):
        lists = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.name)
            .last_update(made)
            .next_update(until)
        )
        for serial, on in self.revoked:
            row = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(on)
            lists = lists.add_revoked_certificate(row.build())
        return lists.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _asn1(certificate):
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _asn1_key(its_key):
    der = its_key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return asn1_keys.PrivateKeyInfo.load(der)


def sign(content, signer, *, place="ChuKy", stamper=None, certify=False, box=None):
    """The content with one more signature, appended. `certify`: nothing may be added afterwards."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    if box:
        fields.append_signature_field(writer, SigFieldSpec(place, on_page=0, box=box))
    about = PdfSignatureMetadata(
        field_name=place,
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=MDPPerm.NO_CHANGES if certify else MDPPerm.FILL_FORMS,
    )
    out = io.BytesIO()
    signers.PdfSigner(about, signer=signer, timestamper=stamper).sign_pdf(
        writer, output=out, bytes_reserved=RESERVED
    )
    return out.getvalue()


def turn_first_page(content):
    """The content with an update behind it that turns its first page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Rotate"] = generic.NumberObject(180)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def glued_behind(original):
    """The bytes of `original`, then a whole other paper whose table of objects does not lead to them."""
    text = b"BT /F1 24 Tf 72 700 Td (Another paper) Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
    ]
    content, places = original + b"\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(content))
        content += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (table, len(content))
    )


def with_note(content):
    """The content with an update behind it that lays a note over its first page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    name = generic.NameObject
    note = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/FreeText"),
            name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (72, 500, 300, 600))),
            name("/Contents"): generic.pdf_string("20/20"),
        }
    )
    notes = page["/Annots"] if "/Annots" in page else generic.ArrayObject()
    page["/Annots"] = generic.ArrayObject([*notes, writer.add_object(note)])
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked(content):
    """The content under a password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt("mật khẩu")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_empty_field(content):
    """The content with an update behind it that makes room for one more signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    fields.append_signature_field(writer, SigFieldSpec("Sau"))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_store(content, ca, signer):
    """The content with what long keeping adds: the signer's certificate and the list of revoked ones."""
    out = io.BytesIO(content)
    lists = [asn1_crl.CertificateList.load(ca.crl())]
    DocumentSecurityStore.add_dss(out, None, certs=[signer.signing_cert], crls=lists, ocsps=[])
    return out.getvalue()
