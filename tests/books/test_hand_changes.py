"""What somebody changes in the file of the database by hand is seen, even when the triggers stand there again afterwards.

Each trial works on a copy of one outlet; whoever made it knows the product's code and the tables, and has no key.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Connection

from core import chain
from core.chain import heads
from core.chain.links import link_digest, rows_digest
from core.chain.rows import encode, plan, sha256
from core.db import Base, db, transaction
from core.models import ChainLink
from core.people import people, tokens
from core.people.actor import SYSTEM
from core.people.permits import Role
from ops import books
from tests.api.inside import LocalOutlet
from tests.books.hand_changes import CopiedOutlet, by_sql
from tests.conftest import NewDatabase, _application, _close
from tests.ops.test_books import _work_a_day
from tests.outlet import Shop, uid


@pytest.fixture(scope="module")
def outlet(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CopiedOutlet]:
    """An outlet after a day with every kind of act."""
    url = new_database("sqlite")
    app = _application(url, tmp_path_factory.mktemp("data"))
    local_outlet = LocalOutlet.set_up(app)
    shop = Shop(local_outlet.api)
    _work_a_day(shop)
    shop.open_shift()
    document = shop.sale(shop.line(shop.stocked()))
    document["payments"] = [{"method": "vietqr", "amount_vnd": document["total_vnd"], "reference": "CK 1"}]
    local_outlet.api.put(f"/api/v1/sales/{uid()}", document).ok(201)
    shop.sell(shop.line(shop.stocked()))
    issued = local_outlet.api.all("/api/v1/statements")[0]["uid"]
    local_outlet.api.post(f"/api/v1/statements/{issued}/accept", {"note": "ký giấy"}).ok()
    with app.app_context():
        transaction(lambda: people.add("thungan", "Thu Ngân", Role.CASHIER, pin="58371", actor=SYSTEM))
        transaction(lambda: tokens.issue_token(Role.CASHIER, None, None, None, SYSTEM))
        assert books.check()[0] == []
    yield CopiedOutlet.of(app, url, tmp_path_factory.mktemp("copy"))
    _close(app)


LAST = "(SELECT uid FROM sale ORDER BY number DESC LIMIT 1)"
LAST_LINKS = f"(SELECT min(n) FROM chain_link WHERE document = {LAST})"
OF_LAST = f"source_kind = 'sale' AND source_uid = {LAST}"
FIRST_SOLD = "id = (SELECT min(id) FROM book_line WHERE kind = 'sold')"
LAST_GONE = (
    f"UPDATE shelf SET on_hand = on_hand + 1000 WHERE lot = (SELECT lot FROM movement WHERE {OF_LAST})",
    f"DELETE FROM audit_line WHERE subject = {LAST}",
    f"DELETE FROM idempotency_key WHERE key = {LAST}",
    f"DELETE FROM movement WHERE {OF_LAST}",
    f"DELETE FROM book_line WHERE {OF_LAST}",
    f"DELETE FROM sale_line WHERE sale_uid = {LAST}",
    f"DELETE FROM payment WHERE sale_uid = {LAST}",
    f"DELETE FROM chain_link WHERE n >= {LAST_LINKS}",
    f"DELETE FROM sale WHERE uid = {LAST}",
    "UPDATE counter SET value = value - 1 WHERE series = 'sale'",
)
BY_HAND = {
    "a line's net": ["UPDATE sale_line SET net_vnd = net_vnd - 1 WHERE id = 1"],
    "a total": ["UPDATE sale SET total_vnd = total_vnd - 1000 WHERE sequence = 1"],
    "a cashier": ["UPDATE sale SET cashier = 'ai-do' WHERE sequence = 1"],
    "cash that becomes card": ["UPDATE payment SET method = 'card', tendered_vnd = NULL WHERE method = 'cash'"],
    "a shelf": ["UPDATE shelf SET on_hand = on_hand + 1000"],
    "an adjustment": ["UPDATE sale_line_adjustment SET amount_vnd = amount_vnd + 1"],
    "the last sale's header": [f"DELETE FROM sale WHERE uid = {LAST}"],
    "the last sale's lines": [f"DELETE FROM sale_line WHERE sale_uid = {LAST}"],
    "the last sale's payments": [f"DELETE FROM payment WHERE sale_uid = {LAST}"],
    "a sale that a statement claimed": ["UPDATE sale_line SET quantity = quantity / 2, owed_vnd = owed_vnd / 2 WHERE id = 1"],
    "the whole audit trail": ["DELETE FROM audit_line"],
    "who an audit line names": ["UPDATE audit_line SET actor = 'ai-do' WHERE id = 3"],
    "an approval": ["UPDATE sale SET approved_by = 'quanly' WHERE sequence = 1", "DELETE FROM sale_flag"],
    "a cash move gone": ["DELETE FROM cash_move"],
    "a cash move": ["UPDATE cash_move SET amount_vnd = amount_vnd + 1, reason = 'khác'"],
    "an opening float": [
        "UPDATE shift SET opening_float_vnd = opening_float_vnd - 1000, expected_vnd = expected_vnd - 1000,"
        " difference_vnd = difference_vnd + 1000 WHERE closed_at IS NOT NULL"
    ],
    "a refund's cashier": ["UPDATE refund SET cashier = 'ai-do'"],
    "a refund's reason": ["UPDATE refund SET reason = 'khác'"],
    "a refund's method": ["UPDATE refund SET method = 'card'"],
    "a refund's day": ["UPDATE refund SET business_day = '2020-01-01'", "UPDATE refund_line SET business_day = '2020-01-01'"],
    "a transfer confirmed": [
        "INSERT INTO payment_confirmation (sale_uid, n, confirmed_by, confirmed_at)"
        " SELECT sale_uid, n, 'quanly', '2026-11-29 02:00:00.000000' FROM payment WHERE method = 'vietqr'"
    ],
    "a delivery": [
        "UPDATE movement SET quantity = quantity + 1000 WHERE kind = 'received' AND id = 1",
        "UPDATE delivery_line SET quantity = quantity + 1000 WHERE lot = (SELECT lot FROM movement WHERE id = 1)",
        "UPDATE lot SET delivered = delivered + 1000 WHERE code = (SELECT lot FROM movement WHERE id = 1)",
        "UPDATE book_line SET quantity = quantity + 1000"
        " WHERE kind = 'received' AND lot = (SELECT lot FROM movement WHERE id = 1)",
        "UPDATE shelf SET on_hand = on_hand + 1000 WHERE lot = (SELECT lot FROM movement WHERE id = 1)",
    ],
    "a book line's day": [f"UPDATE book_line SET day = '2020-01-01' WHERE {FIRST_SOLD}"],
    "a book line's memo": [f"UPDATE book_line SET memo = 'khác' WHERE {FIRST_SOLD}"],
    "a book line's price": [f"UPDATE book_line SET unit_price_vnd = unit_price_vnd + 1 WHERE {FIRST_SOLD}"],
    "a book line's discount": [f"UPDATE book_line SET discount_vnd = discount_vnd + 1 WHERE {FIRST_SOLD}"],
    "who paid out": ["UPDATE payout SET paid_by = 'ai-do'"],
    "how was paid out": ["UPDATE payout SET method = 'cash'"],
    "a payout's reference": ["UPDATE payout SET reference = 'khác'"],
    "a statement accepted": ["UPDATE statement SET accepted_by = 'htx', accepted_note = NULL"],
    "an agreement's rate": ["UPDATE agreement_term SET rate_bp = rate_bp + 1500"],
    "a price of before": ["UPDATE product_price SET price_vnd = price_vnd + 1"],
    "a cashier made a manager": ["UPDATE person SET role = 'manager' WHERE username = 'thungan'"],
    "a token raised": ["UPDATE api_token SET role = 'manager' WHERE role = 'cashier'"],
    "an answer": ["UPDATE idempotency_key SET answer = replace(answer, '0', '1') WHERE scope = 'sales'"],
    "the last sale with all its traces": LAST_GONE,
}


@pytest.mark.parametrize("what", BY_HAND)
def test_a_change_by_hand_is_seen(outlet: CopiedOutlet, what: str) -> None:
    assert outlet.changed(by_sql(*BY_HAND[what])) != []


def test_an_untouched_copy_agrees(outlet: CopiedOutlet) -> None:
    assert outlet.changed(lambda connection: None) == []


def _recompute(connection: Connection) -> None:
    """Makes every link anew from the rows as they are: digests, numbers, all but the signatures."""
    digest = ""
    links = connection.execute(select(ChainLink.__table__).order_by(ChainLink.n)).mappings().all()
    connection.exec_driver_sql("DELETE FROM chain_link")
    for n, link in enumerate(links, 1):
        content = json.loads(link["content"])
        images = {}
        for name, keys in content.get("rows", {}).items():
            of = plan(Base.metadata.tables[name])
            rows = {encode(of.key_of(row, link["document"])): row for row in connection.execute(select(of.table)).mappings()}
            content["rows"][name] = [key for key in keys if encode(key) in rows]
            images[name] = [of.image(rows[encode(key)]) for key in content["rows"][name]]
            if name in content.get("emptied", {}):
                content["emptied"][name] = [of.emptied_digest(rows[encode(key)]) for key in content["rows"][name]]
        if images:
            content["digest"] = rows_digest(images)
        for name, changing in content.get("changing", {}).items():
            of = plan(Base.metadata.tables[name])
            digests = {
                encode(of.key_of(row, link["document"])): sha256(encode(of.image(row)))
                for row in connection.execute(select(of.table)).mappings()
            }
            content["changing"][name] = [[key, digests[encode(key)]] for key, _ in changing if encode(key) in digests]
        text = encode(content)
        digest = link_digest(digest, n, link["kind"], link["document"], link["at"], text)
        row = {**link, "n": n, "content": text, "digest": digest}
        connection.execute(ChainLink.__table__.insert(), row)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "statements",
    [
        ["UPDATE sale SET cashier = 'ai-do'"],
        [*LAST_GONE[:-3], f"DELETE FROM chain_link WHERE document = {LAST}", *LAST_GONE[-2:]],
        ["UPDATE person SET role = 'manager' WHERE username = 'thungan'"],
    ],
    ids=["every cashier", "a sale taken out", "a cashier made a manager"],
)
def test_a_chain_that_is_recomputed_without_the_key_never_passes(outlet: CopiedOutlet, statements: list[str]) -> None:
    app = outlet.app

    def change(connection: sqlite3.Connection) -> None:
        by_sql(*statements)(connection)
        with app.app_context(), db.engine.begin() as raw:
            _recompute(raw)
        _close(app)

    found = outlet.changed(change)
    assert any("not signed by this outlet" in gap for gap in found), found
    assert not any("does not follow" in gap or "not those that were written" in gap for gap in found), found


def test_a_chain_begun_anew_with_another_key_never_passes(outlet: CopiedOutlet, tmp_path: Path) -> None:
    file = outlet.file

    def change(connection: sqlite3.Connection) -> None:
        by_sql("UPDATE sale SET cashier = 'ai-do'", "DELETE FROM chain_link")(connection)
        thief = _application(f"sqlite:///{file}", tmp_path / "of the thief")
        (tmp_path / "of the thief" / "chain.key").unlink()
        with thief.app_context():
            transaction(lambda: people.add("ten-trom", "Tên", Role.MANAGER, password="Mat-khau-khac-1", actor=SYSTEM))
        _close(thief)

    assert any("which is not this outlet's" in gap for gap in outlet.changed(change))


@pytest.mark.parametrize(
    ("statements", "gap"),
    [
        (
            ["DROP TRIGGER sale_no_update"],
            "trigger sale_no_update is gone: the database no longer refuses what it refused",
        ),
        (
            [
                "DROP TRIGGER sale_no_update",
                "CREATE TRIGGER sale_no_update BEFORE UPDATE ON sale WHEN 0 BEGIN SELECT RAISE(ABORT, 'sale only grows'); END",
            ],
            "trigger sale_no_update is not the one that was made: the database may no longer refuse what it refused",
        ),
        (
            ["CREATE TRIGGER half AFTER INSERT ON payment BEGIN DELETE FROM cash_move; END"],
            "trigger half is none of the outlet's: somebody else made it",
        ),
    ],
    ids=["gone", "without effect", "of a thief"],
)
def test_a_trigger_that_is_not_the_outlets_is_seen(outlet: CopiedOutlet, statements: list[str], gap: str) -> None:
    assert outlet.changed(lambda connection: None) == []
    with closing(sqlite3.connect(outlet.file, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    with outlet.app.app_context():
        assert books.check()[0] == [gap]


def test_a_signature_taken_out_of_the_middle_is_seen(outlet: CopiedOutlet) -> None:
    first = "(SELECT min(n) FROM chain_link WHERE key_id NOTNULL)"
    gaps = outlet.changed(by_sql(f"UPDATE chain_link SET signature = NULL, key_id = NULL WHERE n = {first}"))
    assert "the last one of its act, is not signed" in gaps[0]


def test_a_kept_head_is_held_against_todays_chain(outlet: CopiedOutlet, tmp_path: Path) -> None:
    app = outlet.app
    assert outlet.changed(lambda connection: None) == []
    with app.app_context():
        head = chain.head()
        assert head is not None
        kept = tmp_path / "head.json"
        heads.write(kept, head)
        assert books.check(kept)[0] == []
        for changed in (
            {"digest": "0" * 64},
            {"links": head.links + 1},
            {"signature": "00" * 64},
        ):
            kept.write_text(json.dumps({**json.loads(kept.read_text()), **changed}))
            assert books.check(kept)[0] == ["head.json: not a head of this outlet, or changed"]
            heads.write(kept, head)
        kept.write_text("{}")
        assert books.check(kept)[0] == ["head.json: not a head of a chain"]
        db.session.rollback()
