"""Closing and paying many producers at once: who is due, what agreements charge, and an act that was cut off goes on."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.db.trouble import DatabaseTrouble, Trouble
from suppliers import payouts, statements
from suppliers.choices import Cycle
from suppliers.settling import settlements
from suppliers.settling.cycles import first_day
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import uid
from tests.schedule import examples

DAY = date(2026, 11, 20)
ACCOUNT = {"bank_bin": "970436", "bank_account": "0011004567890", "bank_holder": "HTX"}


def supplier(shop: TimedShop, sold: str = "2", **more: Any) -> str:
    """A producer with an account, who brought goods of which some are sold."""
    producer = shop.producer(**ACCOUNT)
    product = shop.product(producer)
    shop.agreement(producer, **more)
    shop.deliver(producer, {"product": product, "quantity": "10"})
    if sold:
        shop.sell(shop.line(product, sold))
    return producer


def settle(shop: TimedShop, **more: Any) -> Any:
    return shop.api.put(f"/api/v1/settlements/{uid()}", {"until": DAY.isoformat()} | more)


def money(shop: TimedShop, statement: str) -> Any:
    return shop.api.get(f"/api/v1/statements/{statement}").ok()["money"]


@settings(max_examples=examples(50))
@given(day=st.dates(date(2026, 1, 1), date(2028, 12, 31)), cycle=st.sampled_from(Cycle))
def test_a_cycle_begins_on_its_monday_its_first_or_its_sixteenth(day: date, cycle: Cycle) -> None:
    first = first_day(cycle, day)
    assert first <= day
    assert all(first_day(cycle, first + timedelta(days=n)) == first for n in range((day - first).days + 1))
    assert first_day(cycle, first - timedelta(days=1)) < first
    assert {Cycle.WEEK: first.weekday() == 0, Cycle.HALF_MONTH: first.day in {1, 16}, Cycle.MONTH: first.day == 1}[cycle]


def test_all_that_are_due_are_closed_once_in_their_cycle(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        monthly, weekly, idle = supplier(shop), supplier(shop, cycle="week"), shop.producer()
        done = settle(shop).ok()
        assert {one["producer"] for one in done["statements"]} == {monthly, weekly}
        assert (done["nothing_due"], done["refused"]) == ([], [])
        assert idle not in {one["producer"] for one in done["statements"]}
    with inside.on(DAY + timedelta(days=7)):
        for producer in (monthly, weekly):
            line = {"uid": uid(), "amount_vnd": 1_000, "memo": "cộng"}
            shop.api.post(f"/api/v1/producers/{producer}/adjustments", line).ok(201)
        again = settle(shop, until=(DAY + timedelta(days=7)).isoformat()).ok()
        assert [one["producer"] for one in again["statements"]] == [weekly]
    assert inside.gaps() == []


def test_named_producers_are_closed_and_who_has_nothing_is_named(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        first, second, idle = supplier(shop), supplier(shop), shop.producer()
        done = settle(shop, producers=[first, idle]).ok()
        assert [one["producer"] for one in done["statements"]] == [first]
        assert done["nothing_due"] == [idle]
        assert shop.api.get(f"/api/v1/statements?producer={second}").ok()["items"] == []
        assert settle(shop, producers=["KHONGCO"]).status == 422


def test_a_settlement_that_was_cut_off_goes_on_and_closes_each_once(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producers = sorted(supplier(shop) for _ in range(3))
        document, path = {"until": DAY.isoformat()}, f"/api/v1/settlements/{uid()}"
        whole, closed = statements.close, []

        def fails_at_the_second(*args: Any) -> Any:
            closed.append(args[1].producer)
            if len(closed) == 2:
                raise KeyboardInterrupt
            return whole(*args)

        with monkeypatch.context() as patch:
            patch.setattr(settlements.statements, "close", fails_at_the_second)
            with pytest.raises(KeyboardInterrupt):
                shop.api.put(path, document)
        done = shop.api.put(path, document).ok(201)
        assert [one["producer"] for one in done["statements"]] == producers
        assert shop.api.put(path, document).ok(200) == done == shop.api.get(path).ok()
        shop.api.post(f"/api/v1/statements/{done['statements'][0]['uid']}/accept", {"note": "đã ký"}).ok()
        assert shop.api.put(path, document).ok(200) == done, "the first answer word for word"
        assert shop.api.put(path, {"until": "2026-11-19"}).json["code"] == "uid_reused"
        assert all(len(shop.api.get(f"/api/v1/statements?producer={code}").ok()["items"]) == 1 for code in producers)
        archive = zipfile.ZipFile(io.BytesIO(shop.api.get(f"{path}/bundle?format=zip").body))
        assert len(archive.namelist()) == 3
        assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())


def test_a_busy_database_refuses_nobody_and_the_settlement_goes_on_when_it_is_sent_again(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producer = supplier(shop)
        path, document = f"/api/v1/settlements/{uid()}", {"until": DAY.isoformat()}

        def is_busy(*_args: Any) -> Any:
            raise DatabaseTrouble(Trouble.BUSY)

        with monkeypatch.context() as patch:
            patch.setattr(settlements.statements, "close", is_busy)
            assert shop.api.put(path, document).status == 503
        assert shop.api.get(path).ok()["refused"] == []
        assert [one["producer"] for one in shop.api.put(path, document).ok()["statements"]] == [producer]


def test_a_batch_pays_all_that_is_payable_and_names_what_it_refused(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        paid, asked = supplier(shop), supplier(shop)
        poor = shop.producer()
        product = shop.product(poor)
        shop.agreement(poor)
        shop.deliver(poor, {"product": product, "quantity": "5"})
        shop.sell(shop.line(product))
        by_producer = {one["producer"]: one["uid"] for one in settle(shop).ok()["statements"]}
        line = shop.api.get(f"/api/v1/statements/{by_producer[asked]}").ok()["lines"][-1]["uid"]
        shop.api.post(f"/api/v1/statements/{by_producer[asked]}/query", {"line": line, "message": "Sao thế?"}).ok()
        batch = {
            "statements": [by_producer[paid], by_producer[asked], by_producer[poor], uid()],
            "method": "bank",
            "reference": "T11",
        }
        path = f"/api/v1/payout-batches/{uid()}"
        done = shop.api.put(path, batch).ok(201)
        assert [(one["producer"], one["amount_vnd"]) for one in done["payouts"]] == [(paid, 17_000)]
        assert [one["code"] for one in done["refused"]] == ["statement_queried", "no_account", "not_found"]
        assert shop.api.put(path, batch).ok(200) == done
        assert money(shop, by_producer[paid])["payable_vnd"] == 17_000
        assert shop.api.put(f"/api/v1/payout-batches/{uid()}", batch).ok()["refused"][0]["code"] == "nothing_payable"
    assert inside.gaps() == []


def test_the_bank_file_holds_what_is_due_once_it_was_accepted_or_the_days_to_ask_have_passed(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        accepted, silent = supplier(shop), supplier(shop, answer_days=5)
        by_producer = {one["producer"]: one["uid"] for one in settle(shop).ok()["statements"]}
        shop.api.post(f"/api/v1/statements/{by_producer[accepted]}/accept", {"note": "ký giấy"}).ok()
    for days, due in ((5, [accepted]), (6, sorted([accepted, silent]))):
        with inside.on(DAY + timedelta(days=days)):
            until = (DAY + timedelta(days=days)).isoformat()
            file = shop.api.get(f"/api/v1/payouts/bank-file?until={until}&format=csv")
            rows = list(csv.DictReader(io.StringIO(file.body.decode("utf-8-sig"))))
            assert [row["producer"] for row in rows] == due
            assert {row["bank_account"] for row in rows} == {"0011004567890"}
            assert {row["amount_vnd"] for row in rows} == {"17000"}
            assert shop.api.get(f"/api/v1/payouts/bank-file?until={until}&format=xlsx").body.startswith(b"PK")


def test_an_agreement_charges_by_cycle_unit_and_delivery_and_gives_back_what_came_back(inside: Inside) -> None:
    charges = [
        {"name": "Phí gian hàng", "per": "cycle", "amount_vnd": 5_000},
        {"name": "Túi", "per": "unit", "amount_vnd": 333},
        {"name": "Bốc xếp", "per": "delivery", "amount_vnd": 2_000},
    ]
    with inside.on(DAY):
        shop = inside.shop()
        producer = supplier(shop, "2.5", charges=charges)
        product = shop.api.get(f"/api/v1/products?producer={producer}").ok()["items"][0]["code"]
        second = shop.deliver(producer, {"product": product, "quantity": "3"})
        preview = shop.api.get(f"/api/v1/producers/{producer}/statement-preview?until={DAY}").ok()
        first = settle(shop, producers=[producer]).ok()["statements"][0]["uid"]
        told = shop.api.get(f"/api/v1/statements/{first}").ok()
        charged = {line["memo"]: line["owed_vnd"] for line in told["lines"] if line["kind"] == "charge"}
        assert charged == {"Phí gian hàng": -5_000, "Túi": -833, "Bốc xếp": -4_000}
        assert told["money"] == preview["money"]
        assert told["money"]["charges_vnd"] == 9_833
        assert all(line["day"] == DAY.isoformat() for line in told["lines"])
    with inside.on(DAY + timedelta(days=1)):
        sale = shop.api.get("/api/v1/sales").ok()["items"][0]
        shop.refund(sale["uid"], 1, "1").ok(201)
        back = {"uid": uid(), "reason": "ghi nhầm"}
        shop.api.post(f"/api/v1/deliveries/{second['uid']}/reverse", back).ok(201)
        later = settle(shop, until=(DAY + timedelta(days=1)).isoformat(), producers=[producer]).ok()["statements"][0]["uid"]
        lines = shop.api.get(f"/api/v1/statements/{later}").ok()["lines"]
        assert {line["memo"]: line["owed_vnd"] for line in lines if line["kind"] == "charge"} == {"Túi": 333, "Bốc xếp": 2_000}
    with inside.on(DAY + timedelta(days=2)):
        document = {"producer": producer, "until": (DAY + timedelta(days=2)).isoformat()}
        assert shop.api.put(f"/api/v1/statements/{uid()}", document).json["code"] == "nothing_to_claim"
    assert inside.gaps() == []


def test_a_batch_in_cash_leaves_the_drawer_as_far_as_it_holds_and_each_is_paid_once(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producers = [supplier(shop) for _ in range(3)]
        statements = [one["uid"] for one in settle(shop, producers=producers).ok(201)["statements"]]
        shift = f"/api/v1/shifts/{shop.shift}"
        holds = shop.api.get(shift).ok()["expected_vnd"]
        out = {"uid": uid(), "kind": "out", "amount_vnd": holds - 40_000, "reason": "nộp ngân hàng"}
        shop.api.post(f"{shift}/cash-moves", out).ok(201)
        body = {"statements": statements, "method": "cash", "shift": shop.shift}
        path, whole, paid = f"/api/v1/payout-batches/{uid()}", payouts.pay, []

        def dies_at_the_second(*args: Any) -> Any:
            paid.append(args[0])
            if len(paid) == 2:
                raise KeyboardInterrupt
            return whole(*args)

        with monkeypatch.context() as patch:
            patch.setattr(payouts, "pay", dies_at_the_second)
            with pytest.raises(KeyboardInterrupt):
                shop.api.put(path, body)
        done = shop.api.put(path, body).ok(201)
        assert [one["amount_vnd"] for one in done["payouts"]] == [17_000, 17_000]
        assert [one["code"] for one in done["refused"]] == ["not_enough_cash"]
        report = shop.api.get(shift).ok()
        assert (report["payouts_vnd"], report["expected_vnd"]) == (34_000, 6_000)
        assert shop.api.put(path, body).ok(200) == done
        assert shop.api.put(f"/api/v1/payout-batches/{uid()}", body | {"method": "bank"}).status == 422
        assert shop.api.put(f"/api/v1/payout-batches/{uid()}", body | {"shift": uid()}).json["code"] == "unknown_shift"
    assert inside.gaps() == []


def test_the_bank_file_has_the_columns_that_the_bank_wants(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        statement = settle(shop, producers=[supplier(shop)]).ok(201)["statements"][0]["uid"]
        shop.api.post(f"/api/v1/statements/{statement}/accept", {"note": "ký giấy"}).ok()
        columns = {"columns": [{"field": "position", "heading": "STT"}, {"field": "bank_account"}, {"field": "amount_vnd"}]}
        path = "/api/v1/payouts/bank-file/columns"
        assert shop.api.get(path).ok() == {"columns": []}
        shop.api.put(path, columns).ok()
        assert [column["field"] for column in shop.api.get(path).ok()["columns"]] == ["position", "bank_account", "amount_vnd"]
        file = shop.api.get(f"/api/v1/payouts/bank-file?until={DAY}&format=csv").body.decode("utf-8-sig")
        assert file.split("\r\n")[:2] == ["STT,bank_account,amount_vnd", "1,0011004567890,17000"]
        assert shop.api.put(path, {"columns": columns["columns"][:1] * 2}).status == 422
        shop.api.put(path, {"columns": []}).ok()
        assert (
            shop.api.get(f"/api/v1/payouts/bank-file?until={DAY}&format=csv").body.decode("utf-8-sig").startswith("bank_account,")
        )
