"""HTTPS by the server itself: a key and a certificate, given or made here for the names of this machine.

The certificate that is made is signed by a root made for it alone, whose key is thrown away at once: a tablet that trusts the
root trusts this certificate and nothing that anybody could sign later. It lasts 825 days, as long as tablets accept.
"""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:  # slow to import, and a server with a given certificate needs none of it
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

FOLDER = "tls"
CERTIFICATE, KEY, ROOT = "certificate.pem", "key.pem", "root.crt"
LASTS = timedelta(days=825)
WARN_BEFORE = timedelta(days=30)
CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""Of TLS 1.2: a fresh key for each connection, and encryption that notices changes. TLS 1.3 has no others."""


@dataclass(frozen=True)
class TlsFiles:
    """The certificate (with what signed it) and its key, in PEM."""

    certificate: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """What the server speaks TLS with, 1.2 at least. Raises OSError (ssl.SSLError too) for files that do not fit."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers(CIPHERS)
        # A key with a password would ask for it on a terminal that no server has.
        context.load_cert_chain(self.certificate, self.key, password=_no_password)
        return context

    def ends_at(self) -> datetime | None:
        """When the certificate ends; None when it cannot be read."""
        from cryptography import x509

        with suppress(OSError, ValueError):
            return x509.load_pem_x509_certificate(self.certificate.read_bytes()).not_valid_after_utc
        return None


def stored(data_dir: Path) -> TlsFiles | None:
    """The certificate and key in the data folder, if both are there."""
    files = TlsFiles(data_dir / FOLDER / CERTIFICATE, data_dir / FOLDER / KEY)
    return files if files.certificate.is_file() and files.key.is_file() else None


def _no_password() -> str:
    raise ssl.SSLError("the key has a password")


def names_of_machine(host: str, public_url: str) -> list[str]:
    """The names and addresses that a device of the shop may open this machine by."""
    own = socket.gethostname()
    names = ["localhost", "127.0.0.1", "::1", own, f"{own.partition('.')[0]}.local", *_lan_addresses()]
    names += [name for name in (host, urlsplit(public_url).hostname or "") if name not in {"", "0.0.0.0", "::"}]  # noqa: S104
    return list(dict.fromkeys(name.lower() for name in names))


def _lan_addresses() -> list[str]:
    """Addresses of this machine in its networks. A datagram socket that is connected sends nothing, but knows its way."""
    found: list[str] = []
    with suppress(OSError):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM)]
    for family, far in ((socket.AF_INET, "10.255.255.255"), (socket.AF_INET, "192.168.255.255"), (socket.AF_INET6, "fd00::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((far, 9))
            found.append(str(probe.getsockname()[0]))
    return [address for address in found if "%" not in address and not ip_address(address).is_link_local]


def make(data_dir: Path, names: list[str], now: datetime | None = None) -> str:
    """Makes key, certificate and root in the data folder. Answers the root's SHA-256 fingerprint. Raises OSError, ValueError."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    begins = (now or datetime.now(UTC)) - timedelta(hours=1)  # a tablet whose clock is a little behind trusts it too
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _root(root_key, begins)
    leaf = _leaf(key, names, root, root_key, begins)
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    store(data_dir, leaf.public_bytes(pem) + root.public_bytes(pem), private)
    (data_dir / FOLDER / ROOT).write_bytes(root.public_bytes(pem))
    return root.fingerprint(hashes.SHA256()).hex(":").upper()


def store(data_dir: Path, certificate: bytes, key: bytes) -> None:
    """Keeps a certificate and its key in the data folder, where a server finds them at its next start. Raises OSError."""
    folder = data_dir / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / ROOT).unlink(missing_ok=True)
    for name, content in ((KEY, key), (CERTIFICATE, certificate)):
        part = folder / f"{name}.part"
        part.touch(0o600)
        part.write_bytes(content)
        part.replace(folder / name)


def _root(key: EllipticCurvePrivateKey, begins: datetime) -> x509.Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    name = _name(f"{socket.gethostname()[:40]} (OCOP) {begins:%Y-%m-%d}")
    return (
        _begun(name, name, key, begins)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def _leaf(
    key: EllipticCurvePrivateKey, names: list[str], root: x509.Certificate, root_key: EllipticCurvePrivateKey, begins: datetime
) -> x509.Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID

    return (
        _begun(_name(names[0][:64]), root.subject, key, begins)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )


def _begun(subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, begins: datetime) -> x509.CertificateBuilder:
    from cryptography import x509

    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + LASTS)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(common: str) -> x509.Name:
    from cryptography import x509

    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _general_name(name: str) -> x509.GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name.encode("idna").decode("ascii"))
