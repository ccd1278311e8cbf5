"""Whatever strangers may open, in either language, as a page, as JSON-LD or as links, tells nothing that is not theirs to know.

The outlet is full of marked secrets: phones, people, accounts, what is agreed, what is in stock, what goods cost, notes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from core.people.permits import Permit, permit_of
from tests.api.inside import LocalOutlet
from tests.conftest import NewDatabase, _application, _close
from tests.outlet import Shop, uid

GTIN, OWN_GTIN = "8938500000010", "8938500000027"
PHONES = {"producer": "0900000011", "customer": "0900000012", "person": "0900000013"}
SECRETS = {
    "phone of the producer": PHONES["producer"],
    "phone of a customer": PHONES["customer"],
    "who stands for the producer": "Bà Bí Mật",
    "tax code of the producer": "2399999991",
    "account of the producer": "88001122334455",
    "whose account it is": "CHU TAI KHOAN KIN",
    "name of a customer": "Khách Kín",
    "address of a customer": "Ngõ Kín 7",
    "note about a customer": "ghi chú kín",
    "number of the signed paper": "HĐ-KÍN-9",
    "stock": "7391",
    "sold": "13",
    "commission": "17,77",
    "cost of the outlet's own goods": "4321",
    "note of a delivery": "Biên bản kín",
    "minimum of a product": "6173",
    "a person of the outlet": "Thu Ngân Kín",
    "account of the outlet": "99887766554433",
    "a paper that waits for its approval": "GIAY-CHO-DUYET",
    "a member household": "Hộ Kín",
}
HEADERS = (
    {"Accept": "text/html", "Accept-Language": "vi"},
    {"Accept": "text/html", "Accept-Language": "en"},
    {"Accept": "application/linkset+json", "Accept-Language": "en"},
    {"Accept": "application/json"},
)


@pytest.fixture(scope="module")
def app(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An outlet with a secret in every place that has room for one."""
    made = _application(new_database("sqlite"), tmp_path_factory.mktemp("data"))
    api = LocalOutlet.set_up(made).api
    shop = Shop(api, "KIN")
    shop.open_shift()
    account = {
        "bank_bin": "970436",
        "bank_account": SECRETS["account of the producer"],
        "bank_holder": SECRETS["whose account it is"],
    }
    producer = {
        "name": "HTX Ai Cũng Biết", "kind": "cooperative", "commune": "Đại Xuân", "story": "Chuyện kể cho mọi người.",
        "phone": PHONES["producer"], "representative": SECRETS["who stands for the producer"],
        "tax_code": SECRETS["tax code of the producer"], **account,
    }  # fmt: skip
    api.put("/api/v1/producers/NSX", producer).ok(201)
    product = {
        "name": "Gạo ai cũng biết", "producer": "NSX", "unit": "kg", "places": 3, "price_vnd": 10_000, "vat": "8",
        "barcodes": [GTIN], "minimum": SECRETS["minimum of a product"],
    }  # fmt: skip
    api.put("/api/v1/products/SP", product).ok(201)
    term = {"basis": "commission", "rate_bp": 1777, "discount_bearer": "producer"}
    agreed = {"starts_on": "2020-01-01", "terms": [term], "holding_days": 0, "minimum_payout_vnd": 0}
    api.put("/api/v1/agreements/HD", {"producer": "NSX", **agreed, "signed_number": SECRETS["number of the signed paper"]}).ok(
        201
    )
    shop.deliver("NSX", {"product": "SP", "quantity": "7404", "lot": "LO-1", "best_before": "2099-01-01"},
                 note=SECRETS["note of a delivery"])  # fmt: skip
    api.put("/api/v1/producers/NSX/members/H1", {"name": SECRETS["a member household"]}).ok(201)
    customer = {"phone": PHONES["customer"], "name": SECRETS["name of a customer"], "consent": True}
    more = {"address": SECRETS["address of a customer"], "note": SECRETS["note about a customer"]}
    of_customer = uid()
    api.put(f"/api/v1/customers/{of_customer}", {**customer, **more}).ok(201)
    shop.sell(shop.line("SP", "13"), customer_uid=of_customer)
    waiting = {"kind": "vietgap", "producer": "NSX", "issuer": "Nơi cấp", "issued_on": "2025-01-01"}
    waiting["number"] = SECRETS["a paper that waits for its approval"]
    assert api.as_(LocalOutlet(made).token("producer", "NSX")).put(f"/api/v1/papers/{uid()}", waiting).status == 201
    settings = api.get("/api/v1/outlet").ok()
    own = {"bank_bin": "970436", "bank_account": SECRETS["account of the outlet"], "bank_holder": "DIEM BAN"}
    api.put("/api/v1/outlet", {**settings, **own, "shows_prices": False}).ok()
    own_goods = {**product, "producer": settings["owner_code"], "barcodes": [OWN_GTIN], "name": "Túi giấy", "minimum": None}
    api.put("/api/v1/products/TUI", own_goods).ok(201)
    line = {"product": "TUI", "quantity": "5", "lot": "LO-2", "unit_cost_vnd": 4321}
    shop.deliver(settings["owner_code"], line)
    yield made
    _close(made)


