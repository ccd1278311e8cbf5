"""HTTPS by the server itself: the certificate that is made, what the server speaks, and what is told without it."""

from __future__ import annotations

import http.client
import socket
import ssl
import subprocess
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from flask import Flask

from core import setup
from core.machine import proxies, tls
from tests.conftest import AppOn, NewServer
from tests.outlet import Outlet
from tests.pages.office import PASSWORD, Browser, inside


def run(outlet: Outlet, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return outlet.flask("tls", "init", *arguments, check=check)


def get(outlet: Outlet, context: ssl.SSLContext) -> http.client.HTTPResponse:
    with closing(http.client.HTTPSConnection("localhost", outlet.port, timeout=20, context=context)) as connection:
        connection.request("GET", "/sign-in")
        return connection.getresponse()


def test_the_server_speaks_https_with_the_certificate_made_for_it(new_server: NewServer) -> None:
    outlet = new_server("sqlite")
    outlet.stop()
    told = run(outlet, "--host", "quay.example.vn").stdout
    root = outlet.data / "tls" / "root.crt"
    fingerprint = ":".join(f"{byte:02X}" for byte in x509.load_pem_x509_certificate(root.read_bytes()).fingerprint(SHA256()))
    assert fingerprint in told and str(root) in told
    again = run(outlet, check=False)
    assert again.returncode == 1 and len(again.stderr.splitlines()) == 1 and "--replace" in again.stderr
    outlet.tls = ssl.create_default_context(cafile=str(root))
    outlet.start()
    answer = get(outlet, outlet.tls)
    assert answer.status in {200, 302} and answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Server" not in answer.headers
    with socket.create_connection(("127.0.0.1", outlet.port), timeout=10) as plain:
        plain.sendall(b"GET /sign-in HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"HTTP/1.1" not in plain.recv(1000), "no answer, and no leading on, without TLS"
    assert "https://127.0.0.1" in outlet.log()
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises((ssl.SSLError, OSError)):
        get(outlet, old)


def test_the_certificate_names_the_machine_and_its_root_can_sign_nothing_more(tmp_path: Path) -> None:
    names = tls.names_of_machine("192.168.7.9", "https://ocop.example.vn/x")
    assert {"localhost", "127.0.0.1", "::1", "192.168.7.9", "ocop.example.vn"} <= set(names)
    now = datetime.now(UTC)
    tls.make(tmp_path, names, now)
    leaf, root = x509.load_pem_x509_certificates((tmp_path / "tls" / "certificate.pem").read_bytes())
    held = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {*held.get_values_for_type(x509.DNSName), *map(str, held.get_values_for_type(x509.IPAddress))} == set(names)
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc == timedelta(days=825)
    key = load_pem_private_key((tmp_path / "tls" / "key.pem").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey) and key.public_key() == leaf.public_key() != root.public_key()
    files = tls.TlsFiles(tmp_path / "tls" / "certificate.pem", tmp_path / "tls" / "key.pem")
    ciphers = {one["name"] for one in files.context().get_ciphers()}
    assert ciphers and all("GCM" in name or "CHACHA20" in name for name in ciphers), "authenticated encryption only"
    assert all(name.startswith(("TLS_", "ECDHE-")) for name in ciphers), "a fresh key for each connection"
    assert {path.name for path in (tmp_path / "tls").iterdir()} == {"certificate.pem", "key.pem", "root.crt"}
    assert files.ends_at() == leaf.not_valid_after_utc


def test_a_given_certificate_is_taken_and_one_that_does_not_fit_is_one_line(server: Outlet, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        tls.make(tmp_path / name, ["localhost"])
    certificate, key, wrong = tmp_path / "a/tls/certificate.pem", tmp_path / "a/tls/key.pem", tmp_path / "b/tls/key.pem"
    refused = run(server, "--certificate", str(certificate), "--key", str(wrong), check=False)
    assert refused.returncode == 1 and len(refused.stderr.splitlines()) == 1 and not (server.data / "tls").exists()
    run(server, "--certificate", str(certificate), "--key", str(key))
    assert (server.data / "tls" / "key.pem").read_bytes() == key.read_bytes()
    assert (server.data / "tls" / "key.pem").stat().st_mode & 0o777 == 0o600
    for env in ({"OUTLET_TLS_CERT": str(certificate)},
                {"OUTLET_TLS_CERT": str(certificate), "OUTLET_TLS_KEY": str(wrong)},
                {"OUTLET_TLS_CERT": "/no/such/file", "OUTLET_TLS_KEY": str(key)}):  # fmt: skip
        other = replace(server, env=env, process=None, data=tmp_path / "c")
        (tmp_path / "c").mkdir(exist_ok=True)
        other.start_again()
        assert other.process is not None and other.process.wait(60) == 2
        assert len(other.log().splitlines()) == 1 and "OUTLET_TLS_CERT, OUTLET_TLS_KEY" in other.log()
        (tmp_path / "c" / "server.log").unlink()


def told(site: Flask, **more: object) -> bool:
    """Whether the manager's day and the settings tell that passwords go in the clear."""
    read = site.extensions["outlet_settings"]
    site.extensions["outlet_settings"] = replace(read, **more)
    office = Browser(site)
    pages = ["không được mã hóa" in office.get(path).text for path in ("/reports/today", "/settings")]
    site.extensions["outlet_settings"] = read
    assert len(set(pages)) == 1
    return pages[0]


def test_the_manager_is_told_when_others_in_the_network_can_read_along(app_on: AppOn, tmp_path: Path) -> None:
    site = app_on("sqlite")
    inside(site, lambda: setup.first_run("Điểm bán thử", "quanly", PASSWORD))
    assert not told(site)
    assert told(site, host="0.0.0.0") and told(site, host="192.168.1.2")
    assert not told(site, host="0.0.0.0", proxies=proxies.parse("127.0.0.1"))
    tls.make(tmp_path, ["localhost"])
    files = tls.stored(tmp_path)
    assert not told(site, host="0.0.0.0", tls=files)
    site.extensions["outlet_settings"] = replace(site.extensions["outlet_settings"], tls=files)
    tls.make(tmp_path, ["localhost"], datetime.now(UTC) - timedelta(days=800))
    assert "Chứng chỉ HTTPS hết hạn ngày" in Browser(site).get("/reports/today").text
