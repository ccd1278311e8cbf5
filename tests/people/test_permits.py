"""Every route × every role and a stranger: what the request guard does is what the permits say, and what the contract says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from core.area import Area, register, registered
from core.people.permits import AnyPermit, Permit, Role, is_granted, permit_of
from suppliers.permits import SuppliersPermit
from tests.api.inside import LocalOutlet
from tests.conftest import NewDatabase, _application, _close
from tests.outlet import uid
from tests.schedule import some
from tests.signed_in import sign_in_as

CODE, PRODUCER = "KHONG-CO", "HTX-1"
EVERYBODY: tuple[Role | None, ...] = (*Role, None)
SAFE = {"GET", "HEAD", "OPTIONS"}
RIGHTS = (Permit.ANSWER, Permit.ACCEPT)
"""What somebody of a producer needs besides a view's permit; tests/people/entry/test_rights.py tries them."""

OWN = (r"(GET|DELETE) /sessions(/<int:session_id>)?", r"PUT /me/(password|pin)", r"GET /chain/head", r"(GET|PUT) /files(/<uid>)?")
"""Contract section 19: what everybody signed in may."""
PRICES = r"GET /products/<code>/prices(/<from_day>)?"

# Contract section 3, "who may": what each role may do beside what is public; the manager may do everything.
MAY: dict[Role, tuple[str, ...]] = {
    Role.STOREKEEPER: (
        *OWN,
        r"GET /(producers|products|agreements|places|tills)(/<\w+>)?",
        r"GET /outlet",
        r"GET /stock(/movements)?",
        r"GET /lots/(?!.*/buyers$).*",
        r"(GET|POST) /labels(/.*)?",
        r"GET /(scan|goods)",
        r"POST /codes/read",
        r"(GET|PUT|POST) /(deliveries|producer-returns|losses|transfers|counts|count-sessions)(/(?!.*/(countersign|answer)$).*)?",
        r"GET /(announcements|call-ups)(/<uid>)?",
        r"GET /(stock/cover|stock/card|stock/count-due|expiry-proposals|reports/stock-movement)",
        r"GET /papers(/<uid>)?",
        r"GET /fairs(/<code>(/result)?)?",
        r"GET /(stock/oversold(/<uid>)?|allowances)",
        r"GET /recalls(/<uid>)?",
        r"(PUT|POST) /call-ups/<uid>(/cancel)?",
        r"GET /reports/(stock-age|expiring|losses)",
        r"GET /(offers|baskets)(/<code>)?",
        PRICES,
    ),
    Role.CASHIER: (
        *OWN,
        r"GET /(offers|baskets)(/<code>)?",
        PRICES,
        r"GET /(products|places|tills)(/<\w+>)?",
        r"GET /stock(/movements)?",
        r"GET /lots/<code:lot>",
        r"GET /scan",
        r"GET /catalogue(/recalls)?",
        r"\w+ /(shifts|sales|refunds|exchanges|held-carts|(pad|spoiled)-sheets)(/(?!.*/reviewed$).*)?",
        r"POST /tills/<code>/try-printer",
        r"PUT /tills/<code>/display",
        r"(GET|PUT) /(tills/<code>/device|me/till-look)",
        r"\w+ /display-pairings(/<uid>)?",
        r"GET /print-jobs",
        r"POST /print-jobs/<int:job>/(cancel|retry|again)",
        r"(GET|POST) /vietqr",
        r"POST /codes/read",
        r"(GET|PUT) /customers(/<uid>(/account|/sales)?)?",
        r"(GET|PUT|POST) /customer-payments(/.*)?",
        r"GET /vouchers(/<code>)?",
    ),
    Role.OFFICER: (
        *OWN,
        r"GET /(producers|products)(/<\w+>)?",
        r"GET /reports/(programme|stock-age|expiring|sales)",
        r"(GET|PUT) /papers(/<uid>)?",
        r"GET /programme/communes",
        r"(GET|PUT) /fairs(/<code>(/result)?)?",
        r"(GET|PUT) /news(/<code>)?",
        r"(GET|PUT|POST) /programme/(files|councils|scores)(/.*)?",
        r"GET /programme/re-evaluations",
        r"(GET|PUT) /(programme/(plans|producers|packs)|trainings|inspections)(/<(int:year|code|uid)>)?",
        r"POST /papers/<uid>/(approve|refuse)",
        r"GET /programme/pack",
        r"GET /mark-rules(/<code>(/(versions|uses))?)?",
    ),
    Role.PRODUCER: (
        *OWN,
        r"GET /(producers|products|agreements)(/<\w+>)?",
        r"GET /agreements/<number>/versions",
        r"POST /agreements/<number>/versions/<int:version>/confirm",
        r"GET /stock(/movements)?",
        r"GET /lots/(?!.*/buyers$).*",
        r"GET /labels/<uid>",
        r"GET /producers/<code>/(book|statement-preview)",
        r"(GET|PUT) /producers/<code>/members(/<member>)?",
        r"GET /statements/<uid>/members",
        r"GET /book-lines/<uid>/why",
        r"GET /statements(/<uid>)?",
        r"POST /statements/<uid>/(accept|unaccept|query)",
        r"GET /(payouts/<uid>|producer-payments(/<uid>)?)",
        r"GET /reports/sales",
        r"GET /messages",
        r"(GET|PUT) /producers/<code>/channels",
        r"GET /(deliveries|producer-returns|losses|transfers|counts|call-ups)(/<uid>)?",
        r"(GET|PUT|POST) /announcements(/.*)?",
        r"POST /call-ups/<uid>/answer",
        r"GET /(stock/cover|stock/card|allowances|expiry-proposals|reports/stock-movement)",
        r"POST /expiry-proposals/<code:lot>/answer",
        r"POST /counts/<uid>/countersign",
        r"GET /(offers|baskets)(/<code>)?",
        r"POST /(offers|baskets)/<code>/agree",
        PRICES,
        r"(GET|PUT) /(price-proposals|papers)(/<uid>)?",
        r"GET /programme/(files|scores)(/<uid>(/self-score)?)?",
    ),
}


