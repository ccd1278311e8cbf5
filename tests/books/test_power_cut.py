"""A power cut takes what the disk was not asked to keep: each answered sale is there, whole, and no other is there in part."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select, text

from core.db import db, fetch_all
from core.db.prepared import Driver
from core.db.session import acting_on
from ops import books
from pos.models import Sale
from tests.journeys.inside import Inside
from tests.outlet import ROOT
from tests.schedule import examples

BLOCK = 512
"""Bytes that a disk keeps or loses together."""


@dataclass(frozen=True)
class Disk:
    """What stood in the database's file and in its log, and how long the log was when each sale was answered."""

    file: bytes
    log: bytes
    kept: Sequence[int]
    sales: Sequence[str]


@pytest.fixture
def disk(inside: Inside) -> Disk:
    path = Path(str(db.engine.url.database))
    shop = inside.shop()
    rice = shop.stocked()
    log, kept, sales = Path(f"{path}-wal"), [], []
    for _ in range(4):
        sales.append(shop.sell(shop.line(rice))["uid"])
        kept.append(log.stat().st_size)
    assert sorted(set(kept)) == kept, "the log was not merged meanwhile"
    return Disk(path.read_bytes(), log.read_bytes(), kept, sales)


def test_every_connection_waits_for_the_disk_before_it_answers(app: Flask) -> None:
    with db.engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2, "FULL"


@settings(max_examples=examples(5), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_power_cut_leaves_each_answered_sale_and_no_half_one(
    app: Flask, disk: Disk, tmp_path: Path, data: st.DataObject
) -> None:
    answered = data.draw(st.integers(1, len(disk.sales) - 1), label="sales answered")
    begin, end = disk.kept[answered - 1], disk.kept[answered]
    # A block of zeros that is lost is what it was.
    blocks = [block for block in range(begin, end, BLOCK) if any(disk.log[block : min(block + BLOCK, end)])]
    lost = data.draw(st.sets(st.sampled_from(blocks)) | st.just(set(blocks)), label="blocks lost")
    log = bytearray(disk.log[:end])
    for block in lost:
        log[block : min(block + BLOCK, end)] = bytes(min(block + BLOCK, end) - block)
    after = Path(tempfile.mkdtemp(dir=tmp_path)) / "outlet.db"
    after.write_bytes(disk.file)
    Path(f"{after}-wal").write_bytes(log)
    engine = create_engine(f"sqlite:///{after}")
    with engine.connect() as connection, acting_on(Driver(connection)):
        present = [r["uid"] for r in fetch_all(select(Sale.uid).order_by(Sale.sequence))]
        assert present == disk.sales[: answered if lost else answered + 1]
        assert books.gaps() == []
    engine.dispose()


def test_a_till_writes_through_before_it_goes_on() -> None:
    """Without `strict` a browser says that it has stored a sale before the device has."""
    scripts = "\n".join(path.read_text("utf-8") for path in (ROOT / "static" / "js" / "till").rglob("*.js"))
    opened = re.findall(r"\.transaction\([^)]*\)", scripts)
    assert opened and all('durability: "strict"' in one for one in opened), opened
