"""Every way a field can be wrong, by what the field holds."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from tests.api.good_documents import Good

CODES = {"producer", "product", "place", "till", "from", "to"}
UIDS = {"uid", "shift", "sale", "statement", "photo", "document", "council"}
CHOICES = {"kind", "vat", "basis", "discount_bearer", "cause", "method", "condition", "commission_base", "vat_kept_by"}
CHOICES |= {"level", "damage", "expiry", "theft", "count", "sampling", "recall"}
SHAPED = {"opens_at", "closes_at", "map_link", "bank_bin", "bank_account", "printer", "plu", "barcodes"}
MOMENTS = {"at", "sold_at", "sent_at", "opened_at", "counted_at"}
DAYS = {"starts_on", "ends_on", "delivered_on", "made_on", "best_before", "issued_on", "valid_until", "until", "done_on"}
FREE = {
    "memo",
    "description",
    "note",
    "reference",
    "customer",
    "tax_code",
    "phone",
    "representative",
    "name_en",
    "heading",
    "address",
    "bank_holder",
    "reason",
    "commune",
    "waits_for",
}
LONG = {"story", "usage", "story_en", "usage_en", "keeping", "keeping_en"}
"""Texts of several lines."""
ARTICLE = {"body", "body_en"}
"""Texts of an article."""
FREE |= LONG
MISSING = object()
DEEP: Any = []
for _ in range(300):
    DEEP = [DEEP]
HUGE = 10**400

Path = tuple[Any, ...]


def fields(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every field of a document, inner ones too."""
    if path:
        yield path, value
    for key, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from fields(part, (*path, key))


def with_field(body: Any, path: Path, value: Any) -> Any:
    """The document with one field changed, or taken out."""
    changed = copy.deepcopy(body)
    part = changed
    for key in path[:-1]:
        part = part[key]
    if value is MISSING:
        del part[path[-1]]
    else:
        part[path[-1]] = value
    return changed


def bad_values(good: Good, path: Path, value: Any) -> Iterator[Any]:
    """Values that this field must never have."""
    name = path[-1] if isinstance(path[-1], str) else path[-2] if len(path) > 1 else ""
    inside_list = isinstance(path[-1], int)
    if name not in good.optional:
        yield None
        if not inside_list:
            yield MISSING
    yield DEEP
    if isinstance(value, bool):
        yield from ("true", 1, 0, "", [], {})
    elif isinstance(value, dict):
        yield from ([], "x", 5, True)
        if path[-1] not in good.of_any_shape:
            yield from ({**value, "la": 1}, {**value, "Tên lạ ✗": None})
    elif isinstance(value, list):
        yield from ({}, "x", 5, [*value, None], [*value, "x" * 30], [*value, 5], value * 600 or ["x"])
        if name not in {"barcodes", "payments", "hidden", "season", "closed_on", *good.may_be_empty}:
            yield []
    elif isinstance(value, int):
        yield from ("", "5", "1e5", 1.5, 1e300, True, [], {}, 10**13, -(10**13), HUGE, -HUGE)
        if name not in good.signed:
            yield -1
    elif isinstance(value, str):
        too_long = "x" * (20_001 if name in ARTICLE else 4001 if name in LONG else 501)
        yield from (5, 0, 1.5, True, [], {}, ["x"], {"x": 1}, HUGE, too_long, "x\ud800", "\udfff", "x\x00y")
        yield from _wrong_texts(name, good)


def _wrong_texts(name: str, good: Good) -> Iterator[Any]:
    if name in {"quantity", "counted"}:
        yield from (
            "",
            "-1",
            "1e5",
            "1.2345",
            "1,5",
            "٣",
            "9" * 10,
            "NaN",
            "Infinity",
            "+1",
            " 1",
            "1 ",
            "1.",
            ".5",
            "0x1",
            "1\n",
        )
        if name == "quantity":
            yield from ("0", "0.000")
    elif name in CODES:
        yield from ("", "KHONG-CO", " ", "a b", "ĐẠI", "8938500000010", "x" * 33, "-a", "a\n", "../x")
    elif name == "lot":
        yield from (
            ("KHONG-CO", "x" * 21, "lô", "a b", "", "a\n") if "deliveries" not in good.path else ("x" * 21, "lô", "a b", "a\n")
        )
    elif name in UIDS:
        yield from ("", "x", "0" * 32, "g" * 36, "{00000000-0000-4000-8000-000000000000}", "00000000-0000-4000-8000-00000000000٣")
        if name != "uid":
            yield "00000000-0000-4000-8000-000000000000"
    elif name in CHOICES:
        yield from ("", "khác", "CASH", " cash")
    elif name in MOMENTS:
        yield from (
            "",
            "nay",
            "2026-11-24",
            "2026-11-24T10:00:00",
            "2026-02-30T10:00:00+07:00",
            "2026-11-24T25:00:00Z",
            "0001-01-01T00:00:00Z",
        )
        yield from ("9999-12-31T23:59:59-23:59", "1764000000", "2026-11-24T10:00:00+99:99", "٢026-11-24T10:00:00Z")
    elif name in DAYS:
        yield from (
            "",
            "24/11/2026",
            "2026-02-30",
            "2026-13-01",
            "2026-11-24T00:00:00Z",
            "20261124",
            "0000-01-01",
            "9999-99-99",
            "2026-1-1",
        )
    elif name == "printer":
        yield from (
            "tcp://may-in",
            "tcp://may-in:0",
            "tcp://may-in:65536",
            "tcp://may-in:٩١٠٠",
            "ftp://may-in",
            "usb://x:y",
            "none",
        )
    elif name in SHAPED:
        yield from ("khác", "1 2", "x" * 40, "-1", "1\n")
    elif name not in FREE:
        yield from ("", "   ", "\x07")
    if name in FREE and name not in good.optional and name not in {"description"}:
        yield from ("", " \t ")


RAW: dict[str, bytes] = {
    "nothing": b"",
    "half": b'{"name":',
    "not text": b"\xff\xfe\x00",
    "latin": '{"name": "é"}'.encode("latin-1"),
    "utf-16": '{"name": "x"}'.encode("utf-16"),
    "NaN": b'{"amount_vnd": NaN}',
    "Infinity": b'{"amount_vnd": -Infinity}',
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "a long number": b'{"amount_vnd": ' + b"9" * 5000 + b"}",
    "an exponent": b'{"amount_vnd": 1e400}',
    "a NUL": b'{"name": "\\u0000"}',
    "a lone surrogate": b'{"name": "\\ud800"}',
    "a lone surrogate as a name": b'{"\\udc00": 1}',
    "null": b"null",
    "a list": b"[]",
    "a text": b'"x"',
    "a number": b"5",
    "form": b"name=x&kind=shop",
}


def in_short(value: Any) -> str:
    """A short word for a report."""
    return "missing" if value is MISSING else "deep" if value is DEEP else json.dumps(value)[:60]
