"""Section 3 and 4 of the contract: ids, languages, lists, texts, and master data under its own code."""

from __future__ import annotations

import json
import unicodedata
from typing import Any
from urllib.parse import quote

import pytest

from tests.api.good_documents import GOOD
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, now, uid

DOCUMENTS = ("delivery", "return", "loss", "transfer", "count", "shift", "sale", "refund", "statement", "payout")
POSTED = ("recall", "delivery reversal", "loss reversal", "cash move", "reverse", "adjustment", "charge", "bank notice")


@pytest.fixture
def stall(local_outlet: LocalOutlet) -> Shop:
    shop = Shop(local_outlet.api)
    shop.open_shift()
    return shop


def _turned(value: Any) -> Any:
    """The same JSON with its keys the other way round."""
    if isinstance(value, dict):
        return {key: _turned(value[key]) for key in reversed(list(value))}
    return [_turned(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", DOCUMENTS + POSTED)
def test_the_same_document_again_is_the_first_answer(local_outlet: LocalOutlet, stall: Shop, name: str) -> None:
    good = GOOD[name](stall, local_outlet)
    first = local_outlet.api.call(good.method, good.path, good.body)
    assert first.status == 201, first
    rows = local_outlet.counts()
    again = local_outlet.api.call(good.method, good.path, good.body)
    turned = local_outlet.api.call(
        good.method, good.path, raw=json.dumps(_turned(good.body), indent=3, ensure_ascii=False).encode()
    )
    assert (again.status, turned.status) == (200, 200)
    assert first.body == again.body == turned.body
    if "{uid}" in good.template and good.method == "PUT":
        head, _, own = good.path.rpartition("/")
        upper = local_outlet.api.put(f"{head}/{own.upper()}", good.body)
        assert upper.status == 200 and upper.body == first.body
        assert local_outlet.api.put(good.path, {**good.body, "la": 1}).status == 422, "shape is checked before the id"
        read = local_outlet.api.get(good.path)
        assert read.status == 200 and read.json["uid"] == own
    assert local_outlet.counts() == rows


@pytest.mark.parametrize("name", ["cash move", "adjustment", "charge", "recall", "reverse"])
def test_a_uid_in_the_body_is_the_same_in_capitals(local_outlet: LocalOutlet, stall: Shop, name: str) -> None:
    good = GOOD[name](stall, local_outlet)
    first = local_outlet.api.post(good.path, good.body)
    rows = local_outlet.counts()
    answer = local_outlet.api.post(good.path, {**good.body, "uid": good.body["uid"].upper()})
    assert (first.status, answer.status) == (201, 200) and answer.body == first.body
    assert local_outlet.counts() == rows


def test_another_body_is_refused_though_the_numbers_are_equal(local_outlet: LocalOutlet, stall: Shop) -> None:
    good = GOOD["delivery"](stall, local_outlet)
    local_outlet.api.put(good.path, good.body).ok(201)
    for other in ("1.50", "1.500", "1.6"):
        lines = [{**good.body["lines"][0], "quantity": other}]
        answer = local_outlet.api.put(good.path, {**good.body, "lines": lines})
        assert answer.status == 409 and answer.code == "uid_reused", answer
    without = {key: value for key, value in good.body.items() if key != "note"}
    assert local_outlet.api.put(good.path, without).code == "uid_reused"


def test_each_path_has_ids_of_its_own(local_outlet: LocalOutlet, stall: Shop) -> None:
    one = uid()
    producer = stall.producer()
    stall.agreement(producer)
    product = stall.product(producer)
    delivery = {
        "producer": producer,
        "place": stall.place,
        "delivered_on": now()[:10],
        "lines": [{"product": product, "quantity": "9"}],
    }
    lot = local_outlet.api.put(f"/api/v1/deliveries/{one}", delivery).ok(201)["lots"][0]
    local_outlet.api.put(
        f"/api/v1/losses/{one}", {"place": stall.place, "lines": [{"lot": lot, "quantity": "1", "cause": "theft"}]}
    ).ok(201)
    local_outlet.api.put(f"/api/v1/sales/{one}", stall.sale(stall.line(product))).ok(201)


def test_a_refused_sale_leaves_its_id_and_number_free(local_outlet: LocalOutlet, stall: Shop) -> None:
    product = stall.stocked(quantity="1")
    one = uid()
    assert local_outlet.api.put(f"/api/v1/sales/{one}", stall.sale(stall.line(product, "2"))).code == "out_of_stock"
    first = stall.sell(stall.line(stall.stocked()))
    taken = local_outlet.api.put(f"/api/v1/sales/{one}", stall.sale(stall.line(product))).ok(201)
    assert int(taken["number"][5:]) == int(first["number"][5:]) + 1


def test_checks_run_in_their_order(local_outlet: LocalOutlet, stall: Shop) -> None:
    path = f"/api/v1/sales/{uid()}"
    assert local_outlet.api.as_(None).call("PUT", path, raw=b"{").status == 401
    storekeeper = local_outlet.api.as_(local_outlet.token("storekeeper"))
    assert storekeeper.call("PUT", path, raw=b"{").status == 403
    assert local_outlet.api.call("PUT", path, raw=b"{").status == 400
    body = stall.sale(stall.line(stall.stocked()))
    assert local_outlet.api.put(path, {**body, "shift": uid(), "lines": []}).status == 422
    unknown = local_outlet.api.put(path, {**body, "shift": uid()})
    assert (unknown.status, unknown.code) == (409, "unknown_shift")


def test_a_sentence_is_in_the_readers_language(local_outlet: LocalOutlet) -> None:
    local_outlet.api.language = None
    path = "/api/v1/products/KHONG-CO"
    vietnamese = local_outlet.api.get(path).json
    english = LocalOutlet(local_outlet.app, local_outlet.tokens).api
    english.language = "en"
    in_english = english.get(path).json
    assert in_english["code"] == vietnamese["code"] == "not_found"
    assert in_english["detail"] != vietnamese["detail"] and in_english["detail"].isascii()
    assert vietnamese["detail"] == "Không có sản phẩm này."
    fields = english.put("/api/v1/places/K-1", {"name": 5}).json["errors"]
    assert {f["field"] for f in fields} == {"name", "kind"} and all(f["message"].isascii() for f in fields)
    for language in ("fr", "*", "de;q=1, en;q=0.1", "x" * 200, "en;q=nope", ";;;"):
        english.language = language
        assert english.get(path).status == 404


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "1.0", "x", "٣", "99999999999999999999", "1e2", " 1", "+1"])
@pytest.mark.parametrize(
    "path", ["producers", "products", "agreements", "places", "tills", "stock", "stock/movements", "sales", "statements"]
)
def test_a_limit_out_of_its_range_is_refused(local_outlet: LocalOutlet, path: str, limit: str) -> None:
    answer = local_outlet.api.get(f"/api/v1/{path}", limit=limit)
    assert answer.status == 422 and answer.json["errors"][0]["field"] == "limit", answer


