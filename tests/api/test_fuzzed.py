"""The OpenAPI document against the server: schemathesis makes requests from it, and every answer must be as described."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.good_documents import GOOD
from tests.api.inside import House
from tests.conftest import NewDatabase, _application, _close
from tests.outlet import Shop

EXAMPLES = 20
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def fuzzed(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An outlet with something to find in every list."""
    app = _application(new_database("sqlite"), tmp_path_factory.mktemp("data"))
    house = House.set_up(app)
    shop = Shop(house.api)
    shop.open_shift()
    for name in ("refund", "payout", "query", "count", "transfer", "loss", "return"):
        good = GOOD[name](shop, house)
        house.api.call(good.method, good.path, good.body).ok(200, 201)
    yield house
    _close(app)


@pytest.fixture(scope="module")
def described(fuzzed: House) -> Any:
    """The document as schemathesis reads it."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", fuzzed.app)


def _operations() -> list[tuple[str, str]]:
    import wsgi  # noqa: F401  # registers every endpoint
    from core.api import ENDPOINTS, PREFIX

    return sorted({(e.method, PREFIX + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", e.rule)) for e in ENDPOINTS})


OPERATIONS = _operations()


def test_every_operation_is_described(fuzzed: House) -> None:
    paths = fuzzed.api.get("/api/v1/openapi.json").ok()["paths"]
    assert sorted((method.upper(), path) for path, methods in paths.items() for method in methods) == OPERATIONS


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{m} {p.removeprefix('/api/v1')}" for m, p in OPERATIONS])
def test_every_answer_is_as_described(fuzzed: House, described: Any, method: str, path: str) -> None:
    headers = {"Authorization": f"Bearer {fuzzed.tokens['manager']}"}

    @hypothesis.settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @hypothesis.given(case=described[path][method].as_strategy())
    def fuzz(case: Any) -> None:
        case.validate_response(case.call(headers=headers), checks=CHECKS)

    fuzz()
