"""A setting that cannot be used stops every start with one clear line that names it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
from sqlalchemy import make_url

import wsgi
from core import settings
from ops import flask_command
from tests.forks import Fork
from tests.outlet import PASSWORD, ROOT, Outlet

WRONG = [
    ("OUTLET_PORT", "abc"),
    ("OUTLET_PORT", "0"),
    ("OUTLET_PORT", "9" * 5000),
    ("OUTLET_TIMEZONE", "Mars/Olympus"),
    ("OUTLET_PUBLIC_URL", "ftp://outlet"),
    ("OUTLET_PUBLIC_URL", "http://[outlet"),
    ("OUTLET_PUBLIC_URL", "http://outlet:port"),
    ("OUTLET_PUBLIC_URL", "http://:80"),
    ("OUTLET_DATABASE_URL", "mysql://outlet"),
    ("OUTLET_DATABASE_URL", "postgresql+psycopg://outlet@127.0.0.1:1/outlet"),
    ("OUTLET_DATABASE_URL", "sqlite:////no/such/folder/outlet.db"),
    ("OUTLET_DATABASE_URL", "sqlite:////etc/hostname"),
    ("OUTLET_DATABASE_URL", "postgresql://outlet@localhost:port/outlet"),
    ("OUTLET_DATA_DIR", "/etc/hostname"),
    ("OUTLET_DATA_DIR", "~nobody-of-that-name/outlet"),
    ("OUTLET_SECRET_KEY", ""),
    ("OUTLET_SECRET_KEY", "a"),
    ("OUTLET_SECRET_KEY", " " * 20),
    ("OUTLET_PRINTERS", "spool"),
]


def _start(folder: Path, name: str, value: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("OUTLET_", "FLASK_"))}
    env = {**clean, "OUTLET_DATA_DIR": str(folder), "FLASK_SKIP_DOTENV": "1", name: value}
    return Fork(list(arguments), ROOT, env).completed(60)


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_one_line_names_the_wrong_setting(tmp_path: Path, name: str, value: str) -> None:
    for arguments in (("wsgi.py",), ("-m", "flask", "db", "upgrade")):
        process = _start(tmp_path, name, value, *arguments)
        assert process.returncode == 2
        assert len(process.stderr.splitlines()) == 1 and name in process.stderr, process.stderr[-500:]


def test_a_taken_port_is_one_line_too(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = _start(tmp_path, "OUTLET_PORT", str(taken.getsockname()[1]), "wsgi.py")
    assert process.returncode == 2 and process.stdout == ""
    assert len(process.stderr.splitlines()) == 1 and "OUTLET_PORT" in process.stderr, process.stderr[-500:]


def test_a_secret_is_made_once_and_a_poor_one_protects_nothing(tmp_path: Path) -> None:
    made = settings.read({"OUTLET_DATA_DIR": tmp_path}).secret_key
    key_file = tmp_path / "secret.key"
    assert len(made) == 64 and key_file.read_text() == made and key_file.stat().st_mode & 0o777 == 0o600
    assert settings.read({"OUTLET_DATA_DIR": tmp_path}).secret_key == made
    for poor in (b"", b"short", b"\xff" * 64):
        key_file.write_bytes(poor)
        with pytest.raises(settings.BadSetting, match=r"OUTLET_DATA_DIR.*secret\.key"):
            settings.read({"OUTLET_DATA_DIR": tmp_path})


def test_three_servers_that_start_at_once_on_an_empty_folder_are_one(tmp_path: Path) -> None:
    """One serves; each of the others says in one line that it does not, and a command works beside the server."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("OUTLET_", "FLASK_"))}
    servers = [(Outlet(tmp_path, port=free_port(), forked=True), tmp_path / f"log{n}") for n in range(3)]
    started = [Fork(["wsgi.py"], ROOT, {**clean, **outlet.environment()}, log) for outlet, log in servers]
    try:
        end = time.monotonic() + 60
        while sum(fork.poll() is None for fork in started) > 1 and time.monotonic() < end:
            time.sleep(0.02)
        lines = [log.read_text() for fork, (_, log) in zip(started, servers, strict=True) if fork.poll() is not None]
        assert [fork.poll() for fork in started if fork.poll() is not None] == [2, 2], lines
        assert all(len(text.splitlines()) == 1 and "another server" in text for text in lines), lines
        (serving,) = (log for fork, (_, log) in zip(started, servers, strict=True) if fork.poll() is None)
        while "http://" not in serving.read_text() and time.monotonic() < end:
            time.sleep(0.02)
        assert servers[0][0].flask("outlet", "init", "--name", "Quầy", "--manager", "sep", "--password", PASSWORD).returncode == 0
    finally:
        for fork in started:
            fork.send_signal(signal.SIGTERM)
            fork.wait(30)


