"""What a hostile visitor tries: forged forms, texts that are markup or formulas, requests too large to be meant."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest
from flask import Flask
from werkzeug.routing import Rule

from core.people import people, tokens
from core.people.actor import SYSTEM
from core.people.permits import Permit, Role, permit_of
from core.server import refusals
from core.values.uid import new_uid
from tests.outlet import PUBLIC_URL
from tests.pages.office import AGREEMENT, PASSWORD, PRODUCT, Browser, add, inside, today

MARKUP = """<img src=x onerror=alert(1)>'"</script><blink>&{{7*7}}"""
FORMULA = '=HYPERLINK("http://evil.example";"x")'
POLICY = {"default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "script-src 'self'",
          "form-action 'self'"}  # fmt: skip
HSTS = "max-age=31536000; includeSubDomains"
FILES = ["/static/icon.svg", "/static/css/base.css", "/static/js/till/data/store.js"]
CATALOGUE = "/api/v1/catalogue"
"""Goods and prices alone: a till keeps them, to ask only for what changed."""
NOT_THERE = ["/nothing", "/api/v1/nothing", "/stock/lots/NO", "/static/nothing.js"]


def writes(site: Flask) -> list[tuple[str, Rule]]:
    """Every way to write: method and rule."""
    safe = {"GET", "HEAD", "OPTIONS"}
    return [(m, rule) for rule in site.url_map.iter_rules() for m in sorted((rule.methods or set()) - safe)]


def address(rule: Rule) -> str:
    return re.sub(r"<(int:)?[^>]+>", lambda match: "1" if match[1] else new_uid(), rule.rule)


def test_nothing_is_written_without_the_page_s_own_token(office: Browser, site: Flask) -> None:
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    producer, stranger = Browser(site, "htx"), Browser(site, None)
    match = re.search(r'name="csrf-token" content="([^"]+)"', stranger.get("/sign-in").text)
    assert match
    tried = 0
    for method, rule in writes(site):
        browser = producer if rule.rule.startswith("/portal") else office
        for token in (None, "x", match[1]):
            head = {"X-CSRFToken": token} if token else {}
            if rule.rule.startswith("/api/"):
                answer = browser.client.open(address(rule), method=method, json={}, headers=head)
                assert (answer.status_code, answer.json["code"]) == (400, "csrf"), rule.rule  # type: ignore[index]
            else:
                form = {"csrf_token": token} if token else {}
                answer = browser.client.open(address(rule), method=method, data=form)
                assert answer.status_code == 400, f"{rule.rule}: {answer.status_code}"
            tried += 1
    assert tried > 100
    assert office.get("/people").status_code == 200, "not even signed out"