@pytest.mark.parametrize(
    "path", ["producers", "products", "places", "tills", "stock", "stock/movements", "sales", "statements", "agreements"]
)
def test_a_list_page_by_page_is_the_whole_list(local_outlet: LocalOutlet, path: str) -> None:
    shop = Shop(local_outlet.api)
    shop.open_shift()
    for _ in range(2):
        product = shop.stocked()
        shop.sell(shop.line(product))
        local_outlet.api.put(f"/api/v1/statements/{uid()}", {"producer": shop.producer_of(product), "until": now()[:10]}).ok(201)
    Shop(local_outlet.api)
    whole = local_outlet.api.get(f"/api/v1/{path}", limit=1000).ok()
    assert whole["next"] is None and len(whole["items"]) > 1
    parts: list[Any] = []
    after: dict[str, str] = {}
    while True:
        page = local_outlet.api.get(f"/api/v1/{path}", limit=1, **after).ok()
        assert len(page["items"]) <= 1
        parts += page["items"]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert parts == whole["items"]
    keys = [next((str(i[k]) for k in ("code", "number", "uid") if k in i), "") for i in parts]
    if path in {"producers", "products", "places", "tills", "agreements", "sales"}:
        assert keys == sorted(keys)
    for odd in ("", "\u1ee9", "zzz", "-1", "1" * 40, "a@b@c", "%", "'"):
        assert local_outlet.api.get(f"/api/v1/{path}", after=odd).status in {200, 422}


def test_a_book_page_by_page_keeps_its_balance(local_outlet: LocalOutlet, stall: Shop) -> None:
    product = stall.stocked()
    for _ in range(3):
        stall.sell(stall.line(product))
    path = f"/api/v1/producers/{stall.producer_of(product)}/book"
    whole = local_outlet.api.get(path).ok()["items"]
    parts: list[Any] = []
    after: dict[str, str] = {}
    while after.get("after", "") is not None:
        page = local_outlet.api.get(path, limit=1, **after).ok()
        parts += page["items"]
        after = {"after": page["next"]}
    assert parts == whole and [line["kind"] for line in whole] == ["received", "sold", "sold", "sold"]
    assert [line["balance_vnd"] for line in whole] == [0, 8_500, 17_000, 25_500]


