"""The server's log: one line of JSON for each event, no flood, no secret."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.machine import logs
from tests.outlet import Outlet


@pytest.fixture
def log(tmp_path: Path) -> Iterator[logging.Logger]:
    """A logger whose lines go into `logs/outlet.log` of the test's folder."""
    logger = logging.getLogger("core.of_this_test")
    handler = logs.ServerLog(tmp_path / logs.FOLDER)
    logger.addHandler(handler)
    logger.propagate = False
    yield logger
    logger.removeHandler(handler)
    handler.close()


def lines(folder: Path) -> list[dict[str, str]]:
    """What was written."""
    return [json.loads(line) for line in (folder / logs.FOLDER / logs.FILE).read_text("utf-8").splitlines()]


def test_an_event_is_one_line_with_time_level_and_request(
    log: logging.Logger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    token = logs.request_id.set("ab12")
    try:
        log.warning("two\nlines: %s", "Đĩa đầy")
        try:
            raise ValueError("of this test")
        except ValueError:
            log.exception("unexpected")
    finally:
        logs.request_id.reset(token)
    first, second = lines(tmp_path)
    assert first["time"].endswith("Z") and (first["level"], first["request"]) == ("WARNING", "ab12")
    assert first["event"] == "two\nlines: Đĩa đầy" and first["logger"] == "core.of_this_test"
    assert "ValueError: of this test" in second["trace"]


def test_a_place_that_logs_without_end_is_cut_short(log: logging.Logger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(logs.time, "monotonic", lambda: now)
    for n in range(500):
        if n == 499:
            now += 61
        log.error("again %s", n)
    written = lines(tmp_path)
    assert len(written) == logs.LINES_A_MINUTE + 1
    assert int(written[-1]["left_out"]) == 499 - logs.LINES_A_MINUTE


@pytest.mark.parametrize(
    "text",
    [
        "token ocop_SECRETsecret-SECRET_1",
        "Authorization: Bearer SECRET.x",
        'sent {"password": "SECRET", "a": 1}',
        "pin=SECRET&a=1",
    ],
)
def test_nothing_that_looks_like_a_secret_is_written(log: logging.Logger, tmp_path: Path, text: str) -> None:
    log.error("%s", text)
    assert "SECRET" not in (tmp_path / logs.FOLDER / logs.FILE).read_text("utf-8")


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").write_text("a file, no folder")
    handler = logs.ServerLog(tmp_path / "taken")
    handler.handle(logging.makeLogRecord({"msg": "it goes on", "pathname": "a", "lineno": 1}))
    assert "it goes on" in capsys.readouterr().err


def test_a_running_server_logs_into_its_data_folder_with_the_id_of_the_answer(server: Outlet) -> None:
    for n in range(9):
        body = f"username=nobody&password=wrong{n}wrong".encode()
        page = server.api.as_(None).get("/sign-in")
        assert page.status == 200
        answer = server.api.as_(None).call("POST", "/sign-in", raw=body, headers={"Cookie": page.headers["set-cookie"]})
    assert answer.headers["x-request-id"]
    assert (server.data / logs.FOLDER / logs.FILE).exists()
    assert "wrong8wrong" not in server.log()