def test_a_token_of_a_program_does_not_open_pages(office: Browser, site: Flask) -> None:
    token = inside(site, lambda: tokens.issue_token(Role.MANAGER, None, None, None, SYSTEM))
    answer = site.test_client().get("/people", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 302


class Injected(HTMLParser):
    """The elements and attributes of a page that came out of typed texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.injected: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.injected += [f"{tag} {name}" for name, value in attrs if name.startswith("on") or (name, value) == ("src", "x")]
        self.injected += [tag] if tag == "blink" else []


@pytest.fixture
def hostile(office: Browser, site: Flask) -> Browser:
    """An office in which every text that people type is markup."""
    producer = {"name": MARKUP, "kind": "cooperative", "commune": MARKUP, "phone": "", "tax_code": "", "bank_holder": MARKUP}
    bank = {"bank_bin": "970436", "bank_account": "0123456789"}
    assert office.post("/producers/NSX1/edit", {**producer, **bank}).status_code == 302
    certificate = {
        "stars": "4", "certificate_number": MARKUP, "certificate_issuer": MARKUP, "certificate_issued_on": "2020-01-01",
        "certificate_valid_until": "2099-01-01", "commune": MARKUP,
    }  # fmt: skip
    assert office.post("/products/GAO", {**PRODUCT, **certificate, "name": MARKUP, "unit": "<b>kg</b>"}).status_code == 302
    assert office.post("/settings/outlet", {
        "name": MARKUP, "address": MARKUP, "bank_holder": MARKUP, "cash_rounding_vnd": "0", "cashier_discount_limit_bp": "10",
        "near_expiry_days": "5",
    }).status_code == 302  # fmt: skip
    assert office.post("/settings/places", {"known": "1", "code": "QUAY", "name": MARKUP, "kind": "shop"}).status_code == 302
    till = {"known": "1", "code": "M1", "name": MARKUP, "place": "QUAY", "printer": "none:", "paper_mm": "80"}
    assert office.post("/settings/tills", till).status_code == 302
    received = {"uid": new_uid(), "producer": "NSX1", "place": "QUAY", "delivered_on": today().isoformat(), "note": MARKUP}
    line = {"product": "GAO", "quantity": "9", "made_on": "", "best_before": today().isoformat(), "lot": "\"'<>&"}
    assert office.post("/stock/receive", received | line).status_code == 302
    memo = {"uid": new_uid(), "kind": "adjustment", "amount_vnd": "150k", "memo": MARKUP}
    assert office.post("/producers/NSX1/corrections", memo).status_code == 302
    inside(site, lambda: people.add("ten", MARKUP, Role.PRODUCER, password=PASSWORD, producer="NSX1", actor=SYSTEM))
    inside(site, lambda: people.add("thu", MARKUP, Role.CASHIER, password=PASSWORD, pin="1357", actor=SYSTEM))
    return office


def opened(site: Flask) -> list[str]:
    """Every page without an id in its address, and those of the hostile office's own."""
    plain = [r.rule for r in site.url_map.iter_rules() if "GET" in (r.methods or ()) and not r.arguments]
    own = ["/producers/NSX1", "/producers/NSX1/edit", "/producers/NSX1/statement", "/products/GAO", "/agreements/HD1", "/p/GAO"]
    return [*plain, *own, "/stock/lots/%22'%3C%3E%26", "/t/%22'%3C%3E%26", "/sell?till=M1"]


def test_typed_texts_are_never_markup_on_a_page(hostile: Browser, site: Flask) -> None:
    path = hostile.post("/producers/NSX1/statement", {"uid": new_uid(), "until": today().isoformat()}).headers["Location"]
    producer = Browser(site, "ten")
    own = path.replace("/statements", "/portal/statements")
    line = re.search(r"/portal/book-lines/([0-9a-f-]{36})/why", producer.get(f"{own}/lines").text)
    assert line
    assert producer.post(f"{own}/ask", {"line": line[1], "message": MARKUP}).status_code == 302
    theirs = ["/portal", own, f"{own}/lines", f"/portal/book-lines/{line[1]}/why", "/portal/stock", "/stock"]
    seen = 0
    for browser, pages in ((hostile, [*opened(site), path]), (producer, theirs)):
        for page in pages:
            answer = browser.client.get(page, follow_redirects=True)
            assert answer.status_code < 500, page
            if answer.mimetype != "text/html":
                continue
            assert not Injected(answer.text).injected, page
            seen += "&lt;img src=x" in answer.text
    assert seen > 15, "the typed texts must be on the pages at all"


def test_the_till_s_data_does_not_end_its_script(hostile: Browser) -> None:
    page = hostile.get("/sell?till=M1").text
    blocks = re.findall(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert any(MARKUP in json.dumps(json.loads(block), ensure_ascii=False).replace('\\"', '"') for block in blocks)


def test_typed_texts_are_never_markup_on_a_paper(hostile: Browser) -> None:
    lot = "/api/v1/lots/%22'%3C%3E%26/label"
    drawn = ElementTree.fromstring(hostile.get(f"{lot}?format=svg").text)
    assert {e.tag.rpartition("}")[2] for e in drawn.iter()} <= {"svg", "g", "path", "rect", "title", "desc", "defs", "use"}
    for kind in ("png", "pdf", "escpos"):
        assert hostile.get(f"{lot}?format={kind}").status_code == 200
    path = hostile.post("/producers/NSX1/statement", {"uid": new_uid(), "until": today().isoformat()}).headers["Location"]
    paper = hostile.get(f"/api/v1{path}?format=pdf")
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper.data))
    assert "<img" in text and "<blink>" in text


