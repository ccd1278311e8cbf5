"""An outlet in which something of every kind has happened: each book has a row at least."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import insert

from core.db import execute, transaction
from core.models import Counter, SkippedNumber
from core.people.actor import SYSTEM
from inventory.feedback import saying
from inventory.feedback.requests import CaseNoteRequest, FeedbackRequest
from suppliers.agreements import ends
from suppliers.programme.marks import rules, uses
from suppliers.programme.marks.choices import MarkPlace
from suppliers.programme.marks.results import ShownMark
from tests.api.good_documents import GOOD
from tests.api.inside import Inside, LocalOutlet
from tests.outlet import Shop, uid

DOCUMENTS = (
    "product",
    "sale",
    "agreement",
    "loss",
    "count",
    "transfer",
    "version confirmed",
    "settlement",
    "payout batch",
    "bank file columns",
    "producer payment",
    "producer payment reversal",
    "channels",
    "countersign",
    "mended delivery",
    "delivery reversal",
    "sampled reversal",
    "expiry answer",
    "expiry asking",
    "set aside",
    "handed over",
    "set aside cancelled",
    "announcement",
    "announced delivery",
    "call-up",
    "call-up answered",
    "call-up cancelled",
    "announcement cancelled",
    "count session",
    "count entry",
    "count session closed",
    "count session dropped",
    "recall",
    "product recall",
    "labels",
    "shift",
    "cash move",
    "drawer opening",
    "void",
    "correction",
    "exchange",
    "held cart",
    "pad sheet",
    "spoiled sheet",
    "offline codes",
    "display pairing",
    "till look",
    "till device",
    "invitation",
    "member",
    "member delivery",
    "offer",
    "offer by age",
    "offer agreed",
    "basket",
    "basket agreed",
    "customer",
    "erasing",
    "customer payment",
    "customer payment reversal",
    "voucher",
    "planned price",
    "price proposal",
    "price approved",
    "price refused",
    "paper",
    "producer paper",
    "paper approved",
    "fair",
    "article",
    "programme idea",
    "programme step",
    "programme step reverted",
    "council reverted",
    "score",
    "score reverted",
    "self-score",
    "programme plan",
    "participation",
    "training",
    "paper refused",
    "inspection",
    "programme pack",
    "mark rule",
    "refund",
    "answer",
    "reverse",
    "adjustment",
    "bank notice",
    "import committed",
    "slip template",
    "customer payment reversal",
)


def live_in(app: Flask) -> LocalOutlet:
    """Sets the outlet up and lets it happen; the shift that is open at the end has no sale."""
    local_outlet = LocalOutlet.set_up(app)
    shop = Shop(local_outlet.api)
    shop.open_shift()
    for name in DOCUMENTS:
        good = GOOD[name](shop, local_outlet)
        local_outlet.api.call(good.method, good.path, good.body).ok(200, 201)
    product = shop.stocked()
    shop.agreement(shop.producer(), ends_on=(date.today() + timedelta(days=20)).isoformat())
    with app.app_context():
        transaction(_skip_numbers)
        transaction(lambda: _hear_visitors(shop.api.get("/api/v1/stock").ok()["items"][0]["lot"]))
        transaction(_show_mark)
        ends.warn()
    channels = {"email": "htx@dongque.vn", "kinds": {"count": ["email"]}}
    local_outlet.api.put(f"/api/v1/producers/{shop.producer_of(product)}/channels", channels).ok(201)
    found = {"lot": shop.api.get(f"/api/v1/stock?product={product}").ok()["items"][0]["lot"], "counted": "51"}
    local_outlet.api.put(f"/api/v1/counts/{uid()}", {"place": shop.place, "lines": [found]}).ok(201)
    for number in ("1", "2"):
        account = {"name": "HTX", "kind": "group", "commune": "Đại Xuân", "bank_account": number}
        local_outlet.api.put("/api/v1/producers/DOI-TK", account).ok()
    paid = {"payments": [{"method": "vietqr", "amount_vnd": 10_000, "reference": "DON 1"}]}
    sold = shop.sell(shop.line(product, "1.05", discount_vnd=500), **paid)
    shop.sell(shop.line(product), payments=[{"method": "voucher", "amount_vnd": 10_000, "reference": _voucher(shop)}])
    local_outlet.api.post(f"/api/v1/sales/{sold['uid']}/payments/1/confirm").ok()
    voucher = GOOD["voucher"](shop, local_outlet)
    code = local_outlet.api.put(voucher.path, voucher.body).ok(201)["code"]
    shop.sell(shop.line(product), payments=[{"method": "voucher", "amount_vnd": 10_000, "reference": code}])
    flagged = local_outlet.api.put(f"/api/v1/sales/{uid()}", shop.sale(shop.line(product, "9000"), offline=True)).ok(201)
    beyond = shop.api.get("/api/v1/stock/oversold").ok()["items"][-1]["uid"]
    shop.api.post(f"/api/v1/stock/oversold/{beyond}/decide", {"uid": uid(), "choice": "as_it_is"}).ok(201)
    back = {"shift": shop.shift, "sale": flagged["uid"], "slip": False, "offline": True, "method": "cash", "reason": "thử"}
    back["lines"] = [{"line": 1, "quantity": "1", "condition": "resell"}]
    Inside(app, local_outlet.token("cashier")).put(f"/api/v1/refunds/{uid()}", back).ok(201)
    local_outlet.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {"10000": 2}}).ok()
    local_outlet.api.post(f"/api/v1/shifts/{shop.shift}/recount", {"uid": uid(), "counted": {"20000": 2}}).ok(201)
    shop.open_shift()
    return local_outlet


def _hear_visitors(lot: str) -> None:
    """A visitor is content; another complains, leaves a number, and is heard."""
    calm, upset = uid(), uid()
    saying.say(calm, lot, FeedbackRequest(rating=5, text="Ngon"), "192.0.2.1")
    saying.decide(calm, is_shown=True, actor=SYSTEM)
    complaint = FeedbackRequest(rating=1, text="Có mốc", is_complaint=True, phone="0912345678")
    saying.say(upset, lot, complaint, "192.0.2.2")
    saying.add_note(upset, CaseNoteRequest(uid=uid(), text="đã gọi"), SYSTEM)


def _show_mark() -> None:
    """A page showed the mark of a product."""
    rule = rules.list_rules()[0]
    uses.log(rule.products[0], ShownMark(rule.code, rule.version, rule.name, rule.files[0]), MarkPlace.PAGE, "", "")


def _voucher(shop: Shop) -> str:
    """The code of a voucher."""
    code = shop.code("PM")
    shop.api.put(f"/api/v1/vouchers/{code}", {"value_vnd": 50_000}).ok(201)
    return code


def _skip_numbers() -> None:
    """As after a restore of a backup that was older than the last two numbers."""
    execute(insert(Counter), {"series": "sale", "year": 2020, "value": 2})
    execute(insert(SkippedNumber), {"series": "sale", "year": 2020, "first": 1, "last": 2, "restore_uid": uid()})
