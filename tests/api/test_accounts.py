"""A changed bank account gets no money until another manager confirms it or a day has passed (contract §18, Accounts)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core import clock
from core.db import fetch_all, transaction
from core.models import AuditLine
from core.outlet import settle_account
from core.people import people, tokens
from core.people.actor import SYSTEM
from core.people.permits import Role
from suppliers.producers import settle_accounts
from tests.api.inside import Inside, LocalOutlet
from tests.outlet import MANAGER, Shop, uid
from tests.schedule import examples

OUR, STRANGERS, THIRD = (
    {"bank_bin": "970436", "bank_account": number, "bank_holder": holder}
    for number, holder in (("0123456789", "HTX DAI XUAN"), ("9876543210", "NGUYEN VAN LA"), ("5555500000", "HTX DAI XUAN"))
)
NONE = dict.fromkeys(OUR)
BODY = {"name": "HTX Đại Xuân", "kind": "cooperative", "commune": "Đại Xuân"}
DAY = timedelta(hours=24)


@pytest.fixture(scope="module")
def second(each_local_outlet: LocalOutlet) -> Inside:
    """The client of a second manager."""
    return _manager(each_local_outlet, "quanly2")


def _manager(outlet: LocalOutlet, username: str) -> Inside:
    def add() -> str:
        people.add(username, username, Role.MANAGER, password="Mat-khau-dai-1!", actor=SYSTEM)
        return tokens.issue_token(Role.MANAGER, people.by_username(username), None, None, SYSTEM)

    with outlet.app.app_context():
        return outlet.api.as_(transaction(add))


@contextmanager
def later(by: timedelta) -> Iterator[None]:
    """Lets everything inside happen so much later."""
    with clock.time_travel(datetime.now(UTC) + by):
        yield


@dataclass
class Account:
    """The account of a producer or of the outlet, over the API."""

    api: Inside
    path: str
    body: dict[str, Any] = field(default_factory=lambda: dict(BODY))

    @classmethod
    def of_producer(cls, outlet: LocalOutlet, **account: Any) -> Account:
        """A new producer's."""
        made = cls(outlet.api, f"/api/v1/producers/P{uid()[:8].upper()}")
        made.put(account)
        return made

    @classmethod
    def of_outlet(cls, outlet: LocalOutlet) -> Account:
        """The outlet's own."""
        return cls(outlet.api, "/api/v1/outlet", {"name": "Điểm bán"})

    def put(self, account: dict[str, Any], api: Inside | None = None) -> Any:
        """Puts an account beside the other fields."""
        return (api or self.api).put(self.path, {**self.body, **account}).ok()

    def decide(self, verb: str, api: Inside, **more: Any) -> Any:
        """Confirms or refuses."""
        return api.post(f"{self.path}/bank-account/{verb}", {"uid": uid(), **more})

    def shown(self) -> tuple[str | None, str | None]:
        """The numbers in force and pending."""
        record = self.api.get(self.path).ok()
        return record["bank_account"], (record["pending"] or {}).get("bank_account")


@pytest.fixture(params=["producer", "outlet"])
def account(request: pytest.FixtureRequest, each_local_outlet: LocalOutlet) -> Account:
    """An account that holds OUR, the outlet's or a new producer's."""
    if request.param == "producer":
        return Account.of_producer(each_local_outlet, **OUR)
    own = Account.of_outlet(each_local_outlet)
    own.put(NONE)
    own.put(OUR)
    with later(2 * DAY):  # at the second turn of the module it is no first one
        pending = own.shown()[1]
    assert pending is None
    settle(each_local_outlet, 2 * DAY)
    return own


def settle(outlet: LocalOutlet, by: timedelta) -> None:
    """The hourly work at a later moment."""
    with outlet.app.app_context(), later(by):
        settle_account()
        settle_accounts()


