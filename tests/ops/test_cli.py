"""Commands that cannot do what they are asked say so in one line and exit 1."""

from __future__ import annotations

import pytest

from tests.outlet import Outlet


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("backup", "/proc/outlet.zip"), "/proc"),
        (("export", "/etc/hostname"), "/etc/hostname"),
        (("simulate", "--days=1", "--sales-per-day=1", "--products=1", "--producers=5", "--seed=1"), "products"),
        (("outlet", "init", "--name=x", "--manager=x", "--password=mat-khau-dai"), "Điểm bán"),
        (("tokens", "issue", "--role=producer"), "--producer"),
        (("tokens", "issue", "--role=cashier", "--till=KHONG-CO"), "KHONG-CO"),
    ],
)
def test_trouble_is_one_line(server: Outlet, words: tuple[str, ...], named: str) -> None:
    told = server.flask(*words, check=False)
    assert (told.returncode, told.stdout) == (1, "")
    assert len(told.stderr.splitlines()) == 1 and named in told.stderr, told.stderr[-500:]
