"""Compares the database with what the tills had acknowledged: nothing lost, nothing doubled, no number left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, create_engine, text

from tests.races.retrying_till import FLOAT_VND, PRICE_VND, Document, RetryingTill

TABLES = {"sale": "sales", "refund": "refunds", "cash_move": "cash-moves"}
"""The kinds of documents, which are tables, and the scopes of their idempotency keys."""
TRACES = {
    "sale_line": ("sale", "SELECT sale_uid, count(*) FROM sale_line GROUP BY sale_uid"),
    "payment": ("sale", "SELECT sale_uid, count(*) FROM payment GROUP BY sale_uid"),
    "sale movement": ("sale", "SELECT source_uid, count(*) FROM movement WHERE source_kind = 'sale' GROUP BY source_uid"),
    "sale book line": ("sale", "SELECT source_uid, count(*) FROM book_line WHERE source_kind = 'sale' GROUP BY source_uid"),
    "refund_line": ("refund", "SELECT refund_uid, count(*) FROM refund_line GROUP BY refund_uid"),
    "refund movement": ("refund", "SELECT source_uid, count(*) FROM movement WHERE source_kind = 'refund' GROUP BY source_uid"),
    "refund book line": ("refund", "SELECT source_uid, count(*) FROM book_line WHERE source_kind = 'refund' GROUP BY source_uid"),
}
LINES_OF = {"sale_line": 2, "payment": 1, "sale movement": 2, "sale book line": 2}
"""How many of each a document has; one where none is named."""


def compare(url: str, tills: list[RetryingTill]) -> tuple[int, int, list[str]]:
    """How many acknowledged documents are lost and how many things are there twice or unasked; every difference as a line."""
    documents = [document for till in tills for document in till.acknowledged]
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            differences = list(_differences(connection, documents))
    finally:
        engine.dispose()
    lost = sum(line.startswith("lost") for line in differences)
    doubled = sum(line.startswith("doubled") for line in differences)
    return lost, doubled, differences


def _differences(connection: Connection, documents: list[Document]) -> Iterator[str]:
    asked = {kind: {document.uid for document in documents if document.kind == kind} for kind in TABLES}
    for table, scope in TABLES.items():
        rows = Counter(connection.execute(text(f"SELECT uid FROM {table}")).scalars())
        keys = Counter(connection.execute(text("SELECT key FROM idempotency_key WHERE scope = :s"), {"s": scope}).scalars())
        lines = Counter(connection.execute(text("SELECT subject FROM audit_line")).scalars())
        yield from _uneven(table, rows, asked[table], 1)
        yield from _uneven(f"key of {table}", keys, asked[table], 1)
        if table != "cash_move":  # its line is about the shift
            about = Counter({uid: n for uid, n in lines.items() if uid in asked[table]})
            yield from _uneven(f"audit line of {table}", about, asked[table], 1)
    for name, (table, query) in TRACES.items():
        counted = Counter({row[0]: row[1] for row in connection.execute(text(query))})
        yield from _uneven(name, counted, asked[table], LINES_OF.get(name, 1))
    for table in ("sale", "refund"):
        numbers = connection.execute(text(f"SELECT year, sequence FROM {table} ORDER BY year, sequence")).all()
        wanted = [(year, n) for year in sorted({y for y, _ in numbers}) for n in range(1, 1 + sum(y == year for y, _ in numbers))]
        if [tuple(row) for row in numbers] != wanted:
            yield f"numbers of {table} have gaps or repeats"


def _uneven(what: str, counted: Counter[str], asked: set[str], times: int) -> Iterator[str]:
    for uid in asked:
        if counted[uid] < times:
            yield f"lost: {what} {uid}: {counted[uid]} of {times}"
    for uid, n in counted.items():
        if n > times or uid not in asked:
            yield f"doubled: {what} {uid}: {n}"


def sums(till: RetryingTill) -> Iterator[str]:
    """The drawer of a till against what was acknowledged to it."""
    drawer = FLOAT_VND
    for document in till.acknowledged:
        if document.kind == "sale":
            drawer += document.body["total_vnd"]
        elif document.kind == "refund":
            drawer -= PRICE_VND
        else:
            drawer += document.body["amount_vnd"] * (1 if document.body["kind"] == "in" else -1)
    expected = till.shop.api.get(f"/api/v1/shifts/{till.shift}").ok()["expected_vnd"]
    if expected != drawer:
        yield f"drawer of {till.shift}: {expected} instead of {drawer}"


def goods(tills: list[RetryingTill], delivered: int) -> Iterator[str]:
    """Every shelf against what was acknowledged."""
    shop, left = tills[0].shop, Counter(dict.fromkeys(tills[0].products, delivered))
    sales = {document.uid: document for till in tills for document in till.acknowledged if document.kind == "sale"}
    for till in tills:
        for document in till.acknowledged:
            if document.kind == "sale":
                for line in document.body["lines"]:
                    left[line["product"]] -= int(line["quantity"])
            elif document.kind == "refund":
                left[sales[document.body["sale"]].body["lines"][0]["product"]] += 1
    for product, quantity in left.items():
        if shop.on_hand(product=product) != str(quantity):
            yield f"on the shelf of {product}: {shop.on_hand(product=product)} instead of {quantity}"
