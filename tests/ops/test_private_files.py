"""Nothing that an outlet writes is readable by another account of the machine."""

from __future__ import annotations

import os
import time
from pathlib import Path

from core.machine import private_files
from tests.conftest import NewServer
from tests.outlet import Shop


def open_to_others(*roots: Path) -> list[str]:
    """What another account may read, write or enter."""
    paths = [path for root in roots for path in (root, *root.rglob("*"))]
    return [f"{path} {path.lstat().st_mode:o}" for path in paths if path.lstat().st_mode & 0o077]


def test_after_a_day_with_paper_backup_and_export_everything_is_the_outlets_alone(new_server: NewServer, tmp_path: Path) -> None:
    outlet = new_server("sqlite")
    outlet.stop()
    (outlet.data / "backups").mkdir(exist_ok=True)
    (outlet.data / "backups" / "of an earlier version").touch()
    for path in (outlet.data, *outlet.data.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    outlet.start()
    shop = Shop(outlet.api)
    till = {"name": "Máy 1", "place": shop.place, "printer": f"file://{outlet.data}/spool/paper/", "paper_mm": 80}
    outlet.api.put(f"/api/v1/tills/{shop.till}", till).ok()
    shop.open_shift()
    shop.sell(shop.line(shop.stocked()))
    outlet.flask("backup", str(tmp_path / "backup.zip"))
    outlet.flask("export", str(tmp_path / "export"))
    end = time.monotonic() + 20
    while not list((outlet.data / "spool" / "paper").glob("*.bin")) and time.monotonic() < end:
        time.sleep(0.05)
    assert {path.name for path in outlet.data.iterdir()} >= {"spool", "outlet.db", "outlet.db-wal", "secret.key", "server.log"}
    assert open_to_others(outlet.data, tmp_path / "backup.zip", tmp_path / "export") == []


def test_a_folder_that_all_accounts_share_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    (tmp_path / "link").symlink_to("/etc/hostname")
    before = os.stat("/etc/hostname").st_mode
    private_files.tighten(tmp_path, "sqlite://")
    assert tmp_path.stat().st_mode & 0o7777 == 0o1777 and os.stat("/etc/hostname").st_mode == before
