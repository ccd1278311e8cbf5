"""A command that fails prints one line to stderr and exits with 1."""

from __future__ import annotations

import pytest

from tests.outlet import Outlet


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("backup", "/proc/outlet.zip"), "/proc"),
        (("export", "/etc/hostname"), "/etc/hostname"),
        (("simulate", "--days=1", "--sales-per-day=1", "--products=1", "--producers=5", "--seed=1"), "products"),
        (("outlet", "init", "--name=x", "--manager=x", "--password=mat-khau-dai"), "Điểm bán"),
        (("tokens", "issue", "--role=producer"), "--producer"),
        (("tokens", "issue", "--role=cashier", "--till=KHONG-CO"), "KHONG-CO"),
    ],
)
def test_trouble_is_one_line(server: Outlet, arguments: tuple[str, ...], named: str) -> None:
    process = server.flask(*arguments, check=False)
    assert (process.returncode, process.stdout) == (1, "")
    assert len(process.stderr.splitlines()) == 1 and named in process.stderr, process.stderr[-500:]
