"""No producer sees another's: every route a producer may open, with every id of the other one in path and query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from core import clock
from core.db import transaction
from core.people import people, sessions
from core.people.actor import SYSTEM
from core.people.permits import Permit, Role, is_granted, permit_of
from tests.conftest import NewDatabase, _application, _close
from tests.core.files import pictures
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import uid
from tests.signed_in import sign_in_as


@dataclass
class Side:
    """One of two producers and everything that is theirs."""

    producer: str
    ids: dict[str, str]
    secrets: tuple[str, ...]
    token: str
    username: str


@pytest.fixture(scope="module")
def two(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Side, Side]]:
    """Two producers with products, agreements, lots, sales, statements with questions, and payouts."""
    app = _application(new_database("sqlite"), tmp_path_factory.mktemp("data"))
    with app.app_context():
        inside = Inside(app)
        sides = _side(inside, "AAA"), _side(inside, "BBB")
    yield app, *sides
    _close(app)


def _side(inside: Inside, name: str) -> Side:
    shop = inside.shop()
    producer = shop.producer(name=f"HTX {name}bi mat", commune=f"Xã {name}", phone=f"09{ord(name[0])}123456")
    product = shop.product(producer, name=f"Hàng {name}", barcodes=["8938500000010" if name == "AAA" else "8938500000027"])
    number = shop.agreement(producer)
    lot = f"LO{name}"
    shop.deliver(producer, {"product": product, "quantity": "50", "lot": lot, "best_before": clock.today().isoformat()})
    shop.sell(shop.line(product, "10"))
    statement = shop.api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": clock.today().isoformat()}).ok(201)
    shop.sell(shop.line(product, "1"))
    paid = {"producer": producer, "statement": statement["uid"], "amount_vnd": 1_000, "method": "cash"}
    shop.api.put(f"/api/v1/payouts/{statement['uid']}", paid).ok(201)
    charge = {"uid": uid(), "amount_vnd": 1_000_000, "memo": "vận chuyển"}
    shop.api.post(f"/api/v1/producers/{producer}/charges", charge).ok(201)
    received = {"producer": producer, "amount_vnd": 1_000, "method": "cash"}
    shop.api.put(f"/api/v1/producer-payments/{statement['uid']}", received).ok(201)
    offer = {
        "name": f"Giảm {name}",
        "from": "2020-01-01",
        "to": "2020-12-31",
        "on": {"lots": [lot]},
        "kind": "percent",
        "rate_bp": 1,
    }
    shop.api.put(f"/api/v1/offers/{producer}", offer | {"bearer": "outlet"}).ok(201)
    basket = {"name": f"Giỏ {name}", "price_vnd": 1, "items": [{"product": product, "quantity": "1"}], "bearer": "outlet"}
    shop.api.put(f"/api/v1/baskets/{producer}", basket).ok(201)
    shop.api.put(f"/api/v1/products/{product}/prices/2099-01-01", {"price_vnd": 1}).ok(201)
    write_goods_documents(shop, statement["uid"], producer, product, lot)
    labels = {"uid": statement["uid"], "stock": "a4-24", "lines": [{"lot": lot, "pieces": 1}]}
    shop.api.post("/api/v1/labels", labels).ok(201)
    ids = {
        "code": producer,
        "producer": producer,
        "product": product,
        "number": number,
        "lot": lot,
        "uid": statement["uid"],
        "line": statement["lines"][0]["uid"],
    }
    username = f"htx-{name.lower()}"
    transaction(lambda: people.add(username, username, Role.PRODUCER, password="Mat-khau-1!", producer=producer, actor=SYSTEM))
    actor = people.actor_of(people.by_username(username))
    transaction(lambda: sessions.start(actor, address=None, agent=None))
    ids["message"] = shop.api.get("/api/v1/messages", producer=producer).ok()["items"][-1]["id"]
    ids["from_day"] = "2099-01-01"
    ids["version"] = "1"
    ids["member"] = "H1"
    shop.api.put(f"/api/v1/producers/{producer}/members/H1", {"name": f"Hộ {name}rieng"}).ok(201)
    ids["session_id"] = str(sessions.of_person(actor.person_id, None)[0].id)
    token = inside.token(Role.PRODUCER, producer=producer)
    inside.api.as_(token).call("PUT", f"/api/v1/files/{statement['uid']}", raw=pictures.jpeg()).ok(201)
    secrets = (
        producer,
        product,
        number,
        lot,
        statement["uid"],
        statement["number"],
        f"HTX {name}bi mat",
        f"Hàng {name}",
        f"Giảm {name}",
        f"Giỏ {name}",
        f"Hộ {name}rieng",
    )
    return Side(producer, ids, secrets, token, username)


def write_goods_documents(shop: TimedShop, own: str, producer: str, product: str, lot: str) -> None:
    """One document of each kind that a producer may read, all under one id."""
    day, lines = clock.today().isoformat(), [{"lot": lot, "quantity": "1"}]
    goods = [{"product": product, "quantity": "1"}]
    points = {"a": "30", "b": "20", "c": "30", "on": day}
    store = shop.place + "S"
    shop.api.put(f"/api/v1/places/{store}", {"name": "Kho", "kind": "store"}).ok(201)
    documents: dict[str, dict[str, object]] = {
        "deliveries": {"producer": producer, "place": shop.place, "delivered_on": day, "lines": goods},
        "producer-returns": {"producer": producer, "place": shop.place, "lines": lines},
        "losses": {"place": shop.place, "lines": [{**lines[0], "cause": "damage"}]},
        "transfers": {"from": shop.place, "to": store, "lines": lines},
        "counts": {"place": store, "lines": [{"lot": lot, "counted": "1"}]},
        "announcements": {"producer": producer, "expected_on": day, "lines": goods},
        "call-ups": {"producer": producer, "lines": goods, "wanted_by": day},
        "price-proposals": {"product": product, "price_vnd": 1, "from": day},
        "papers": {"kind": "other", "product": product, "number": "1", "issuer": "x", "issued_on": day},
        "programme/files": {"product": product, "year": int(day[:4]), "group": 1},
        "programme/councils": {"level": "province", "name": "Hội đồng", "decision": "1", "on": day},
        "programme/scores": {"file": own, "council": own, **points},
    }
    for kind, document in documents.items():
        shop.api.put(f"/api/v1/{kind}/{own}", document).ok(201)
    shop.api.put(f"/api/v1/programme/files/{own}/self-score", points).ok(201)


def _clients(app: Flask, side: Side) -> list[tuple[FlaskClient, dict[str, str]]]:
    """The producer's browser and the producer's program."""
    browser = app.test_client()
    sign_in_as(app, browser, side.username)
    token = re.search(r'name="csrf-token" content="([^"]+)"', browser.get("/portal").text)
    assert token
    return [(browser, {"X-CSRFToken": token[1]}), (app.test_client(), {"Authorization": f"Bearer {side.token}"})]


def _routes(app: Flask) -> list[tuple[str, Rule]]:
    def asks(rule: Rule) -> Permit | None:
        return permit_of(app.view_functions[rule.endpoint])

    return [
        (method, rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        and asks(rule) is not Permit.PUBLIC
        and is_granted(Role.PRODUCER, asks(rule) or Permit.MANAGE)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def _address(rule: Rule, side: Side) -> str:
    ids = side.ids | ({"code": side.ids["product"]} if "/products/" in rule.rule else {})
    ids |= {"uid": ids["line"]} if "/book-lines/" in rule.rule else {}
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: ids[match[1]], rule.rule)


def test_another_ones_id_in_an_address_is_not_found(two: tuple[Flask, Side, Side]) -> None:
    app, own, other = two
    tried, wrong = 0, []
    for client, headers in _clients(app, own):
        for method, rule in _routes(app):
            if not rule.arguments or rule.rule.startswith("/api/v1/places") or method == "PUT":  # a document of one's own is put
                continue
            tried += 1
            form = {"line": other.ids["line"], "message": "của ai?", "note": "x"}
            verb = rule.rule.rpartition("/")[2]
            body = {"line": other.ids["line"], "message": "của ai?"} if verb == "query" else {}
            body = {"uid": uid()} if verb in {"agree", "answer", "cancel", "confirm", "countersign", "unaccept"} else body
            body |= {"choice": "give_back"} if "expiry" in rule.rule else {"lines": []} if "call-ups" in rule.rule else {}
            body |= {"lines": [{"lot": own.ids["lot"], "agreed": True}]} if verb == "countersign" else {}
            sent = {"json": body} if rule.rule.startswith("/api/") else {"data": form}
            response = client.open(_address(rule, other), method=method, headers=headers, **(sent if method == "POST" else {}))
            expected = {404} if rule.rule.startswith("/api/") or "Authorization" not in headers else {302, 404}
            if response.status_code not in expected:
                wrong.append(f"{method} {rule.rule}: {response.status_code}")
            mine = client.open(_address(rule, own), method="GET", headers=headers) if method == "GET" else None
            if mine is not None and mine.status_code not in {200, 302}:
                wrong.append(f"{rule.rule} must open for its own producer")
    assert not wrong
    assert tried > 20


def _text(response: TestResponse) -> str:
    """What an answer says; of a workbook, what its sheets say."""
    if not response.data.startswith(b"PK"):
        return response.text
    with ZipFile(BytesIO(response.data)) as workbook:
        return "\n".join(workbook.read(name).decode() for name in workbook.namelist() if name.endswith(".xml"))


def test_nothing_of_another_one_is_on_any_list_or_page(two: tuple[Flask, Side, Side]) -> None:
    app, own, other = two
    filters = [
        {},
        {"q": "hang"},
        {"q": other.ids["product"]},
        {"product": other.ids["product"]},
        {"lot": other.ids["lot"]},
        {"after": "A"},
        *({"by": by} for by in ("producer", "product", "set", "commune", "stars", "cashier", "till", "day")),
    ]
    for client, headers in _clients(app, own):
        for method, rule in _routes(app):
            if method != "GET" or rule.arguments:
                continue
            for query in filters:
                response = client.get(rule.rule, query_string=query, headers=headers)
                assert response.status_code < 500
                visible_text = _text(response).replace(query.get("q", "-"), "").replace(query.get("product", "-"), "")
                leaked = [s for s in other.secrets if s in visible_text.replace(query.get("lot", "-"), "")]
                assert not leaked, f"{rule.rule} {query}: {leaked}"
            named = client.get(rule.rule, query_string={"producer": other.producer, "by": "day"}, headers=headers)
            assert not [s for s in other.secrets if s != other.producer and s in _text(named)], rule.rule


def test_labels_of_another_one_are_not_printed(two: tuple[Flask, Side, Side]) -> None:
    app, own, other = two
    browser, _headers = _clients(app, own)[0]
    assert browser.get("/stock/labels", query_string={"lot": own.ids["lot"]}).status_code == 200
    for lots in ([other.ids["lot"]], [own.ids["lot"], other.ids["lot"]]):
        assert browser.get("/stock/labels", query_string={"lot": lots}).status_code == 404


def test_a_question_names_only_a_line_of_ones_own_statement(two: tuple[Flask, Side, Side]) -> None:
    app, own, other = two
    client, headers = _clients(app, own)[1]
    path = f"/api/v1/statements/{own.ids['uid']}/query"
    assert client.post(path, json={"line": other.ids["line"], "message": "?"}, headers=headers).status_code == 422


def test_a_producer_who_left_sees_nothing_more(two: tuple[Flask, Side, Side]) -> None:
    app, _own, other = two
    browser, _headers = _clients(app, other)[0]
    assert browser.get("/portal").status_code == 200
    with app.app_context():
        person = people.by_username(other.username)
        transaction(lambda: people.set_active(person.id, False, SYSTEM))
    assert browser.get("/portal").status_code == 302