def test_composed_and_decomposed_letters_are_the_same(local_outlet: LocalOutlet, stall: Shop) -> None:
    name = "Đường phèn Quế Võ thượng hạng"
    decomposed = unicodedata.normalize("NFD", name)
    assert decomposed != name
    producer = stall.producer()
    one, other = stall.product(producer, name=name), stall.product(producer, name=decomposed)
    assert local_outlet.api.get(f"/api/v1/products/{other}").ok()["name"] == name
    for query in (name, decomposed, "duong phen", "DUONG  PHEN", "thuong hang que vo", unicodedata.normalize("NFD", "phèn")):
        codes = {p["code"] for p in local_outlet.api.all("/api/v1/products", q=query, producer=producer)}
        assert codes == {one, other}, query
    for nothing in ("%", "_", "khong co gi", "\\"):
        assert local_outlet.api.all("/api/v1/products", q=nothing, producer=producer) == [], nothing


@pytest.mark.parametrize("letter", ["\u0110", "\u00d0", "\u0189", "D\u0335"])
def test_a_name_is_found_whichever_letter_stands_for_its_d(local_outlet: LocalOutlet, stall: Shop, letter: str) -> None:
    producer = stall.producer()
    code = stall.product(producer, name=f"\u200b{letter}ông trùng hạ thảo {letter}ình Bảng\ufeff")
    assert local_outlet.api.get(f"/api/v1/products/{code}").ok()["name"] == "\u0110ông trùng hạ thảo \u0110ình Bảng"
    for query in ("dong trung dinh bang", "đông trùng", f"{letter}ÔNG", f"{letter}\u200bình"):
        assert [p["code"] for p in local_outlet.api.all("/api/v1/products", q=query, producer=producer)] == [code], query


@pytest.mark.parametrize("name", ["\u200b\u2060", "\u00ad", "\u3164 \u2800", "\u0301"])
def test_a_name_of_nothing_visible_is_refused_at_its_field(local_outlet: LocalOutlet, stall: Shop, name: str) -> None:
    body = {"name": name, "producer": stall.producer(), "unit": "kg", "places": 3, "price_vnd": 1, "vat": "8"}
    answer = local_outlet.api.put(f"/api/v1/products/{stall.code('SP')}", body)
    assert (answer.status, [e["field"] for e in answer.json["errors"]]) == (422, ["name"])


def test_the_outlet_is_read_in_the_shape_it_is_put_in(local_outlet: LocalOutlet) -> None:
    settings = local_outlet.api.get("/api/v1/outlet").ok()
    assert local_outlet.api.put("/api/v1/outlet", settings).ok(200) == settings


def test_master_data_replaces_the_whole(local_outlet: LocalOutlet, stall: Shop) -> None:
    code = stall.code("HTX")
    full = {
        "name": "HTX A",
        "kind": "cooperative",
        "commune": "Chi Lăng",
        "phone": "0912345678",
        "bank_bin": "970436",
        "bank_account": "1",
    }
    path = f"/api/v1/producers/{code}"
    assert local_outlet.api.put(path, full).status == 201
    assert local_outlet.api.put(path, full).status == 200
    bare = {"name": "HTX A", "kind": "cooperative", "commune": "Chi Lăng"}
    assert local_outlet.api.put(path, bare).status == 200
    read = local_outlet.api.get(path).ok()
    assert read["phone"] is None and read["bank_bin"] is None
    assert read == local_outlet.api.get("/api/v1/producers", q="HTX A", limit=1000).ok()["items"][-1] or read["code"] == code


@pytest.mark.parametrize("code", ["8938500000010", "89312346", "036000291452", "18938500000017"])
def test_no_code_is_a_barcode(local_outlet: LocalOutlet, code: str) -> None:
    body = {"name": "x", "kind": "shop"}
    answer = local_outlet.api.put(f"/api/v1/places/{code}", body)
    assert answer.status == 422 and answer.json["errors"][0]["field"] == "code"
    assert local_outlet.api.put(f"/api/v1/places/{code[:-1]}{(int(code[-1]) + 1) % 10}", body).status == 201