def test_a_changed_account_waits_and_both_are_shown(account: Account) -> None:
    shown = account.put(STRANGERS)
    assert {name: shown[name] for name in OUR} == OUR
    pending = shown["pending"]
    assert {name: pending[name] for name in OUR} == STRANGERS
    assert pending["changed_by"] == MANAGER
    waits = datetime.fromisoformat(pending["in_force_from"]) - datetime.fromisoformat(pending["changed_at"])
    assert waits == DAY
    account.put(OUR)
    assert account.shown() == ("0123456789", "9876543210"), "the one in force sent again leaves the one that waits"
    assert account.api.put(account.path, account.api.get(account.path).ok()).ok() == account.api.get(account.path).ok()
    assert account.decide("refuse", account.api).status == 201


def test_another_manager_confirms_and_nobody_else(account: Account, second: Inside, each_local_outlet: LocalOutlet) -> None:
    account.put(STRANGERS)
    assert account.decide("confirm", account.api).code == "same_person"
    program = each_local_outlet.api.as_(_program(each_local_outlet))
    assert account.decide("confirm", program).code == "same_person", "a program is nobody"
    assert account.decide("confirm", each_local_outlet.api.as_(each_local_outlet.token("cashier"))).status == 403
    assert account.decide("confirm", second, account=THIRD).code == "closed", "another than the one that was read"
    one = {"uid": uid(), "account": STRANGERS}
    first = second.post(f"{account.path}/bank-account/confirm", one).ok(201)
    assert (first["bank_account"], first["pending"]) == ("9876543210", None)
    assert second.post(f"{account.path}/bank-account/confirm", one).ok(200) == first
    assert account.decide("confirm", second).code == "closed"
    account.put(OUR, second)
    account.decide("confirm", account.api).ok(201)


def _program(outlet: LocalOutlet) -> str:
    with outlet.app.app_context():
        return transaction(lambda: tokens.issue_token(Role.MANAGER, None, None, None, SYSTEM))


def test_any_manager_refuses(account: Account, second: Inside) -> None:
    for api in (account.api, second):
        account.put(STRANGERS)
        refused = account.decide("refuse", api).ok(201)
        assert (refused["bank_account"], refused["pending"]) == ("0123456789", None)
    assert account.decide("refuse", second).code == "closed"


def test_a_day_is_enough_and_not_a_second_less(account: Account, second: Inside, each_local_outlet: LocalOutlet) -> None:
    account.put(STRANGERS)
    with later(DAY - timedelta(minutes=1)):
        assert account.shown() == ("0123456789", "9876543210")
    with later(DAY + timedelta(seconds=1)):
        assert account.shown() == ("9876543210", None)
        assert account.decide("refuse", second).code == "closed"
    settle(each_local_outlet, DAY + timedelta(seconds=1))
    assert account.shown() == ("9876543210", None)
    account.put(OUR)
    settle(each_local_outlet, 2 * DAY)
    assert account.shown() == ("0123456789", None)


def test_an_empty_account_and_the_last_one_again_hold_at_once(each_local_outlet: LocalOutlet) -> None:
    account = Account.of_producer(each_local_outlet)
    account.put(OUR)
    assert account.shown() == ("0123456789", None), "the first holds at once"
    account.put(NONE)
    assert account.shown() == (None, None)
    account.put(STRANGERS)
    assert account.shown() == (None, "9876543210"), "a new one after an empty one is no first"
    account.put(OUR)
    assert account.shown() == ("0123456789", None), "the last one again"
    account.put(STRANGERS)
    account.put(THIRD)
    assert account.shown() == ("0123456789", "5555500000")
    account.put(NONE)
    assert account.shown() == (None, None), "who empties the account does not mean that another comes into force"


