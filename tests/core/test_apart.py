"""Work in a fork: it is done, its refusal arrives, and whoever waits for it hears of any other end."""

from __future__ import annotations

import os
import sys
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
