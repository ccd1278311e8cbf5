"""Every document with each field made bad in turn: a named refusal, a documented answer, nothing half written.

A field is sent a fifth of its bad values, the same field of the next document another fifth; `make soak` sends all of them.

What nobody refuses is written or breaks on either database, so PostgreSQL is sent only what it may stumble over on the way to a
refusal, where SQLite finds nothing: signs it has no text for, figures beyond its columns.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.api.bad_fields import MISSING, RAW, Path, bad_values, fields, in_short, with_field
from tests.api.good_documents import GOOD, Good
from tests.api.inside import LocalOutlet
from tests.outlet import Answer, Shop
from tests.schedule import some


@pytest.fixture(scope="module")
def spec(each_local_outlet: LocalOutlet) -> Any:
    return each_local_outlet.api.get("/api/v1/openapi.json").ok()


def _complaint(answer: Answer, good: Good, spec: Any, path: Path | None) -> str | None:
    """What is wrong with a refusal, if anything."""
    described = spec["paths"][good.template][good.method.lower()]["responses"].get(str(answer.status))
    kind = answer.headers["content-type"].partition(";")[0]
    if not 400 <= answer.status < 500:
        return f"not refused: {answer}"
    if described is None or kind not in described["content"]:
        return f"not documented: {kind} {answer}"
    problem = answer.json
    if not (
        set(problem) >= {"type", "title", "status", "code", "detail", "errors"}
        and problem["status"] == answer.status
        and problem["detail"]
    ):
        return f"no problem: {answer}"
    if answer.status == 422 and not problem["errors"]:
        return f"no field named: {answer}"
    if answer.status == 422 and path is not None and not any(_near(e["field"], path) for e in problem["errors"]):
        return f"another field named: {problem['errors']}"
    if not all(e["message"] for e in problem["errors"]):
        return f"no sentence: {answer}"
    return None


def _near(field: str, path: Path) -> bool:
    """Whether a message's field is the bad one, a part of it, or a field around it."""
    mine = ".".join(map(str, path))
    return field == "body" or field == mine or field.startswith(mine + ".") or mine.startswith(field + ".")


def _is_read_otherwise(value: Any) -> bool:
    """Whether databases differ over a value: a text that is not short, plain and printable, a figure of more than 31 bits."""
    if isinstance(value, str):
        return not (value.isascii() and value.isprintable() and len(value) <= 20)
    return isinstance(value, int | float) and abs(value) >= 2**31


@pytest.mark.parametrize("name", GOOD)
def test_each_bad_field_is_refused_by_its_name(each_local_outlet: LocalOutlet, spec: Any, name: str) -> None:
    shop = Shop(each_local_outlet.api)
    shop.open_shift()
    good = GOOD[name](shop, each_local_outlet)
    before, written = each_local_outlet.counts(), each_local_outlet.dump()
    wrong: list[str] = []
    tried = 0

    def send(what: str, body: Any = None, raw: bytes | None = None, path: Path | None = None) -> None:
        nonlocal tried
        tried += 1
        answer = each_local_outlet.api.call(good.method, good.path, body, raw=raw, headers={"Content-Type": "application/json"})
        complaint = _complaint(answer, good, spec, path)
        if complaint:
            wrong.append(f"{what}: {complaint[:300]}")

    is_sqlite = each_local_outlet.app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    turn = [*GOOD].index(name)
    for n, (path, value) in enumerate(fields(good.body)):
        bad_ones = some(bad_values(good, path, value), turn + n, one_in=5)
        for bad in (bad for bad in bad_ones if is_sqlite or _is_read_otherwise(bad)):
            own = (*path, "la") if isinstance(bad, dict) and "la" in bad else path
            send(f"{'.'.join(map(str, path))} = {in_short(bad)}", with_field(good.body, path, bad), path=own)
    send("an unknown field", {**good.body, "khong_co": 1}, path=("khong_co",))
    send("an odd unknown field", {**good.body, "": [{}]}, path=("",))
    for what, raw in some(RAW.items(), turn):
        if raw or not good.optional >= set(good.body):  # nothing is a document of which every field may be left out
            send(what, raw=raw)
    assert not wrong, f"{len(wrong)} of {tried}:\n" + "\n".join(wrong)
    assert each_local_outlet.counts() == before and each_local_outlet.dump() == written, "something was written"
    answer = each_local_outlet.api.call(good.method, good.path, good.body)
    assert answer.status in {200, 201}, f"the id is not free, or the document not good: {answer}"
    again = each_local_outlet.api.call(good.method, good.path, good.body)
    assert again.status == 200 or name == "answer", again


@pytest.mark.parametrize("name", [n for n in GOOD if n != "outlet"])
def test_an_unknown_code_in_the_path_is_refused(local_outlet: LocalOutlet, name: str) -> None:
    shop = Shop(local_outlet.api)
    shop.open_shift()
    good = GOOD[name](shop, local_outlet)
    before = local_outlet.counts()
    for part in (
        "KHONG-CO",
        "x" * 33,
        "8938500000010",
        "a b",
        "Đ",
        "%00",
        "%ed%a0%80",
        "%ff",
        "..%2f",
        "0" * 36,
        "'; --",
        "%",
        "a\x7f",
    ):
        if "{" not in good.template:
            return
        path = re.sub(r"\{\w+\}", part.replace("\\", ""), good.template, count=1)
        if good.method == "PUT" and "uid" not in good.template and part == "KHONG-CO":
            continue
        answer = local_outlet.api.call(good.method, path.replace(" ", "%20"), good.body)
        assert answer.status in {400, 404, 405, 422}, (part, answer)
        assert answer.headers["content-type"].startswith("application/problem+json"), (part, answer)
    assert local_outlet.counts() == before


def test_missing_is_not_a_value() -> None:
    """The reports of this file show what was sent."""
    assert in_short(MISSING) == "missing" and in_short({"a": 1}) == '{"a": 1}'
