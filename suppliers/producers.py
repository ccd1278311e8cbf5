"""Producers: put under their own code, the whole replaced each time."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, insert, select, update

from core.db import Row, audit, execute, fetch_all, fetch_one, on_postgresql
from core.errors import NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.text.search_fold import fold, search_words
from suppliers import audit_actions
from suppliers.choices import ProducerKind
from suppliers.models import Producer, Product
from suppliers.products import next_version
from suppliers.requests import ProducerRequest
from suppliers.results import ProducerAccount, ProducerResult


def put_producer(code: str, document: ProducerRequest, actor: Actor) -> bool:
    """Records a producer; says whether the code is new."""
    values = {**document.model_dump(), "name_folded": fold(document.name)}
    present = select(Producer.name).where(Producer.code == code)
    # Of two changes at once the later one must see the earlier name, or the tills never hear of its own.
    old = fetch_one(present.with_for_update(key_share=True) if on_postgresql() else present)
    before = show_producer(code) if old else None
    if old is None:
        execute(insert(Producer), {"code": code, **values})
    else:
        execute(update(Producer).where(Producer.code == code).values(values))
    if old and old["name"] != document.name:
        # The tills show the producer's name with each product.
        execute(update(Product).where(Product.producer_code == code).values(version=next_version()))
    audit.record_change(actor, audit_actions.PRODUCER_RECORDED, code, before, show_producer(code))
    return old is None


def show_producer(code: str) -> ProducerResult:
    """A producer. Raises NotFound."""
    producer = fetch_one(select(Producer.__table__).where(Producer.code == code))
    if producer is None:
        raise NotFound(N_("Không có nhà sản xuất này."))
    return _producer(producer)


def account_of(code: str) -> ProducerAccount:
    """A producer's name and bank account. Raises NotFound."""
    account = fetch_one(select(Producer.name, Producer.bank_account, Producer.bank_holder).where(Producer.code == code))
    if account is None:
        raise NotFound(N_("Không có nhà sản xuất này."))
    return ProducerAccount(account["name"], account["bank_account"], account["bank_holder"])


def list_producers(query: str, after: str | None, limit: int, only: str | None = None) -> list[ProducerResult]:
    """Producers by code, those with every word of the query in their folded name or their code."""
    matching = select(Producer.__table__).where(*_matches(query)).order_by(Producer.code).limit(limit)
    if after is not None:
        matching = matching.where(Producer.code > after)
    if only is not None:
        matching = matching.where(Producer.code == only)
    return [_producer(r) for r in fetch_all(matching)]


def count_producers(query: str) -> int:
    """How many producers a search finds."""
    counted = fetch_one(select(func.count().label("n")).select_from(Producer).where(*_matches(query)))
    return int(counted["n"]) if counted else 0


def _matches(query: str) -> list[ColumnElement[bool]]:
    return [
        Producer.name_folded.contains(word, autoescape=True) | func.lower(Producer.code).contains(word, autoescape=True)
        for word in search_words(query)
    ]


def producer_names() -> list[tuple[str, str]]:
    """Producers as choices, by name."""
    return [(r["code"], r["name"]) for r in fetch_all(select(Producer.code, Producer.name).order_by(Producer.name_folded))]


def _producer(producer: Row) -> ProducerResult:
    return ProducerResult(
        code=producer["code"],
        name=producer["name"],
        kind=ProducerKind(producer["kind"]),
        commune=producer["commune"],
        tax_code=producer["tax_code"],
        phone=producer["phone"],
        bank_bin=producer["bank_bin"],
        bank_account=producer["bank_account"],
        bank_holder=producer["bank_holder"],
    )
