"""The chain as it is read: its head, its links, what papers print of it, and what leaves the machine each day."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Flask
from sqlalchemy import insert, update

from core import chain, clock
from core.chain import kept, keys
from core.db import execute, transaction
from core.i18n import in_language
from core.models import Outlet, VatRate
from core.people import people
from core.people.actor import SYSTEM
from core.people.permits import Role
from ops import archive
from pos.receipts import slips
from pos.receipts.receipt import rows
from tests.journeys.inside import Inside
from tests.outlet import today, uid


def test_every_document_and_every_audit_line_is_a_link(each_app: Flask) -> None:
    inside = Inside(each_app)
    shop = inside.shop()
    before = inside.api.get("/api/v1/chain/head").ok()
    sold = shop.sell(shop.line(shop.stocked()))
    links = inside.api.all("/api/v1/chain", after=before["links"])
    assert ("sale", sold["uid"]) in [(link["kind"], link["document"]) for link in links]
    assert [link["n"] for link in links] == list(range(before["links"] + 1, before["links"] + len(links) + 1))
    transaction(lambda: people.add("lan", "Lan", Role.CASHIER, pin="58371", actor=SYSTEM))
    head = inside.api.get("/api/v1/chain/head").ok()
    (last,) = inside.api.all("/api/v1/chain", after=head["links"] - 1)
    assert (last["kind"], last["document"], last["digest"]) == ("audit", "lan", head["digest"])
    assert inside.gaps() == []


def test_somebody_outside_verifies_a_head_with_the_public_key_alone(inside: Inside) -> None:
    head = inside.api.get("/api/v1/chain/head").ok()
    signed = f"{head['links']} {head['digest']} {head['at']}".encode()
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(head["public_key"])).verify(bytes.fromhex(head["signature"]), signed)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PRODUCER])
def test_everybody_signed_in_reads_the_head_and_a_manager_the_links(inside: Inside, role: Role) -> None:
    api = inside.as_role(role)
    assert api.get("/api/v1/chain/head").status == 200
    assert api.get("/api/v1/chain").status == (200 if role is Role.MANAGER else 403)
    assert inside.api.as_(None).get("/api/v1/chain/head").status == 401


def test_papers_print_the_beginning_of_the_digest(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    sold = shop.sell(shop.line(product))
    digests = {link["document"]: link["digest"][:12] for link in inside.api.all("/api/v1/chain") if link["kind"] != "audit"}
    receipt, _paper = slips.facts_of("sale", sold["uid"])
    with in_language("vi"):
        assert digests[sold["uid"]] in str(rows(receipt))
    statement = inside.api.put(f"/api/v1/statements/{uid()}", {"producer": shop.producer_of(product), "until": today()}).ok(201)
    inside.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
    links = {(link["kind"], link["document"]): link["digest"][:12] for link in inside.api.all("/api/v1/chain")}
    address = f"/api/v1/statements/{statement['uid']}"
    assert inside.api.get(address).ok()["digest"] == links["statement", statement["uid"]]
    assert inside.api.get(f"/api/v1/shifts/{shop.shift}").ok()["digest"] == links["shift-close", shop.shift]


def test_the_head_lies_beside_the_database_and_leaves_the_machine_daily(inside: Inside) -> None:
    shop = inside.shop()
    shop.sell(shop.line(shop.stocked()))
    kept.write_day()
    out: Path = inside.app.config["OUT_DIR"] / "heads" / f"{clock.today().isoformat()}.json"
    assert json.loads(out.read_text()) == inside.api.get("/api/v1/chain/head").ok()
    assert (inside.app.config["DATA_DIR"] / "chain.head").is_file()
    out.write_text(out.read_text().replace('"links": ', '"links": 9'))
    assert inside.gaps() == [f"{out.name}: not a head of this outlet, or changed"]


def test_a_new_key_is_seen_until_the_old_one_is_trusted(inside: Inside) -> None:
    old = keys.own().public
    inside.app.extensions.pop("outlet_chain_key")
    (inside.app.config["DATA_DIR"] / "chain.key").unlink()
    shop = inside.shop()
    assert any(f"signed with key {keys.key_id(old)}" in gap for gap in inside.gaps())
    keys.trust(old)
    shop.sell(shop.line(shop.stocked()))
    assert inside.gaps() == []


def test_what_is_written_beside_the_verbs_is_seen(inside: Inside) -> None:
    transaction(lambda: execute(update(Outlet).values(name="Tên khác"), chained=False))
    assert [gap for gap in inside.gaps() if gap.startswith("outlet 1")]


def test_what_an_act_without_a_document_writes_is_one_link(inside: Inside) -> None:
    before = chain.head()
    rate = {"vat": "8", "rate_percent": 8, "basis": "thử"}
    rates = [rate | {"from_day": clock.today().replace(year=year, day=1)} for year in (2040, 2041)]
    transaction(lambda: execute(insert(VatRate), rates))
    after = chain.head()
    assert before is not None and after is not None and after.links == before.links + 1
    assert inside.gaps() == []


def test_an_act_of_more_rows_than_one_statement_takes_is_covered_whole(each_app: Flask) -> None:
    inside = Inside(each_app)
    day = date(2040, 1, 1)
    rates = [{"vat": "8", "rate_percent": 8, "basis": "thử", "from_day": day + timedelta(days=n)} for n in range(1_001)]
    transaction(lambda: execute(insert(VatRate), rates))
    assert inside.gaps() == []


def test_a_head_of_before_a_restore_is_put_aside_and_one_that_was_kept_elsewhere_differs(inside: Inside, tmp_path: Path) -> None:
    shop = inside.shop()
    product = shop.stocked()
    archive.backup(tmp_path / "backup.zip")
    shop.sell(shop.line(product))
    kept.write_day()
    of_today = inside.app.config["OUT_DIR"] / "heads" / f"{clock.today().isoformat()}.json"
    elsewhere = Path(shutil.copy(of_today, tmp_path / "elsewhere.json"))
    assert list(kept.gaps_since(elsewhere)) == []
    archive.restore(tmp_path / "backup.zip", archive.Restoring(replace=True))
    assert inside.gaps() == [] and not of_today.exists()
    (gap,) = kept.gaps_since(elsewhere)
    assert "the last ones are gone" in gap or "is not the one that was there" in gap
