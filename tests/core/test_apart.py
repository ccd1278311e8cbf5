"""Work in a fork: it is done, its refusal arrives, and whoever waits for it hears of any other end."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from click import ClickException

from core.machine import apart

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not fork safely")


def test_work_is_done_by_another_process_before_the_call_comes_back(tmp_path: Path) -> None:
    apart.run(lambda: (tmp_path / "done").write_text(str(os.getpid())), "a note")
    assert int((tmp_path / "done").read_text()) != os.getpid()


def test_a_refusal_arrives_in_its_own_words() -> None:
    def refuse() -> None:
        raise ClickException("không có chỗ trên đĩa")

    with pytest.raises(apart.Stopped, match=r"^không có chỗ trên đĩa$"):
        apart.run(refuse, "a note")


def test_work_that_fails_otherwise_or_is_killed_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    for end in (lambda: 1 // 0, lambda: os.kill(os.getpid(), 9)):
        with pytest.raises(apart.Stopped, match=r"^the work did not come to its end$"):
            apart.run(end, "the work")
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_work_ends_with_the_process_that_waits_for_it(tmp_path: Path) -> None:
    began = tmp_path / "began"

    def last() -> None:
        began.write_text(str(os.getpid()))
        time.sleep(60)

    if (starter := os.fork()) == 0:
        apart.run(last, "a sleep")
        os._exit(0)
    while not (began.exists() and began.read_text()):
        time.sleep(0.01)
    os.kill(starter, signal.SIGKILL)
    os.waitpid(starter, 0)
    state = Path(f"/proc/{began.read_text()}/stat")
    end = time.monotonic() + 10
    while state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z":
        assert time.monotonic() < end, "the fork went on"
        time.sleep(0.01)