def test_the_attack_pays_the_old_account_and_leaves_its_mark(each_local_outlet: LocalOutlet) -> None:
    outlet = each_local_outlet
    shop = Shop(outlet.api)
    shop.open_shift()
    product = shop.stocked()
    code = shop.producer_of(product)
    record = {name: value for name, value in outlet.api.get(f"/api/v1/producers/{code}").ok().items() if name not in OUR}
    outlet.api.put(f"/api/v1/producers/{code}", {**record, **OUR}).ok()
    shop.sell(shop.line(product, "2"))
    statement = outlet.api.put(f"/api/v1/statements/{uid()}", {"producer": code, "until": clock_day(outlet)}).ok(201)
    outlet.api.put(f"/api/v1/producers/{code}", {**record, **STRANGERS}).ok()
    payout = {
        "producer": code, "statement": statement["uid"], "amount_vnd": statement["money"]["payable_vnd"], "method": "bank",
    }  # fmt: skip
    paid = outlet.api.put(f"/api/v1/payouts/{uid()}", payout).ok(201)
    outlet.api.put(f"/api/v1/producers/{code}", {**record, **OUR}).ok()
    outlet.api.post(f"/api/v1/producers/{code}/bank-account/refuse", {"uid": uid()}).ok(201)
    assert paid["account"] == OUR
    trail = [(line["action"], _numbers(line["before"]), _numbers(line["after"])) for line in _trail(outlet, code)]
    assert trail[-2:] == [
        ("producer.recorded", (None, None), (None, "9876543210")),
        ("producer.account_refused", (None, "9876543210"), (None, None)),
    ]
    assert json.loads(_trail(outlet, paid["uid"])[0]["detail"])["bank_account"] == "0123456789"
    told = outlet.api.get("/api/v1/messages", producer=code, kind="account").ok()["items"]
    assert [message["kind"] for message in told] == ["account", "account"] and "···3210" in told[0]["text"]
    assert told[0]["channels"] == [{"name": "portal", "state": "sent"}]
    own = outlet.api.as_(_producers_token(outlet, code))
    assert own.get("/api/v1/messages", kind="account").ok()["items"] == told
    assert own.get("/api/v1/messages", producer="KHAC").status == 404


def _producers_token(outlet: LocalOutlet, code: str) -> str:
    with outlet.app.app_context():
        return transaction(lambda: tokens.issue_token(Role.PRODUCER, None, None, code, SYSTEM))


def clock_day(outlet: LocalOutlet) -> str:
    """The outlet's day."""
    with outlet.app.app_context():
        return clock.today().isoformat()


def _trail(outlet: LocalOutlet, subject: str) -> list[Any]:
    with outlet.app.app_context():
        return list(fetch_all(select(AuditLine.__table__).where(AuditLine.subject == subject).order_by(AuditLine.id)))


def _numbers(fields: str | None) -> tuple[str | None, str | None]:
    """The numbers in force and pending, of the fields of a line."""
    read = json.loads(fields or "{}")
    return read.get("bank_account"), (read.get("pending") or {}).get("bank_account")


def test_the_qr_code_of_a_payment_keeps_the_account_in_force(each_local_outlet: LocalOutlet) -> None:
    account = Account.of_outlet(each_local_outlet)
    before = account.shown()[0]
    account.put(NONE)
    account.put(OUR)
    if before is not None:
        settle(each_local_outlet, 3 * DAY)
    account.put(STRANGERS)
    cashier = each_local_outlet.api.as_(each_local_outlet.token("cashier"))
    asked = {"amount_vnd": 50_000, "reference": "DON 1"}
    assert "0123456789" in cashier.post("/api/v1/vietqr", asked).ok()["payload"]
    with later(DAY + timedelta(seconds=1)):
        assert "9876543210" in cashier.post("/api/v1/vietqr", asked).ok()["payload"]
    account.decide("refuse", account.api).ok(201)


def _rows(local_outlet: LocalOutlet) -> dict[str, int]:
    """Rows by table; the chain may say once more how a row stands."""
    return {table: rows for table, rows in local_outlet.counts().items() if table != "chain_link"}