@pytest.fixture(scope="module")
def app(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A set-up outlet with one producer, and a person and a token of every role."""
    app = _application(new_database("sqlite"), tmp_path_factory.mktemp("data"))
    local_outlet = LocalOutlet.set_up(app)
    body = {"name": "HTX Đại Xuân", "kind": "cooperative", "commune": "Đại Xuân"}
    local_outlet.api.put(f"/api/v1/producers/{PRODUCER}", body).ok(201)
    from core.db import transaction
    from core.people import people
    from core.people.actor import SYSTEM

    with app.app_context():
        for role in Role:
            producer = PRODUCER if role is Role.PRODUCER else None
            local_outlet.token(role.value, producer)
            name = f"nguoi-{role.value}"
            add = partial(people.add, name, name, role, password="Mat-khau-1!", producer=producer, actor=SYSTEM)
            transaction(add)
    app.extensions["tests_tokens"] = local_outlet.tokens
    yield app
    _close(app)


def _rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def _address(rule: Rule) -> str:
    def fill(match: re.Match[str]) -> str:
        kind, name = match.group(1), match.group(2)
        return "900" if kind == "int:" else uid() if name in {"uid", "payout"} else CODE

    return re.sub(r"<(\w+:)?(\w+)>", fill, rule.rule)


def _person(app: Flask, role: Role | None) -> FlaskClient:
    client = app.test_client()
    if role is not None:
        sign_in_as(app, client, f"nguoi-{role.value}")
    return client


def test_every_view_names_its_permit(app: Flask) -> None:
    without = [rule.rule for rule in _rules(app) if permit_of(app.view_functions[rule.endpoint]) is None]
    assert not without


def test_every_permit_is_named_by_a_view_and_granted_to_a_role(app: Flask) -> None:
    named = {permit_of(app.view_functions[rule.endpoint]) for rule in _rules(app)}
    with app.app_context():
        permits = registered().permits
    assert named - set(permits) == set(), "a view names a permit that no area declares"
    assert set(permits) - named == {SuppliersPermit.CONTACTS_READ, *RIGHTS}, "one hides fields, two are asked for besides"
    assert [permit for permit in permits if not permit.roles] == []


def test_the_manager_may_do_all_but_what_is_the_producers_own(app: Flask) -> None:
    with app.app_context():
        own = [permit for permit in registered().permits if not is_granted(Role.MANAGER, permit)]
        assert own == [*RIGHTS, SuppliersPermit.PORTAL]


def test_two_areas_cannot_declare_one_permit() -> None:
    class Other(AnyPermit):
        PUBLIC = "public", Role.MANAGER

    with pytest.raises(ValueError, match="public"):
        register(Flask("x"), (Area(name="a", permits=(Permit,)), Area(name="b", permits=(Other,))))


@pytest.mark.parametrize("role", EVERYBODY, ids=str)
def test_a_program_reaches_what_the_permits_grant_and_nothing_else(app: Flask, role: Role | None) -> None:
    headers = {"Authorization": f"Bearer {app.extensions['tests_tokens'][role.value]}"} if role else {}
    wrong = []
    for rule in _rules(app):
        if not rule.rule.startswith("/api/"):
            continue
        permit = permit_of(app.view_functions[rule.endpoint])
        assert permit is not None
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = app.test_client(use_cookies=False).open(_address(rule), method=method, headers=headers, data=b"{}")
            may = is_granted(role, permit)
            expected = answer.status_code not in {401, 403} if may else answer.status_code == (403 if role else 401)
            if not expected or answer.status_code >= 500:
                wrong.append(f"{method} {rule.rule}: {answer.status_code}, granted: {may}")
            if not may and answer.mimetype != "application/problem+json":
                wrong.append(f"{method} {rule.rule}: {answer.mimetype}")
    assert not wrong


@pytest.mark.parametrize("role", EVERYBODY, ids=str)
def test_a_person_reaches_what_the_permits_grant_and_nothing_else(app: Flask, role: Role | None) -> None:
    wrong = []
    client = _person(app, role)
    for rule in _rules(app):
        permit = permit_of(app.view_functions[rule.endpoint])
        assert permit is not None
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = client.open(_address(rule), method=method, data=b"{}")
            status = answer.status_code
            if "Set-Cookie" in answer.headers:  # whatever it did to the session, the next request has one of its own
                client = _person(app, role)
            onward = answer.headers.get("Location", "")
            if is_granted(role, permit):
                good = status not in {401, 403} and status < 500
                if method not in SAFE:
                    good = good and status in {302, 303, 400}
            elif role is not None:
                good = status == 403
            elif rule.rule.startswith("/api/"):
                good = status == 401
            else:
                good = status in {302, 303} and onward.startswith("/sign-in?next=")
            if not good:
                wrong.append(f"{method} {rule.rule}: {status} {onward}, granted: {is_granted(role, permit)}")
    assert not wrong


@pytest.mark.parametrize("role", MAY, ids=str)
def test_the_contract_says_the_same(app: Flask, role: Role) -> None:
    differ = []
    for rule in _rules(app):
        permit = permit_of(app.view_functions[rule.endpoint])
        if not rule.rule.startswith("/api/v1") or permit in {Permit.PUBLIC, None}:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            path = rule.rule.removeprefix("/api/v1")
            named = any(re.fullmatch(pattern, f"{method} {path}") for pattern in MAY[role])
            if named != is_granted(role, permit or Permit.MANAGE):
                differ.append(f"{method} {path}: the contract says {named}")
    assert not differ


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer nonsense", "Basic cXVhbmx5Og==", "bearer\tx", "Bearer é", "Token x", ""]
)
def test_an_unknown_token_is_a_stranger(app: Flask, header: str) -> None:
    answer = app.test_client().get("/api/v1/stock", headers={"Authorization": header.encode().decode("latin-1")})
    assert answer.status_code == 401 and answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_officer_reads_producers_without_phone_and_bank_account(app: Flask) -> None:
    local_outlet = LocalOutlet(app, app.extensions["tests_tokens"])
    body = {
        "name": "HTX Đại Xuân", "kind": "cooperative", "commune": "Đại Xuân", "phone": "0912345678",
        "bank_bin": "970436", "bank_account": "0123456789", "bank_holder": "HTX DAI XUAN",
    }  # fmt: skip
    local_outlet.api.put(f"/api/v1/producers/{PRODUCER}", body).ok()
    hidden = ("phone", "bank_bin", "bank_account", "bank_holder")
    officer, storekeeper = (local_outlet.api.as_(local_outlet.tokens[role]) for role in ("officer", "storekeeper"))
    listed = next(row for row in officer.all("/api/v1/producers") if row["code"] == PRODUCER)
    for producer in (listed, officer.get(f"/api/v1/producers/{PRODUCER}").ok()):
        assert producer["name"] == "HTX Đại Xuân"
        assert [name for name in hidden if producer[name] is not None] == []
    assert storekeeper.get(f"/api/v1/producers/{PRODUCER}").ok()["bank_account"] == "0123456789"


def test_a_bad_token_is_not_rescued_by_a_session(app: Flask) -> None:
    answer = _person(app, Role.MANAGER).get("/api/v1/stock", headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 401


@pytest.mark.parametrize("header", ["Basic cXVhbmx5Og==", "Token x", "Negotiate", ""])
def test_a_proxys_own_sign_in_does_not_hide_a_session(app: Flask, header: str) -> None:
    assert _person(app, Role.MANAGER).get("/api/v1/stock", headers={"Authorization": header}).status_code == 200


def test_another_producers_data_is_not_found(app: Flask) -> None:
    local_outlet = LocalOutlet(app, app.extensions["tests_tokens"])
    body = {"name": "HTX khác", "kind": "group", "commune": "Chi Lăng"}
    local_outlet.api.put("/api/v1/producers/HTX-2", body).ok(201)
    product = {"name": "Gạo", "producer": "HTX-2", "unit": "kg", "places": 0, "price_vnd": 1, "vat": "5", "barcodes": []}
    local_outlet.api.put("/api/v1/products/GAO-2", product).ok(201)
    mine = local_outlet.api.as_(local_outlet.tokens["producer"])
    for path in (
        "producers/HTX-2",
        "producers/HTX-2/book",
        "producers/HTX-2/statement-preview",
        "products/GAO-2",
        "stock?producer=HTX-2",
        "reports/sales?by=day&producer=HTX-2",
        "agreements?producer=HTX-2",
        "statements?producer=HTX-2",
    ):
        assert mine.get(f"/api/v1/{path}").status == 404, path
    assert [p["code"] for p in mine.all("/api/v1/producers")] == [PRODUCER]
    assert mine.all("/api/v1/products") == []
    assert mine.get("/api/v1/sales").status == 403


ODD = ("", "x", "-1", "9" * 30, "٣", "2026-02-30", "9999-12-31", "0001-01-01", "a\nb", '"', "%", "ứ" * 600, "\\", "<b>")
QUERY_NAMES = (
    "from",
    "to",
    "q",
    "until",
    "after",
    "limit",
    "by",
    "next",
    "format",
    "page",
    "n",
    "lot",
    "lots",
    "place",
    "product",
    "producer",
    "show",
    "state",
    "number",
    "day",
    "period",
    "compare",
    "copies",
    "retired",
    "kind",
    "only",
    "since",
)


@pytest.mark.parametrize("odd", ODD)
def test_no_address_breaks_a_page(app: Flask, odd: str) -> None:
    client = _person(app, Role.MANAGER)
    for rule in some(_rules(app), ODD.index(odd)):
        if "GET" in (rule.methods or ()) and not rule.rule.startswith("/api/"):
            path = re.sub(r"<int:\w+>", "9" * 25, _address(rule)).replace(CODE, PRODUCER)
            answer = client.get(path, query_string=dict.fromkeys(QUERY_NAMES, odd))
            assert answer.status_code < 500, (rule.rule, odd)
            answer.close()


def test_no_number_in_an_address_breaks_a_form(app: Flask) -> None:
    client = _person(app, Role.MANAGER)
    for rule in _rules(app):
        if "<int:" in rule.rule:
            path = re.sub(r"<int:\w+>", "9" * 25, _address(rule))
            answer = client.open(path, method=min((rule.methods or set()) - {"HEAD", "OPTIONS"}))
            assert answer.status_code in {400, 403, 404}, rule.rule
