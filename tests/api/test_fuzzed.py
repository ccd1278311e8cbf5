"""The OpenAPI document against the server: schemathesis makes requests from it, and every answer must be as described."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.good_documents import GOOD
from tests.api.inside import LocalOutlet
from tests.conftest import NewDatabase, _application, _close
from tests.outlet import Shop

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))
WRONG = 1 if "FUZZ_EXAMPLES" in os.environ else 2
"""Wrong requests go to every second operation in the suite; `test_bad_fields` sends wrong documents to each."""
"""Requests per operation and kind; `make soak` asks for many more, of which these are the first."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def fuzzed(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalOutlet]:
    """An outlet with something to find in every list."""
    app = _application(new_database("sqlite"), tmp_path_factory.mktemp("data"))
    local_outlet = LocalOutlet.set_up(app)
    shop = Shop(local_outlet.api)
    shop.open_shift()
    for name in ("vietqr", "refund", "payout", "query", "count", "transfer", "loss", "return"):
        good = GOOD[name](shop, local_outlet)
        local_outlet.api.call(good.method, good.path, good.body).ok(200, 201)
    yield local_outlet
    _close(app)


@pytest.fixture(scope="module")
def described(fuzzed: LocalOutlet) -> Any:
    """The document as schemathesis reads it."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", fuzzed.app)


def _operations() -> list[tuple[str, str]]:
    import wsgi  # noqa: F401  # registers every endpoint
    from core.web.api import ENDPOINTS, PREFIX

    return sorted({(e.method, PREFIX + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", e.rule)) for e in ENDPOINTS})


OPERATIONS = _operations()


def _headers(fuzzed: LocalOutlet) -> dict[str, str]:
    """A manager's, plain: the client that calls the application here reads no compressed answers."""
    return {"Authorization": f"Bearer {fuzzed.tokens['manager']}", "Accept-Encoding": "identity"}


def test_every_operation_is_described(fuzzed: LocalOutlet) -> None:
    paths = fuzzed.api.get("/api/v1/openapi.json").ok()["paths"]
    assert sorted((method.upper(), path) for path, methods in paths.items() for method in methods) == OPERATIONS


NAMES = [f"{method} {path.removeprefix('/api/v1')}" for method, path in OPERATIONS]


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=NAMES)
def test_every_answer_is_as_described(fuzzed: LocalOutlet, described: Any, method: str, path: str) -> None:
    _fuzz(fuzzed, described[path][method], GenerationMode.POSITIVE)


@pytest.mark.parametrize(("method", "path"), OPERATIONS[::WRONG], ids=NAMES[::WRONG])
def test_every_refusal_is_as_described(fuzzed: LocalOutlet, described: Any, method: str, path: str) -> None:
    _fuzz(fuzzed, described[path][method], GenerationMode.NEGATIVE)


def _fuzz(fuzzed: LocalOutlet, operation: Any, mode: GenerationMode) -> None:
    headers = _headers(fuzzed)
    if mode is GenerationMode.NEGATIVE and operation.body is None and not list(operation.iter_parameters()):
        return  # nothing that could be wrong

    @hypothesis.settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def fuzz(case: Any) -> None:
        case.validate_response(case.call(headers=headers), checks=CHECKS)

    fuzz()


@pytest.mark.parametrize("name", GOOD)
def test_good_answers_are_as_described(fuzzed: LocalOutlet, described: Any, name: str) -> None:
    """What the fuzz seldom reaches: a document that is accepted, and what it reads like afterwards."""
    shop = Shop(fuzzed.api)
    shop.open_shift()
    good = GOOD[name](shop, fuzzed)
    headers = _headers(fuzzed)
    names = re.findall(r"{(\w+)}", good.template)
    match = re.fullmatch(re.sub(r"{\w+}", "([^/]+)", good.template), good.path)
    assert match is not None
    parameters = dict(zip(names, match.groups(), strict=True))
    case = described[good.template][good.method].Case(path_parameters=parameters, body=good.body, media_type="application/json")
    answer = case.call(headers=headers)
    assert answer.status_code in {200, 201}, answer.text
    case.validate_response(answer, checks=CHECKS)
    if names and ("GET", good.template) in OPERATIONS:
        read = described[good.template]["GET"].Case(path_parameters=parameters)
        answer = read.call(headers=headers)
        assert answer.status_code == 200
        read.validate_response(answer, checks=CHECKS)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/producers", {}),
        ("/products", {"q": "sản"}),
        ("/agreements", {}),
        ("/places", {}),
        ("/tills", {}),
        ("/stock", {}),
        ("/stock/movements", {}),
        ("/sales", {}),
        ("/statements", {}),
        ("/catalogue", {}),
        ("/catalogue", {"since": "1"}),
        ("/scan", {"code": "1"}),
        ("/outlet", {}),
        *(("/reports/sales", {"by": by}) for by in ("producer", "day", "week", "method", "stars")),
        *(("/reports/sales", {"by": "product", "format": kind}) for kind in ("csv", "xlsx")),
        *(
            (f"/reports/{name}", {"format": kind})
            for kind in ("json", "csv", "xlsx")
            for name in ("stock-age", "expiring", "losses", "statements", "shifts", "approvals", "programme")
        ),
    ],
)
def test_lists_and_reports_are_as_described(fuzzed: LocalOutlet, described: Any, path: str, query: dict[str, str]) -> None:
    case = described["/api/v1" + path]["GET"].Case(query=query)
    answer = case.call(headers=_headers(fuzzed))
    assert answer.status_code == 200
    case.validate_response(answer, checks=CHECKS)
    if query.get("format", "json") == "json":
        assert (
            path == "/scan"
            or answer.json().get("items")
            or answer.json().get("products")
            or path in {"/outlet", "/reports/approvals", "/reports/expiring"}
        )


def _papers(local_outlet: LocalOutlet) -> list[tuple[str, dict[str, str], list[str]]]:
    sale = local_outlet.api.all("/api/v1/sales")[0]["uid"]
    lot = local_outlet.api.all("/api/v1/stock")[0]["lot"]
    statement = local_outlet.api.all("/api/v1/statements")[0]["uid"]
    producer = local_outlet.api.all("/api/v1/statements")[0]["producer"]
    return [
        ("/sales/{uid}/receipt", {"uid": sale}, ["text", "html", "png", "escpos"]),
        ("/lots/{lot}/label", {"lot": lot}, ["png", "svg", "pdf", "escpos", "zpl"]),
        ("/statements/{uid}", {"uid": statement}, ["json", "pdf", "xlsx"]),
        ("/lots/{lot}", {"lot": lot}, [""]),
        ("/producers/{code}/book", {"code": producer}, [""]),
        ("/producers/{code}/statement-preview", {"code": producer}, [""]),
    ]


def test_papers_are_as_described(fuzzed: LocalOutlet, described: Any) -> None:
    headers = _headers(fuzzed)
    for path, parameters, kinds in _papers(fuzzed):
        seen = set()
        operation = described["/api/v1" + path]["GET"]
        for kind in kinds:
            case = operation.Case(path_parameters=parameters, query={"format": kind} if kind else {})
            answer = case.call(headers=headers)
            assert answer.status_code == 200, (path, kind, answer.text)
            case.validate_response(answer, checks=CHECKS)
            seen.add(answer.headers["content-type"][0].partition(";")[0])
        described_kinds = set(
            fuzzed.api.get("/api/v1/openapi.json").ok()["paths"]["/api/v1" + path]["get"]["responses"]["200"]["content"]
        )
        assert described_kinds == seen, path