def test_what_get_shows_may_be_sent_back_as_it_is(each_local_outlet: LocalOutlet) -> None:
    api = each_local_outlet.api
    shop = Shop(api)
    product = shop.stocked()
    producer = shop.producer_of(product)
    agreement = api.get("/api/v1/agreements", producer=producer).ok()["items"][0]["number"]
    api.put(f"/api/v1/producers/{producer}", {**api.get(f"/api/v1/producers/{producer}").ok(), **OUR}).ok()
    api.put(f"/api/v1/producers/{producer}", {**api.get(f"/api/v1/producers/{producer}").ok(), **STRANGERS}).ok()
    paths = (
        f"producers/{producer}",
        f"products/{product}",
        f"agreements/{agreement}",
        f"places/{shop.place}",
        f"tills/{shop.till}",
    )
    for path in (*paths, f"tills/{shop.till}", "outlet"):
        shown, dump = api.get(f"/api/v1/{path}").ok(), _rows(each_local_outlet)
        assert api.put(f"/api/v1/{path}", shown).ok(200) == shown, path
        assert api.get(f"/api/v1/{path}").ok() == shown
        assert _rows(each_local_outlet) == dump, "and nothing was written"
    shown = api.get(f"/api/v1/producers/{producer}").ok()
    assert api.put(f"/api/v1/producers/{producer}", {**shown, "code": "KHAC"}).json["errors"][0]["field"] == "code"
    assert api.put(f"/api/v1/producers/{producer}", {**shown, "la": 1}).json["errors"][0]["field"] == "la"


NUMBERS = (None, "1", "2", "3")
acts = st.one_of(
    st.tuples(st.just("put"), st.sampled_from(NUMBERS), st.sampled_from((0, 1))),
    st.tuples(st.sampled_from(("confirm", "refuse")), st.none(), st.sampled_from((0, 1))),
    st.tuples(st.just("wait"), st.sampled_from(("1", "13")), st.none()),
)


@dataclass
class Model:
    """The rule in a few lines: what holds, what held last, what waits since when and by whom."""

    held: str | None = None
    last: str | None = None
    waiting: tuple[str, int, int] | None = None

    def at(self, hour: int) -> None:
        if self.waiting and hour >= self.waiting[1] + 24:
            self.held = self.last = self.waiting[0]
            self.waiting = None

    def put(self, number: str | None, who: int, hour: int) -> None:
        if number == self.held or (self.waiting and number == self.waiting[0]):
            return
        self.waiting = None
        if number is None or (self.held is None and self.last in {None, number}):
            self.held, self.last = number, number or self.last
        else:
            self.waiting = (number, hour, who)

    def decide(self, verb: str, who: int) -> str | None:
        if self.waiting is None:
            return "closed"
        if verb == "confirm" and who == self.waiting[2]:
            return "same_person"
        if verb == "confirm":
            self.held = self.last = self.waiting[0]
        self.waiting = None
        return None


@settings(max_examples=examples(6), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(acts, max_size=12))
def test_any_sequence_of_acts_follows_the_rule(each_local_outlet: LocalOutlet, second: Inside, done: list[Any]) -> None:
    account, model, hour = Account.of_producer(each_local_outlet), Model(), 0
    managers = (each_local_outlet.api, second)
    start = datetime.now(UTC)
    for verb, what, who in done:
        if verb == "wait":
            hour += int(what)
        model.at(hour)
        with clock.time_travel(start + timedelta(hours=hour)):
            if verb == "put":
                account.put({**OUR, "bank_account": what} if what else {}, managers[who])
                model.put(what, who, hour)
            elif verb != "wait":
                answer = account.decide(verb, managers[who])
                assert (None if answer.status == 201 else answer.code) == model.decide(verb, who)
            if hour % 2:  # the hourly work changes nothing that is seen
                with each_local_outlet.app.app_context():
                    settle_accounts()
            assert account.shown() == (model.held, model.waiting and model.waiting[0])
