"""Producers: put under their own code, the whole replaced each time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast

from sqlalchemy import ColumnElement, Table, func, insert, select, update

from core import accounts, setup
from core.accounts import AccountState, BankAccount, Owner
from core.area import FileUse
from core.db import Prepared, Row, audit, execute, fetch_all, fetch_one, on_postgresql, transaction
from core.db.outbox import hourly
from core.errors import Invalid, NotFound
from core.events import emit
from core.files import reading
from core.i18n import N_
from core.models import Outlet
from core.outlet import OWNER_CODE, outlet_name
from core.people.actor import SYSTEM, Actor
from core.requests import AccountDecisionRequest
from core.text.search_fold import fold, search_words
from suppliers import audit_actions
from suppliers.choices import ProducerKind
from suppliers.events import AccountChanged, AccountRefused
from suppliers.models import Producer, Product
from suppliers.products import next_version
from suppliers.requests import ProducerRequest
from suppliers.results import ProducerAccount, ProducerResult

_OWNER = Prepared(select(Outlet.owner_code))
_ACCOUNT_FIELDS = {"bank_bin", "bank_account", "bank_holder"}


def _owner(code: str) -> Owner:
    return Owner(cast("Table", Producer.__table__), Producer.code == code, code, audit_actions.ACCOUNT_ELAPSED, code)


@setup.on_first_run
def _set_up_owner() -> None:
    """The outlet as the owner of goods of its own."""
    document = ProducerRequest(name=outlet_name() or OWNER_CODE, kind=ProducerKind.OUTLET, commune="")
    put_producer(owner_code(), document, SYSTEM)


def owner_code() -> str:
    """What the outlet is called as the owner of goods of its own."""
    outlet = fetch_one(_OWNER)
    return str(outlet["owner_code"]) if outlet else OWNER_CODE


def refuse_owner(producer: str) -> None:
    """Refuses what is only between the outlet and those whose goods it sells. Raises Invalid for the outlet itself."""
    if producer == owner_code():
        raise Invalid(("producer", N_("Hàng của chính điểm bán không có hợp đồng, bảng thanh toán hay chi trả.")))


def put_producer(code: str, document: ProducerRequest, actor: Actor) -> bool:
    """Records a producer; says whether the code is new. A changed bank account waits, and the producer is told.

    Raises Invalid when the kind is the outlet's and the code is not, or the other way, and for a picture that is not there.
    """
    if (document.kind is ProducerKind.OUTLET) != (code == owner_code()):
        raise Invalid(("kind", N_("Chỉ chính điểm bán, với mã của nó, là loại hình này.")))
    values = {**document.model_dump(exclude=_ACCOUNT_FIELDS), "name_folded": fold(document.name)}
    present = select(Producer.name, Producer.photo).where(Producer.code == code)
    # Of two changes at once the later one must see the earlier name, or the tills never hear of its own.
    old = fetch_one(present.with_for_update(key_share=True) if on_postgresql() else present)
    if document.photo is not None and (old is None or document.photo != old["photo"]):
        reading.refuse_unknown("photo", [document.photo], actor, pictures_only=True)
    if old is None:
        execute(insert(Producer), {"code": code, **values})
    accounts.settle(_owner(code))
    before = show_producer(code) if old else None
    if old:
        execute(update(Producer).where(Producer.code == code).values(values))
    if old and old["name"] != document.name:
        # The tills show the producer's name with each product.
        execute(update(Product).where(Product.producer_code == code).values(version=next_version()))
    change = accounts.put(_owner(code), accounts.account_in(document), actor)
    after = show_producer(code)
    if change:
        emit(AccountChanged(code, bank_account_of(code), change))
    audit.record_change(actor, audit_actions.PRODUCER_RECORDED, code, before, after)
    return old is None


def confirm_account(code: str, document: AccountDecisionRequest, actor: Actor) -> ProducerResult:
    """Brings the account that waits into force. Raises NotFound, `closed` and `same_person` (`accounts.confirm`)."""
    before = show_producer(code)
    accounts.confirm(_owner(code), document, actor)
    after = show_producer(code)
    audit.record_change(actor, audit_actions.ACCOUNT_CONFIRMED, code, before, after)
    return after


def refuse_account(code: str, document: AccountDecisionRequest, actor: Actor) -> ProducerResult:
    """Drops the account that waits, and tells the producer. Raises NotFound and `closed`."""
    before = show_producer(code)
    refused = accounts.refuse(_owner(code), document, actor)
    after = show_producer(code)
    emit(AccountRefused(code, bank_account_of(code), refused))
    audit.record_change(actor, audit_actions.ACCOUNT_REFUSED, code, before, after)
    return after


@hourly
def settle_accounts() -> None:
    """Writes the accounts into the producers' records whose day has passed."""
    for code in accounts.elapsed():
        if code is not None:
            transaction(partial(accounts.settle, _owner(code)))