@pytest.fixture
def formulas(office: Browser) -> Browser:
    """An office whose goods are called like formulas."""
    office.post("/producers/NSX1/edit", {"name": "@SUM(1)", "kind": "cooperative", "commune": "+1"})
    office.post("/products/GAO", {**PRODUCT, "name": FORMULA})
    received = {"uid": new_uid(), "producer": "NSX1", "place": "QUAY", "delivered_on": today().isoformat()}
    office.post("/stock/receive", received | {"product": "GAO", "quantity": "9", "made_on": "", "best_before": "", "lot": "-1+1"})
    memo = {"uid": new_uid(), "kind": "adjustment", "amount_vnd": "150k", "memo": "\t=1+1"}
    office.post("/producers/NSX1/corrections", memo)
    return office


def test_typed_texts_are_never_formulas(formulas: Browser, site: Flask) -> None:
    path = formulas.post("/producers/NSX1/statement", {"uid": new_uid(), "until": today().isoformat()}).headers["Location"]
    sheets = [formulas.get(f"/api/v1{path}?format=xlsx").data]
    for report in ("stock-age", "statements", "sales?by=product", "losses", "programme", "expiring", "shifts"):
        mark = "&" if "?" in report else "?"
        sheets.append(formulas.get(f"/api/v1/reports/{report}{mark}format=xlsx").data)
        written = formulas.get(f"/api/v1/reports/{report}{mark}format=csv").data.decode("utf-8-sig")
        for cell in (cell for row in csv.reader(io.StringIO(written)) for cell in row):
            assert not cell.startswith(("=", "+", "@", "\t", "\r")) and not re.match(r"-\D|-\d+\D", cell), cell
    for sheet in sheets:
        with zipfile.ZipFile(io.BytesIO(sheet)) as book:
            for name in book.namelist():
                if name.startswith("xl/worksheets/sheet"):
                    assert b"<f>" not in book.read(name) and b"<hyperlink" not in book.read(name)


def test_a_search_of_thousands_of_words_is_answered(office: Browser) -> None:
    query = {"q": " ".join(f"gao{n}" for n in range(4000))}
    for path in ("/api/v1/products", "/api/v1/producers", "/products", "/producers", "/stock", "/reports/receipts"):
        assert office.client.get(path, query_string=query).status_code == 200, path
    assert office.client.get("/api/v1/products", query_string={"q": "gạo " * 4000}).json["items"]  # type: ignore[index]


NINES = "9" * 5000


@pytest.mark.parametrize("typed", [NINES, f"{NINES}k", f"-{NINES}", "²", "٣", "1e400"])
def test_a_number_nobody_means_is_refused_where_it_was_typed(office: Browser, typed: str) -> None:
    received = {"uid": new_uid(), "producer": "NSX1", "place": "QUAY", "delivered_on": today().isoformat()}
    office.post("/stock/receive", received | {"product": "GAO", "quantity": "9", "made_on": "", "best_before": "", "lot": "L1"})
    labels = {"uid": new_uid(), "stock": "a4-24", "lot": "L1", "product": "GAO", "weight": ""}
    for figures in ({"start": typed, "pieces": "1"}, {"start": "1", "pieces": typed}):
        assert office.post("/stock/labels", labels | figures).status_code == 422
    forms: list[tuple[str, dict[str, Any]]] = [
        ("/products/GAO", {**PRODUCT, "price_vnd": typed}),
        ("/products/GAO", {**PRODUCT, "places": typed}),
        ("/products/GAO", {**PRODUCT, "set": typed}),
        ("/producers/NSX1/corrections", {"uid": new_uid(), "kind": "charge", "amount_vnd": typed, "memo": "x"}),
        ("/producers/NSX1/agreements/new", {**AGREEMENT, "number": "HD2", "scope": f"set:{typed}"}),
        ("/producers/NSX1/agreements/new", {**AGREEMENT, "number": "HD2", "figure": typed}),
        ("/producers/NSX1/agreements/new", {**AGREEMENT, "number": "HD2", "holding_days": typed}),
        ("/stock/receive", received | {"product": "GAO", "quantity": typed, "made_on": "", "best_before": "", "lot": "L2"}),
        (
            "/settings/outlet",
            {"name": "x", "cash_rounding_vnd": typed, "cashier_discount_limit_bp": "1", "near_expiry_days": "1"},
        ),
    ]
    for path, form in forms:
        assert office.post(path, form).status_code == 422, path
    assert office.get("/reports/today").status_code == 200