@pytest.mark.parametrize("name", ["Dữ liệu #1", "giảm 50%25", "lãi 5%c3", "sổ?cũ", "hai từ"])
def test_the_database_lies_in_the_data_folder_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    read = settings.read({"OUTLET_DATA_DIR": tmp_path / name, "OUTLET_DATABASE_URL": ""})
    assert make_url(read.database_url).database == str(tmp_path / name / "outlet.db")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_dotenv_is_utf_8_whatever_the_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    (tmp_path / ".env").write_bytes("OUTLET_DATA_DIR=Dữ liệu\nOUTLET_PORT=8100\n".encode(encoding))
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.chdir(tmp_path)
    read = settings.read()
    assert (read.data_dir.name, read.port) == ("Dữ liệu", 8100)


def test_the_environment_beats_dotenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("OUTLET_PORT=8100\n")
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    monkeypatch.setenv("OUTLET_PORT", "8200")
    assert settings.read({"OUTLET_DATA_DIR": tmp_path}).port == 8200


@pytest.mark.parametrize("content", ["OUTLET_PORT=8000\n".encode("utf-16"), "# cô\u0309ng".encode("cp1258"), b"A=\x00"])
def test_a_dotenv_that_is_no_utf_8_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    (tmp_path / ".env").write_bytes(content)
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    with pytest.raises(settings.BadSetting, match=r"\.env.*UTF-8"):
        settings.read({"OUTLET_DATA_DIR": tmp_path})


def test_the_flask_command_leaves_dotenv_to_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FLASK_SKIP_DOTENV", raising=False)
    seen: list[str | None] = []
    monkeypatch.setattr(flask_command.cli, "main", lambda: seen.append(os.environ.get("FLASK_SKIP_DOTENV")))
    flask_command.main()
    assert seen == ["1"]


@pytest.mark.parametrize(
    ("address", "is_taken"),
    [
        ("postgresql://outlet:x@db.example.vn/outlet", False),
        ("postgresql+psycopg://outlet@192.168.1.9:5432/outlet", False),
        ("postgresql://outlet@/outlet?host=10.0.0.1", False),
        ("postgresql://outlet@/outlet?host=/run/postgresql&host=db2", False),
        ("postgresql://outlet@db.example.vn/outlet?sslmode=verify-full", True),
        ("postgresql://outlet@db.example.vn/outlet?sslmode=disable", True),
        ("postgresql://outlet@127.0.0.1:5432/outlet", True),
        ("postgresql://outlet@[::1]/outlet", True),
        ("postgresql://outlet@localhost/outlet", True),
        ("postgresql:///outlet", True),
        ("postgresql:///outlet?host=/run/postgresql", True),
        ("postgresql:///outlet?host=localhost:5432", True),
    ],
)
def test_a_database_on_another_machine_says_how_it_is_encrypted(tmp_path: Path, address: str, is_taken: bool) -> None:
    given = {"OUTLET_DATA_DIR": tmp_path, "OUTLET_DATABASE_URL": address}
    if is_taken:
        assert make_url(settings.read(given).database_url).database == "outlet"
    else:
        with pytest.raises(settings.BadSetting, match=r"OUTLET_DATABASE_URL.*sslmode=verify-full"):
            settings.read(given)


def test_the_server_is_never_in_debug_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    monkeypatch.setenv("OUTLET_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["wsgi.py"])
    monkeypatch.setattr(wsgi, "prepare", lambda *_: None)
    monkeypatch.setattr(wsgi, "share_heaps", lambda: None)
    monkeypatch.setattr(wsgi.logs, "set_up", lambda _: None)
    served: list[bool] = []
    monkeypatch.setattr(wsgi, "serve", lambda app: served.append(app.debug))
    assert wsgi.main() == 0 and served == [False]