def with_pending_account() -> list[ProducerResult]:
    """The producers whose changed bank account waits, the oldest change first."""
    return [show_producer(code) for code in accounts.with_pending() if code is not None]


def show_producer(code: str) -> ProducerResult:
    """A producer. Raises NotFound."""
    producer = fetch_one(select(Producer.__table__).where(Producer.code == code))
    if producer is None:
        raise NotFound(N_("Không có nhà sản xuất này."))
    return _producers([producer])[0]


def account_of(code: str) -> ProducerAccount:
    """A producer as a paper names it, with the bank account in force. Raises NotFound."""
    producer = show_producer(code)
    return ProducerAccount(
        producer.name,
        producer.bank_account,
        producer.bank_holder,
        producer.bank_bin,
        producer.commune,
        producer.tax_code,
        producer.representative,
    )


def bank_account_of(code: str) -> BankAccount:
    """The bank account in force of a producer. Raises NotFound."""
    producer = show_producer(code)
    return BankAccount(producer.bank_bin, producer.bank_account, producer.bank_holder)


def with_account() -> set[str]:
    """The producers with a bank account in force."""
    with_one = _producers(fetch_all(select(Producer.__table__)))
    return {r.code for r in with_one if not BankAccount(r.bank_bin, r.bank_account, r.bank_holder).is_empty}


def list_producers(query: str, after: str | None, limit: int, only: str | None = None) -> list[ProducerResult]:
    """Producers by code, those with every word of the query in their folded name or their code."""
    matching = select(Producer.__table__).where(*_matches(query)).order_by(Producer.code).limit(limit)
    if after is not None:
        matching = matching.where(Producer.code > after)
    if only is not None:
        matching = matching.where(Producer.code == only)
    return _producers(fetch_all(matching))


def count_producers(query: str) -> int:
    """How many producers a search finds."""
    counted = fetch_one(select(func.count().label("n")).select_from(Producer).where(*_matches(query)))
    return int(counted["n"]) if counted else 0


def _matches(query: str) -> list[ColumnElement[bool]]:
    return [
        Producer.name_folded.contains(word, autoescape=True) | func.lower(Producer.code).contains(word, autoescape=True)
        for word in search_words(query)
    ]


def producer_names(*, consigning: bool = False) -> list[tuple[str, str]]:
    """Producers as choices, by name; with `consigning` without the outlet, which agrees and settles nothing with itself."""
    query = select(Producer.code, Producer.name).order_by(Producer.name_folded)
    if consigning:
        query = query.where(Producer.kind != ProducerKind.OUTLET)
    return [(r["code"], r["name"]) for r in fetch_all(query)]


def _producers(producers: Sequence[Row]) -> list[ProducerResult]:
    standing = accounts.states({r["code"]: accounts.account_of(r) for r in producers})
    return [_producer(r, standing[r["code"]]) for r in producers]


def _producer(producer: Row, account: AccountState) -> ProducerResult:
    return ProducerResult(
        code=producer["code"],
        name=producer["name"],
        kind=ProducerKind(producer["kind"]),
        commune=producer["commune"],
        tax_code=producer["tax_code"],
        phone=producer["phone"],
        bank_bin=account.in_force.bank_bin,
        bank_account=account.in_force.bank_account,
        bank_holder=account.in_force.bank_holder,
        pending=account.pending,
        representative=producer["representative"],
        story=producer["story"],
        story_en=producer["story_en"],
        photo=producer["photo"],
    )


def _is_photo(file: str) -> bool:
    """Whether a producer shows this picture of itself to everybody."""
    return fetch_one(select(Producer.code).where(Producer.photo == file).limit(1)) is not None


PHOTO_USE = FileUse(is_public=_is_photo, may_read=lambda _file, _actor: False)
"""Producers' pictures are public, so nobody needs a right of their own."""