def test_a_million_unknown_fields_are_not_all_named(office: Browser, site: Flask) -> None:
    token = inside(site, lambda: tokens.issue_token(Role.MANAGER, None, None, None, SYSTEM))
    head = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = json.dumps({f"k{n}": n for n in range(100_000)})
    answer = site.test_client().put("/api/v1/producers/X", data=body, headers=head)
    assert answer.status_code == 422
    assert len(answer.data) < 200_000


@pytest.mark.parametrize(
    "onward", ["//evil", "/\\evil", "https://evil", "/\t/evil", "\\\\evil", "///evil", " /x", "javascript:1"]
)
def test_signing_in_leads_nowhere_else(office: Browser, site: Flask, onward: str) -> None:
    stranger = Browser(site, None)
    form = {"username": "quanly", "password": PASSWORD, "next": onward}
    assert stranger.post("/sign-in", form).headers["Location"] == "/"
    assert office.post("/language", {"language": "vi", "next": onward}, "/people").headers["Location"] == "/"


def test_cookies_are_kept_from_scripts_and_other_sites(office: Browser, site: Flask) -> None:
    cookies = site.test_client().get("/sign-in", base_url=PUBLIC_URL).headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
        assert "Secure" in cookie


def test_what_is_signed_for_a_browser_is_signed_with_sha_256(site: Flask, office: Browser) -> None:
    client = site.test_client()
    page = client.get("/sign-in").text
    cookie, form = client.get_cookie("outlet"), re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert cookie and form
    for signed in (cookie.value, form[1]):
        content, _, signature = signed.rpartition(".")
        assert len(base64.urlsafe_b64decode(signature + "=")) == hashlib.sha256().digest_size
        client.set_cookie("outlet", f"{content}.{signature[:-2]}AA")
        assert client.get("/people").status_code == 302


def test_an_odd_request_is_refused_in_the_reader_s_language(site: Flask) -> None:
    answer = site.test_client().get("/static/icon.svg", headers={"Range": "bytes=999999-"})
    assert answer.status_code == 416
    assert "Không đọc được yêu cầu." in answer.text


def test_every_permit_but_the_public_one_asks_who_it_is(site: Flask, office: Browser) -> None:
    stranger = site.test_client()
    for rule in site.url_map.iter_rules():
        if rule.endpoint == "static" or permit_of(site.view_functions[rule.endpoint]) is Permit.PUBLIC:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = stranger.open(address(rule), method=method)
            assert answer.status_code == 401 if rule.rule.startswith("/api/") else "/sign-in" in answer.headers["Location"]


def test_a_shelf_may_hold_more_than_one_document_moves(office: Browser, site: Flask) -> None:
    received = {"producer": "NSX1", "place": "QUAY", "delivered_on": today().isoformat(), "product": "GAO", "lot": "L1"}
    for _ in range(2):
        form = {**received, "uid": new_uid(), "quantity": "999999999,999", "made_on": "", "best_before": ""}
        assert office.post("/stock/receive", form).status_code == 302
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    assert "1.999.999.999,998" in office.get("/stock").text
    assert "1.999.999.999,998" in Browser(site, "htx").get("/portal/stock").text
    for page in ("/stock/lots/L1", "/reports/stock-age", "/reports/expiring", "/reports/today", "/producers/NSX1/statement"):
        assert office.get(page).status_code == 200, page