def test_a_barcode_and_a_plu_belong_to_one_product(local_outlet: LocalOutlet, stall: Shop) -> None:
    producer = stall.producer()
    mine = stall.product(producer, barcodes=["036000291452"], plu="00777")
    body = {"name": "x", "producer": producer, "unit": "kg", "places": 3, "price_vnd": 1, "vat": "8"}
    for same in ("036000291452", "0036000291452", "00036000291452"):
        answer = local_outlet.api.put(f"/api/v1/products/{stall.code('SP')}", {**body, "barcodes": [same]})
        assert (answer.status, answer.code) == (409, "barcode_taken"), same
    answer = local_outlet.api.put(f"/api/v1/products/{stall.code('SP')}", {**body, "barcodes": [], "plu": "00777"})
    assert (answer.status, answer.code) == (409, "plu_taken")
    twice = local_outlet.api.put(f"/api/v1/products/{stall.code('SP')}", {**body, "barcodes": ["036000291452", "0036000291452"]})
    assert twice.status == 422
    assert local_outlet.api.get(f"/api/v1/products/{mine}").ok()["barcodes"] == ["036000291452"]


def test_what_lots_have_fixed_does_not_change(local_outlet: LocalOutlet, stall: Shop) -> None:
    producer, other = stall.producer(), stall.producer()
    code = stall.product(producer)
    good = local_outlet.api.get(f"/api/v1/products/{code}").ok()
    body = {key: value for key, value in good.items() if key != "code" and value is not None}
    path = f"/api/v1/products/{code}"
    assert local_outlet.api.put(path, {**body, "unit": "g"}).status == 200, "free while no lot is here"
    assert local_outlet.api.put(path, body).status == 200
    stall.agreement(producer)
    stall.deliver(producer, {"product": code, "quantity": "1"})
    for change in ({"unit": "g"}, {"places": 0}, {"producer": other}):
        answer = local_outlet.api.put(path, {**body, **change})
        assert (answer.status, answer.code) == (409, "fixed_by_lots"), change
    assert local_outlet.api.put(path, {**body, "price_vnd": 12_345, "name": "Tên mới"}).status == 200


def test_answers_cut_trailing_zeros(local_outlet: LocalOutlet, stall: Shop) -> None:
    producer = stall.producer()
    code = stall.product(producer)
    stall.agreement(producer)
    delivery = stall.deliver(producer, {"product": code, "quantity": "000001.500"}, {"product": code, "quantity": "2.000"})
    assert [line["quantity"] for line in delivery["lines"]] == ["1.5", "2"]
    pieces = stall.product(producer, places=0, unit="cái")
    body = {
        "producer": producer,
        "place": stall.place,
        "delivered_on": now()[:10],
        "lines": [{"product": pieces, "quantity": "1.5"}],
    }
    answer = local_outlet.api.put(f"/api/v1/deliveries/{uid()}", body)
    assert answer.status == 422 and answer.json["errors"][0]["field"] == "lines.0.quantity"


def test_unknown_paths_and_methods_are_problems(local_outlet: LocalOutlet) -> None:
    for method, path, status in (
        ("GET", "/api/v1/nothing", 404),
        ("DELETE", "/api/v1/outlet", 405),
        ("PATCH", "/api/v1/stock", 405),
        ("GET", "/api/v1/", 404),
        ("GET", "/api/v1//stock", 404),
        ("POST", "/api/v1/stock", 405),
    ):
        answer = local_outlet.api.call(method, path)
        assert answer.status == status and answer.headers["content-type"].startswith("application/problem+json"), (
            method,
            path,
            answer,
        )


def test_the_catalogue_is_not_sent_twice(local_outlet: LocalOutlet, stall: Shop) -> None:
    stall.stocked()
    first = local_outlet.api.get("/api/v1/catalogue")
    tag = first.headers["etag"]
    again = local_outlet.api.call("GET", "/api/v1/catalogue", headers={"If-None-Match": tag})
    assert again.status == 304 and again.body == b""
    stall.stocked()
    changed = local_outlet.api.call("GET", "/api/v1/catalogue", headers={"If-None-Match": tag})
    assert changed.status == 200 and changed.json["version"] != first.json["version"]
    delta = local_outlet.api.get("/api/v1/catalogue", since=first.json["version"]).ok()
    assert 0 < len(delta["products"]) < len(changed.json["products"])
    for odd in ("x", "-1", "9" * 30, "1.5", "٣", "1\n2", '"', "ứ"):
        assert local_outlet.api.get("/api/v1/catalogue", since=odd).status == 200


