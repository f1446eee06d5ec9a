"""A certificate authority of our own for `simulate --tls`, kept in a folder and used again.

Some clients speak `wss` only (clients.md). They are pointed at the authority's file, with
`NODE_EXTRA_CA_CERTS` or `SSL_CERT_FILE`; the certificate that it signs is for this machine's
loopback names. Made with the `cryptography` package: unlike the `openssl` command it is
the same on every system, and no key passes through a shell.
"""

from __future__ import annotations

import ipaddress
import os
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

_NAMES: Final = ("localhost",)
_ADDRESSES: Final = ("127.0.0.1", "::1")
_AUTHORITY_NAME: Final = "realtime-inspector simulator (this machine only)"
_LIFE: Final = timedelta(days=365)
"""Short enough for every client: some refuse certificates of more than 398 days."""
_RENEW_BEFORE: Final = timedelta(days=7)
_CLOCK_SKEW: Final = timedelta(hours=1)
_PRIVATE: Final = 0o600
_PRIVATE_FOLDER: Final = 0o700


@dataclass(frozen=True, slots=True)
class Authority:
    """The files of the authority and of the certificate that it signed."""

    folder: Path

    @property
    def certificate(self) -> Path:
        """What clients must trust."""
        return self.folder / "authority.pem"

    @property
    def _server(self) -> Path:
        """The server's key and certificate in one file, for its owner only."""
        return self.folder / "server.pem"

    def context(self, now: datetime | None = None) -> ssl.SSLContext:
        """A server's TLS context; the files are made if they are missing or run out.

        The authority's own key is not kept: nobody can sign anything else with it, and
        whoever trusts it trusts this one certificate.

        Args:
            now: The time; by default the present.

        Raises:
            UsageError: The `tls` extra is not installed.
            OSError: The files cannot be written.
        """
        now = now or datetime.now(UTC)
        if not self._is_valid(now):
            self._make(now)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self._server)
        return context

    def _is_valid(self, now: datetime) -> bool:
        _require_cryptography()
        from cryptography import x509
        from cryptography.exceptions import InvalidSignature

        try:
            signer = x509.load_pem_x509_certificate(self.certificate.read_bytes())
            (signed, *_) = x509.load_pem_x509_certificates(self._server.read_bytes())
            signed.verify_directly_issued_by(signer)
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self._server)
        except (OSError, ValueError, TypeError, InvalidSignature):
            return False
        ends = min(signer.not_valid_after_utc, signed.not_valid_after_utc)
        return signed.not_valid_before_utc <= now <= ends - _RENEW_BEFORE

    def _make(self, now: datetime) -> None:
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import (
            Encoding,
            NoEncryption,
            PrivateFormat,
        )

        authority_key = ec.generate_private_key(ec.SECP256R1())
        server_key = ec.generate_private_key(ec.SECP256R1())
        authority = _authority_certificate(authority_key, now)
        certificate = _server_certificate(server_key, authority, authority_key, now)
        private = server_key.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        ) + certificate.public_bytes(Encoding.PEM)
        self.folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        _write_private(self._server, private)
        _write_private(self.certificate, authority.public_bytes(Encoding.PEM))


def _require_cryptography() -> None:
    try:
        import cryptography  # noqa: F401 - only whether it is there
    except ImportError:
        raise UsageError(
            "--tls needs the 'cryptography' package.",
            "Install the extra: pip install 'realtime-inspector[tls]'",
        ) from None


def _write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    fresh.replace(path)


def _authority_certificate(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import NameOID

    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _AUTHORITY_NAME)])
    return (
        _new_certificate(name, name, key, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _server_certificate(
    key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    now: datetime,
) -> x509.Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAMES[0])])
    names: list[x509.GeneralName] = [x509.DNSName(each) for each in _NAMES]
    names += [x509.IPAddress(ipaddress.ip_address(each)) for each in _ADDRESSES]
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    return (
        _new_certificate(name, authority.subject, key, now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(signer, critical=False)
        .sign(authority_key, hashes.SHA256())
    )


def _new_certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime
) -> x509.CertificateBuilder:
    from cryptography import x509

    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_SKEW)
        .not_valid_after(now + _LIFE)
    )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