def addresses(site: Flask) -> list[str]:
    """Every address without a part to fill in, some that are not there, and files."""
    plain = [rule.rule for rule in site.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    return [*plain, *FILES, *NOT_THERE]


def test_every_answer_has_the_headers_that_bound_a_browser(office: Browser, site: Flask) -> None:
    statuses = set()
    for client in (office.client, site.test_client()):
        for path in addresses(site):
            answer = client.get(path, base_url="https://localhost", buffered=True)
            statuses.add(answer.status_code)
            assert set(answer.headers["Content-Security-Policy"].split("; ")) >= POLICY, path
            assert answer.headers["X-Content-Type-Options"] == "nosniff", path
            assert answer.headers["Referrer-Policy"] == "same-origin", path
            assert answer.headers["Strict-Transport-Security"] == HSTS, path
            assert "Access-Control-Allow-Origin" not in answer.headers and "Server" not in answer.headers, path
    assert statuses >= {200, 302, 401, 404}


@pytest.mark.parametrize("is_tls", [True, False])
def test_what_the_server_refuses_by_itself_has_them_too(site: Flask, is_tls: bool) -> None:
    for reply in refusals.prepare(site, is_tls=is_tls).replies.values():
        head = reply.head.decode()
        assert all(directive in head for directive in POLICY) and "X-Content-Type-Options: nosniff" in head
        assert (f"Strict-Transport-Security: {HSTS}\r\n" in head) is is_tls


def test_every_text_names_its_letters(office: Browser, site: Flask) -> None:
    for path in addresses(site):
        answer = office.client.get(path, buffered=True)
        kind = answer.headers.get("Content-Type", "")
        assert kind or not answer.data, path
        if kind.startswith("text/") or "xml" in kind:
            assert "charset=utf-8" in kind.lower() or "openxml" in kind, f"{path}: {kind}"
        if kind.startswith(("application/json", "application/problem+json")):
            answer.data.decode("utf-8")


def test_what_a_signed_in_person_reads_is_stored_nowhere(office: Browser, site: Flask) -> None:
    private = 0
    for rule in site.url_map.iter_rules():
        if rule.arguments or "GET" not in (rule.methods or ()) or rule.endpoint in {"static", "shell.worker"}:
            continue
        if permit_of(site.view_functions[rule.endpoint]) is not Permit.PUBLIC:
            said = office.client.get(rule.rule, buffered=True).headers["Cache-Control"]
            assert said == ("private, no-cache" if rule.rule == CATALOGUE else "no-store"), rule.rule
            private += 1
    assert private > 40
    assert site.test_client().get("/sign-in").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["/.git/config", "/.git/HEAD", "/.env", "/wsgi.py", "/instance/outlet.db", "/static/../wsgi.py", "/static/%2e%2e/wsgi.py",
     "/static/", "/static/js/", "/static/css", "/static/..%2f..%2fetc/passwd", "/core/models.py", "/requirements.lock",
     "/static/nothing.html"],
)  # fmt: skip
def test_no_source_no_secret_and_no_list_of_files_is_handed_out(office: Browser, site: Flask, path: str) -> None:
    for client in (office.client, site.test_client()):
        assert client.get(path, buffered=True).status_code == 404


def test_a_method_that_no_route_has_is_refused(office: Browser, site: Flask) -> None:
    for path in ("/", "/sign-in", "/health", "/api/v1/products", "/static/icon.svg"):
        for method in ("TRACE", "CONNECT", "PROPFIND", "PATCH"):
            assert office.client.open(path, method=method, buffered=True).status_code == 405, f"{method} {path}"


def test_reading_changes_nothing(office: Browser, site: Flask) -> None:
    """No act hangs on a method that a link or a picture can send."""
    for rule in site.url_map.iter_rules():
        acts = set(rule.rule.split("/")) & {"end", "revoke", "remove", "confirm", "refuse", "close", "reverse", "sign-out"}
        assert not acts or "GET" not in (rule.methods or ()), rule.rule