def test_a_producers_new_name_reaches_the_tills(local_outlet: LocalOutlet, stall: Shop) -> None:
    product = stall.stocked()
    stall.stocked()
    producer = stall.producer_of(product)
    known = local_outlet.api.get("/api/v1/catalogue").ok()["version"]
    body = {"name": "Hợp tác xã mới", "kind": "cooperative", "commune": "Phù Lãng"}
    local_outlet.api.put(f"/api/v1/producers/{producer}", body).ok(200)
    (delta,) = local_outlet.api.get("/api/v1/catalogue", since=known).ok()["products"]
    assert (delta["code"], delta["producer_name"]) == (product, "Hợp tác xã mới")
    known = local_outlet.api.get("/api/v1/catalogue").ok()["version"]
    local_outlet.api.put(f"/api/v1/producers/{producer}", body | {"commune": "Chi Lăng"}).ok(200)
    assert local_outlet.api.get("/api/v1/catalogue", since=known).ok()["products"] == []


def test_a_number_in_the_path_beyond_any_column_is_not_found(local_outlet: LocalOutlet, stall: Shop) -> None:
    sold = stall.sell(stall.line(stall.stocked()))
    for n in ("0", "2", "2147483648", "9" * 19, "9" * 40, "-1", "1.0", "٣", "x"):
        answer = local_outlet.api.post(f"/api/v1/sales/{sold['uid']}/payments/{n}/confirm")
        assert answer.status == 404 and answer.headers["content-type"].startswith("application/problem+json"), (n, answer)


@pytest.mark.parametrize("path", ["sales/no-uuid", "statements/x", "places/a b", "products/8938500000010", "agreements/-"])
def test_a_body_that_is_not_json_is_refused_before_a_wrong_address(local_outlet: LocalOutlet, path: str) -> None:
    address = f"/api/v1/{quote(path)}"
    assert local_outlet.api.call("PUT", address, raw=b"{").code == "not_json"
    assert local_outlet.api.put(address, {"x": "\x00"}).code == "not_text"
    assert local_outlet.api.put(address, {}).status == 422


def test_the_first_language_a_reader_asks_for(local_outlet: LocalOutlet) -> None:
    for accepted, vietnamese in (
        ("vi-VN, en;q=0.5", True),
        ("en-GB, vi;q=0.5", False),
        ("fr, en;q=0.2", False),
        ("en;q=0", True),
    ):
        detail = local_outlet.api.call("GET", "/api/v1/products/KHONG-CO", headers={"Accept-Language": accepted}).json["detail"]
        assert detail.isascii() is not vietnamese, accepted


@pytest.mark.parametrize("value", [5.0, True, False, 500.0])
def test_a_choice_among_numbers_takes_no_other_kind(local_outlet: LocalOutlet, stall: Shop, value: object) -> None:
    till = {"name": "Máy", "place": stall.place, "paper_mm": value}
    assert local_outlet.api.put(f"/api/v1/tills/{stall.code('M')}", till).json["errors"][0]["field"] == "paper_mm"
    outlet = {"name": "Điểm bán", "cash_rounding_vnd": value}
    assert local_outlet.api.put("/api/v1/outlet", outlet).json["errors"][0]["field"] == "cash_rounding_vnd"


@pytest.mark.parametrize(
    "layout",
    ["", 2, "2FPPPPPGGGGG", "3FPPPPPGGGGGC", "2FPPPPPGGGGGG", "2FPPPFFGGGGGC", "2FPPPPPFFGGGC", "2PPFPPPGGGGGC", "2fpppppgggggc"],
)
def test_a_weight_label_layout_is_refused_by_name(local_outlet: LocalOutlet, layout: object) -> None:
    answer = local_outlet.api.put("/api/v1/outlet", {"name": "Điểm bán", "weight_label": layout})
    assert answer.status == 422 and [error["field"] for error in answer.json["errors"]] == ["weight_label"]


def test_no_scanner_ever_reads_a_barcode_of_noughts(local_outlet: LocalOutlet, stall: Shop) -> None:
    body = {"name": "x", "producer": stall.producer(), "unit": "kg", "places": 3, "price_vnd": 1, "vat": "8"}
    for barcode in ("0" * 8, "0" * 13):
        answer = local_outlet.api.put(f"/api/v1/products/{stall.code('SP')}", {**body, "barcodes": [barcode]})
        assert answer.status == 422 and answer.json["errors"][0]["field"] == "barcodes", answer
