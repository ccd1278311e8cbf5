"""Acts between an outlet and two producers, each done in the outlet and in the model."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from core import clock
from tests.journeys.inside import Inside
from tests.journeys.trust.goods import BANK, BROUGHT, KINDS, MEMBERS, MONEY, Lot, half_of, half_share, text
from tests.journeys.trust.model import VAT_ENDS, Account, Line, Offer, Sheet, SoldLine, Term, Version, worth
from tests.outlet import ZONE, Answer, uid

FIRST = datetime(2026, 10, 5, 8, tzinfo=ZONE)


class World:
    """One shop, two producers with two products each, and the model beside them."""

    def __init__(self, inside: Inside, chance: random.Random) -> None:
        self.inside, self.chance, self.now = inside, chance, FIRST
        self.shop, self.api = inside.shop(tag="A"), inside.api
        self.prices: dict[str, int] = {}
        self.vats: dict[str, str] = {}
        self.lots: list[Lot] = []
        self.offers: list[Offer] = []
        self.sold: list[SoldLine] = []
        self.members: dict[str, str] = {}
        """Whose each lot is, by its code."""
        self.accounts = [self._account(holding_days) for holding_days in (0, 3)]

    def _account(self, holding_days: int) -> Account:
        producer = self.shop.producer(**BANK)
        for price_vnd, vat in ((9_999, "8"), (23_450, "KCT")):
            product = self.shop.product(producer, price_vnd, vat=vat)
            self.prices[product], self.vats[product] = price_vnd, vat
        for member in MEMBERS:
            self.api.put(f"/api/v1/producers/{producer}/members/{member}", {"name": f"Hộ {member}"}).ok(201)
        account = Account(producer, self.shop.code("HD"), holding_days, [])
        account.versions = [self._version(account)]
        self._put_version(account, account.versions[0])
        return account

    # --- time ---------------------------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        return self.now.date()

    @contextmanager
    def later(self) -> Iterator[None]:
        """The next moment; the night comes after twelve hours."""
        self.now += timedelta(minutes=3)
        if self.now.hour >= 20:
            self.sleep()
        with clock.time_travel(self.now):
            yield

    def sleep(self) -> None:
        """The next morning."""
        self.now = (self.now + timedelta(days=1)).replace(hour=8, minute=0)

    # --- agreements ---------------------------------------------------------------------------------------------------

    def _version(self, account: Account) -> Version:
        terms = {}
        for product in [code for code in self.prices if self._is_of(code, account)]:
            is_commission = self.chance.random() < 0.7
            terms[product] = Term(
                basis="commission" if is_commission else "fixed_price",
                figure=self.chance.randint(500, 3_000) if is_commission else self.chance.randint(3_000, 9_000),
                discount_bearer=self.chance.choice(["outlet", "shared", "producer"]),
                vat_kept_by=self.chance.choice(["producer", "outlet"]) if is_commission else "producer",
                commission_base=self.chance.choice(["with_vat", "without_vat"]) if is_commission else "with_vat",
                damage=self.chance.choice(["outlet", "shared", "producer"]),
            )
        kinds = self.chance.sample(["cycle", "unit", "delivery"], self.chance.randint(0, 3))
        charges = {per: self.chance.randint(1, 3_000) for per in kinds}
        return Version(terms, charges, self.chance.choice(["week", "half_month", "month"]), self.now)

    def _is_of(self, product: str, account: Account) -> bool:
        return self.shop.producer_of(product) == account.producer

    def _put_version(self, account: Account, version: Version) -> None:
        body = {
            "producer": account.producer,
            "starts_on": "2020-01-01",
            "terms": [term.body(product) for product, term in version.terms.items()],
            "holding_days": account.holding_days,
            "cycle": version.cycle,
            "charges": [{"name": per, "per": per, "amount_vnd": amount} for per, amount in version.charges.items()],
            "reason": "hai bên thỏa thuận lại",
        }
        if version.from_day:
            body["from"] = version.from_day.isoformat()
        self.api.put(f"/api/v1/agreements/{account.agreement}", body).ok()

    def change_agreement(self) -> None:
        account = self.chance.choice(self.accounts)
        version = self._version(account)
        if self.chance.random() < 0.7:
            version.from_day = self.today + timedelta(days=self.chance.randint(0, 6))
        self._put_version(account, version)
        account.versions.append(version)

    def confirm(self) -> None:
        account = self.chance.choice(self.accounts)
        waiting = [n for n, v in enumerate(account.versions, 1) if v.from_day and not v.confirmed_at]
        if not waiting:
            return
        number = self.chance.choice(waiting)
        path = f"/api/v1/agreements/{account.agreement}/versions/{number}/confirm"
        answer = self.api.post(path, {"uid": uid(), "note": "đã ký giấy"})
        if number < len(account.versions) and answer.status == 409:
            assert answer.code in {"closed", "too_late"}, answer
            return
        answer.ok()
        account.versions[number - 1].confirmed_at = self.now

    # --- goods --------------------------------------------------------------------------------------------------------

    def deliver(self) -> None:
        product = self.chance.choice(sorted(self.prices))
        account = next(a for a in self.accounts if self._is_of(product, a))
        code, document, member = self.shop.code("N"), uid(), self.chance.choice(["", *MEMBERS])
        line = {"product": product, "lot": code, "quantity": text(BROUGHT)} | ({"member": member} if member else {})
        body = {
            "producer": account.producer,
            "place": self.shop.place,
            "delivered_on": self.today.isoformat(),
            "lines": [line],
        }
        self.api.put(f"/api/v1/deliveries/{document}", body).ok(201)
        self.members[code] = member
        self.lots.append(Lot(code, product, account, document))
        account.lines.append(Line("received", self.today, 0, BROUGHT, document, code))

    def undo_delivery(self) -> None:
        untouched = [lot for lot in self.lots if lot.is_untouched]
        if not untouched:
            return
        lot = self.chance.choice(untouched)
        body = {"uid": uid(), "reason": "ghi nhầm"}
        self.api.post(f"/api/v1/deliveries/{lot.delivery}/reverse", body).ok(201)
        self.lots.remove(lot)
        lot.account.lines.append(Line("received", self.today, 0, -BROUGHT, lot.delivery, lot.code, is_reversal=True))

    def lose(self) -> None:
        if not (lot := self._some_lot()):
            return
        milli = self.chance.randint(1, min(lot.left, 4_000))
        lines = [{"lot": lot.code, "quantity": text(milli), "cause": "damage"}]
        self.api.put(f"/api/v1/losses/{uid()}", {"place": self.shop.place, "lines": lines}).ok(201)
        lot.left -= milli
        term = lot.account.version(self.now).terms[lot.product]
        whole = term.owed(worth(self.prices[lot.product], milli), milli, self._percent(lot.product), {})
        owed = {"outlet": whole, "shared": half_of(whole), "producer": 0}[term.damage]
        lot.account.lines.append(Line("lost", self.today, owed, -milli, lot=lot.code))

    def _some_lot(self) -> Lot | None:
        here = [lot for lot in self.lots if lot.left]
        return self.chance.choice(here) if here else None

    def _percent(self, product: str) -> int:
        return 0 if self.vats[product] == "KCT" else 8 if self.today < VAT_ENDS else 10

    # --- selling ------------------------------------------------------------------------------------------------------

    def offer(self) -> None:
        kind = self.chance.choice(["percent", "amount"])
        figure = self.chance.randint(100, 6_000) if kind == "percent" else self.chance.randint(100, 9_000)
        made = Offer(
            code=f"KM{len(self.offers):04d}",
            product=self.chance.choice(sorted(self.prices)),
            kind=kind,
            figure=figure,
            bearer=self.chance.choice(["outlet", "producer", "shared", "agreement"]),
            last=self.today + timedelta(days=self.chance.randint(0, 4)),
        )
        body = {
            "name": made.code,
            "from": self.today.isoformat(),
            "to": made.last.isoformat(),
            "on": {"products": [made.product]},
            "kind": kind,
            "rate_bp" if kind == "percent" else "amount_vnd": figure,
            "bearer": made.bearer,
        }
        self.api.put(f"/api/v1/offers/{made.code}", body).ok(201)
        self.offers.append(made)

    def agree_to_offer(self) -> None:
        asked = [o for o in self.offers if o.bearer in {"producer", "shared"} and not o.is_agreed and o.last >= self.today]
        if asked:
            offer = self.chance.choice(asked)
            self.api.post(f"/api/v1/offers/{offer.code}/agree", {"uid": uid(), "note": "đã gọi điện"}).ok()
            offer.is_agreed = True

    def sell(self) -> None:
        if not (lot := self._some_lot()):
            return
        milli = self.chance.randint(1, min(lot.left, 3_000))
        gross = rest = worth(self.prices[lot.product], milli)
        term = lot.account.version(self.now).terms[lot.product]
        borne: dict[str, int] = {}
        given: set[str] = set()
        for offer in self.offers:
            if offer.product != lot.product or offer.last < self.today or offer.kind in given:
                continue
            if amount := offer.amount(rest, milli):
                given.add(offer.kind)
                rest -= amount
                bearer = offer.borne_by(term)
                borne[bearer] = borne.get(bearer, 0) + amount
        by_hand = self.chance.choice([0, 0, self.chance.randint(0, rest)])
        rest -= by_hand
        borne[term.discount_bearer] = borne.get(term.discount_bearer, 0) + by_hand
        line = {"lot": lot.code, "quantity": text(milli), "unit_price_vnd": self.prices[lot.product], "discount_vnd": by_hand}
        paid = [{"method": "cash", "amount_vnd": rest, "tendered_vnd": rest}] if rest else []
        sale = self.api.put(f"/api/v1/sales/{uid()}", self.shop.sale(line, total_vnd=rest, payments=paid)).ok(201)
        (said,) = sale["lines"]
        owed = term.owed(gross, milli, self._percent(lot.product), borne)
        assert (said["gross_vnd"], said["net_vnd"], said["owed_vnd"]) == (gross, rest, owed), (said, term, borne)
        lot.left -= milli
        self.sold.append(SoldLine(sale["uid"], said["line"], lot.account, lot.code, milli, owed))
        lot.account.lines.append(Line("sold", self.today, owed, -milli, sale["uid"], lot.code))

    def refund(self) -> None:
        open_ = [line for line in self.sold if line.back < line.milli]
        if not open_:
            return
        line = self.chance.choice(open_)
        milli = self.chance.choice([line.milli - line.back, self.chance.randint(1, line.milli - line.back)])
        self.shop.refund(line.sale, line.number, text(milli)).ok(201)
        line.back += milli
        owed_back = half_share(line.owed, line.back, line.milli)
        line.account.lines.append(Line("refunded", self.today, line.owed_back - owed_back, milli, line.sale, line.lot))
        line.owed_back = owed_back
        next(lot for lot in self.lots if lot.code == line.lot).left += milli

    # --- settling -----------------------------------------------------------------------------------------------------

    def correct(self) -> None:
        account, kind = self.chance.choice(self.accounts), self.chance.choice(["adjustment", "charge"])
        amount = self.chance.choice([-1, 1]) * self.chance.randint(1, 90_000)
        body = {"uid": uid(), "amount_vnd": amount, "memo": "thỏa thuận"}
        self.api.post(f"/api/v1/producers/{account.producer}/{kind}s", body).ok(201)
        account.lines.append(Line(kind, self.today, amount if kind == "adjustment" else -amount))

    def close(self) -> None:
        account = self.chance.choice(self.accounts)
        until = max(self.today - timedelta(days=self.chance.choice([0, 0, 1])), self._last(account))
        answer = self.api.put(f"/api/v1/statements/{uid()}", {"producer": account.producer, "until": until.isoformat()})
        self._closed(account, until, answer)

    def _last(self, account: Account) -> date:
        return account.sheets[-1].until if account.sheets else FIRST.date()

    def _closed(self, account: Account, until: date, answer: Answer) -> None:
        if not account.unclaimed(until):
            assert answer.code == "nothing_to_claim"
            return
        self.hold_against(account.close(answer.ok(201)["uid"], until, self.now), answer.ok(201))

    def settle(self) -> None:
        """Closes both in one act."""
        until = max([self.today, *(self._last(account) for account in self.accounts)])
        body = {"until": until.isoformat(), "producers": [account.producer for account in self.accounts]}
        made = self.api.put(f"/api/v1/settlements/{uid()}", body).ok(201)
        assert made["refused"] == []
        statements = {statement["producer"]: statement for statement in made["statements"]}
        for account in self.accounts:
            if not account.unclaimed(until):
                assert account.producer in made["nothing_due"]
                continue
            said = self.api.get(f"/api/v1/statements/{statements[account.producer]['uid']}").ok()
            self.hold_against(account.close(said["uid"], until, self.now), said)

    def pay(self) -> None:
        account = self.chance.choice(self.accounts)
        if not account.sheets:
            return
        sheet = account.sheets[-1]
        left = sheet.payable - sheet.paid
        amount = self.chance.choice([left, left, left + 1, left // 2]) or 1
        document = uid()
        body = {"producer": account.producer, "statement": sheet.uid, "amount_vnd": amount, "method": "bank"}
        answer = self.api.put(f"/api/v1/payouts/{document}", body)
        if amount > left:
            assert answer.code == "over_payable"
            return
        answer.ok(201)
        self._paid(account, document, amount)

    def _paid(self, account: Account, document: str, amount: int) -> None:
        line = Line("payout", self.today, -amount)
        account.lines.append(line)
        account.standing[document] = (amount, line)
        account.sheets[-1].payouts[document] = amount

    def pay_all(self) -> None:
        """Pays the newest statement of both in one act."""
        newest = {account.sheets[-1].uid: account for account in self.accounts if account.sheets}
        if not newest:
            return
        made = self.api.put(f"/api/v1/payout-batches/{uid()}", {"statements": list(newest), "method": "bank"}).ok(201)
        due = {code: a.sheets[-1].payable - a.sheets[-1].paid for code, a in newest.items()}
        assert {p["statement"]: p["amount_vnd"] for p in made["payouts"]} == {code: left for code, left in due.items() if left}
        assert {r["statement"] for r in made["refused"]} == {code for code, left in due.items() if not left}
        for payout in made["payouts"]:
            self._paid(newest[payout["statement"]], payout["uid"], payout["amount_vnd"])

    def take_payout_back(self) -> None:
        account = self.chance.choice(self.accounts)
        if not account.standing:
            return
        document = self.chance.choice(sorted(account.standing))
        amount, _line = account.standing.pop(document)
        self.api.post(f"/api/v1/payouts/{document}/reverse", {"uid": uid(), "reason": "nhầm tài khoản"}).ok(201)
        account.lines.append(Line("payout", self.today, amount))
        for sheet in account.sheets:
            sheet.payouts.pop(document, None)

    def receive_payment(self) -> None:
        """A producer that owes the outlet pays, never more than it owes."""
        account = self.chance.choice(self.accounts)
        owes = max(0, -account.balance)
        amount, document = self.chance.choice([owes, owes + 1, owes // 2]) or 1, uid()
        body = {"producer": account.producer, "amount_vnd": amount, "method": "bank"}
        answer = self.api.put(f"/api/v1/producer-payments/{document}", body)
        if amount > owes:
            assert answer.code == "over_payable"
            return
        answer.ok(201)
        account.lines.append(Line("payout", self.today, amount))
        account.received[document] = amount

    def take_payment_back(self) -> None:
        account = self.chance.choice(self.accounts)
        if account.received:
            document = self.chance.choice(sorted(account.received))
            body = {"uid": uid(), "reason": "ghi nhầm người"}
            self.api.post(f"/api/v1/producer-payments/{document}/reverse", body).ok(201)
            account.lines.append(Line("payout", self.today, -account.received.pop(document)))

    def hold_against(self, sheet: Sheet, said: dict[str, Any]) -> None:
        """A statement as the outlet issued it says what the model reckoned."""
        money = said["money"]
        owed = {kind: sum(x.owed for x in sheet.lines if x.kind == kind) for kind in KINDS}
        assert {name: money[name] for name in MONEY} == {name: sign * owed[kind] for name, (kind, sign) in MONEY.items()}
        assert (money["closing_vnd"], money["payable_vnd"]) == (sheet.closing, sheet.payable), (said["money"], sheet)
        shares: dict[str, int] = {}
        for line in sheet.lines:
            if line.kind != "payout":
                member = self.members.get(line.lot, "")
                shares[member] = shares.get(member, 0) + line.owed
        split = self.api.get(f"/api/v1/statements/{sheet.uid}/members").ok()
        assert {x["member"]: x["owed_vnd"] for x in split["items"]} == {"": 0} | shares
        assert split["totals"]["owed_vnd"] == sum(shares.values())