VALUES = {
    "product": ["SP", "TUI"], "lot": ["LO-1", "LO-2"], "gtin": [f"0{GTIN}", f"0{OWN_GTIN}"], "code": ["NSX", "DIEMBAN"],
    "name": ["jar"], "width": ["480"], "ending": ["jpg"], "filename": ["icon.svg"], "producer": ["NSX"],
}  # fmt: skip
"""What stands in addresses; of anything else an id that nobody has."""


def _addresses(rule: Rule) -> Iterator[str]:
    """The addresses of a route, for each thing that there is."""
    for n in range(2):
        address = rule.rule
        for name in rule.arguments:
            value = VALUES.get(name, [uid()])
            address = re.sub(rf"<(?:[^<>:]+:)?{name}>", value[min(n, len(value) - 1)], address)
        yield address


def _public(app: Flask) -> list[Rule]:
    views = app.view_functions
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return [rule for rule in rules if rule.endpoint != "static" and permit_of(views[rule.endpoint]) is Permit.PUBLIC]


def test_no_address_for_everybody_tells_a_secret(app: Flask) -> None:
    rules = _public(app)
    assert len(rules) > 15
    client = app.test_client(use_cookies=False)
    opened, told = set[str](), []
    for rule in rules:
        for address in _addresses(rule):
            for headers in HEADERS:
                answer = client.get(address, headers=headers)
                if answer.status_code == 200:
                    opened.add(rule.rule)
                if not answer.mimetype.startswith(("text/html", "application/")) or rule.rule.startswith("/api/v1/openapi"):
                    continue
                told += [(address, what) for what, secret in SECRETS.items() if _tells(answer.text, secret)]
    assert told == []
    assert {"/programme", "/programme/products", "/programme/producers/<code>", "/p/<product>", "/t/<code:lot>"} <= opened


def _tells(text: str, secret: str) -> bool:
    """Whether a text has the secret; a figure is one only when no other digit stands beside it."""
    bare = re.sub(
        r"/static/generated/[^\"]*|/static/[^\"]*\?v=\w+|csrf-token\" content=\"[^\"]*|<svg.*?</svg>", "", text, flags=re.DOTALL
    )
    ways = {secret, json.dumps(secret).strip('"'), secret.replace(",", ".")}
    if secret.isdigit() and len(secret) < 6:
        grouped = f"{int(secret):,}"
        ways |= {grouped, grouped.replace(",", ".")}
        return any(re.search(rf"(?<![\w.,-]){re.escape(way)}(?![\w.,-])", bare) for way in ways)
    return any(way in bare for way in ways)


def test_prices_are_among_the_secrets_where_the_manager_says_so(app: Flask) -> None:
    client = app.test_client(use_cookies=False)
    for path in ("/programme", "/p/SP", "/t/LO-1", f"/01/0{GTIN}", "/programme/products"):
        page = client.get(path).text
        assert "10.000" not in page and "10000" not in page, path


def test_the_test_would_see_a_secret_that_is_told() -> None:
    assert (
        _tells("<p>còn 7.391 kg</p>", "7391") and _tells("gọi 0900000011", "0900000011") and _tells("hoa hồng 17,77 %", "17,77")
    )
    assert not _tells("<p>17391</p>", "7391")
