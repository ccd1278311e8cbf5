"""What the outlet tells a producer: a row each, read on the portal."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import insert, select, update

from core import clock
from core.accounts import BankAccount, PendingAccount
from core.db import Row, execute, fetch_all, fetch_one
from core.errors import NotFound
from core.i18n import gettext as _
from core.i18n import in_language
from core.models import Outlet
from core.money import Vnd
from core.people.actor import Actor
from core.text.formats import day as day_words
from core.text.formats import moment, vnd
from suppliers.choices import ProducerMessageKind, ProposalState
from suppliers.models import ProducerMessage, Product
from suppliers.prices.results import ProposalResult
from suppliers.results import Channel, MessageResult

ON_PORTAL = timedelta(days=30)
"""How long a message that nobody has closed stands on the portal."""


def tell_of_change(producer: str, in_force: BankAccount, change: PendingAccount) -> None:
    """Tells a producer at once that another bank account was put, and from when money goes there."""
    with in_language(_papers()):
        text = _(
            "Tài khoản nhận tiền của bạn vừa được đổi từ %(old)s sang %(new)s. Tiền vẫn về tài khoản cũ cho đến khi một quản lý"
            " khác xác nhận, muộn nhất %(at)s. Nếu không phải bạn yêu cầu, hãy báo ngay cho điểm bán.",
            old=_ending(in_force),
            new=_ending(change.account),
            at=moment(change.in_force_from),
        )
    _send(producer, ProducerMessageKind.ACCOUNT, text)


def tell_of_refusal(producer: str, in_force: BankAccount, refused: PendingAccount) -> None:
    """Tells a producer that the account that waited was dropped."""
    with in_language(_papers()):
        text = _(
            "Điểm bán không nhận tài khoản %(new)s. Tiền của bạn vẫn về tài khoản %(old)s.",
            new=_ending(refused.account),
            old=_ending(in_force),
        )
    _send(producer, ProducerMessageKind.ACCOUNT, text)


def tell_of_version(producer: str, agreement: str, version: int, from_day: date) -> None:
    """Tells a producer that a version of its agreement waits for its confirmation."""
    with in_language(_papers()):
        text = _(
            "Điểm bán đề nghị phiên bản %(version)s của hợp đồng %(agreement)s, áp dụng từ %(day)s. Mời HTX xem và xác nhận; chưa"
            " xác nhận thì bản đang dùng vẫn giữ nguyên.",
            version=version,
            agreement=agreement,
            day=day_words(from_day),
        )
    _send(producer, ProducerMessageKind.AGREEMENT, text)


def tell_of_end(producer: str, agreement: str, days_left: int, ends_on: date, grace_days: int) -> None:
    """Tells a producer that its agreement ends soon."""
    figures = {"number": agreement, "n": days_left, "day": day_words(ends_on)}
    with in_language(_papers()):
        text = (
            _(
                "Hợp đồng %(number)s còn %(n)s ngày là hết hạn (%(day)s). Hết hạn rồi điểm bán nhận hàng thêm %(grace)s ngày."
                " Mời HTX bàn với điểm bán để ký tiếp.",
                grace=grace_days,
                **figures,
            )
            if grace_days
            else _("Hợp đồng %(number)s còn %(n)s ngày là hết hạn (%(day)s). Mời HTX bàn với điểm bán để ký tiếp.", **figures)
        )
    _send(producer, ProducerMessageKind.AGREEMENT, text)


def tell_of_price(product: str, price_vnd: Vnd, from_day: date | None = None) -> None:
    """Tells a producer that its product has another price, from this moment or from a day on."""
    goods = _goods(product)
    with in_language(_papers()):
        text = (
            _("Giá bán của %(product)s là %(price)s từ bây giờ.", product=goods["name"], price=vnd(price_vnd))
            if from_day is None
            else _(
                "Giá bán của %(product)s là %(price)s từ %(day)s.",
                product=goods["name"],
                price=vnd(price_vnd),
                day=day_words(from_day),
            )
        )
    _send(goods["producer_code"], ProducerMessageKind.PRICE, text)


def tell_of_withdrawn_price(product: str, from_day: date) -> None:
    """Tells a producer that a price that was planned for a day does not come."""
    goods = _goods(product)
    with in_language(_papers()):
        text = _(
            "Giá đặt trước cho %(product)s từ %(day)s đã rút lại, vẫn bán giá đang áp dụng.",
            product=goods["name"],
            day=day_words(from_day),
        )
    _send(goods["producer_code"], ProducerMessageKind.PRICE, text)


def tell_of_decision(proposal: ProposalResult) -> None:
    """Tells a producer what became of the price it proposed, with the outlet's words."""
    product = _goods(proposal.product)["name"]
    facts = {"product": product, "price": vnd(proposal.price_vnd), "day": day_words(proposal.from_)}
    with in_language(_papers()):
        if proposal.state is ProposalState.APPROVED:
            text = _("Điểm bán đồng ý giá %(price)s cho %(product)s, áp dụng từ %(day)s.", **facts)
        else:
            text = _("Điểm bán chưa nhận giá %(price)s cho %(product)s.", **facts)
        if proposal.answer:
            text = f"{text} " + _("Lời nhắn: %(answer)s", answer=proposal.answer)
    _send(proposal.producer, ProducerMessageKind.PRICE, text)


def unread(producer: str) -> list[MessageResult]:
    """The messages that stand on a producer's portal, newest first: those of the last days that nobody has closed."""
    recent = ProducerMessage.read_at.is_(None), ProducerMessage.sent_at > clock.now() - ON_PORTAL
    query = select(ProducerMessage.__table__).where(ProducerMessage.producer_code == producer, *recent)
    return [_message(r) for r in fetch_all(query.order_by(ProducerMessage.id.desc()))]


def list_messages(producer: str | None, after: int | None, limit: int) -> list[MessageResult]:
    """Messages in the order they were sent, of one producer or of all."""
    query = select(ProducerMessage.__table__).order_by(ProducerMessage.id).limit(limit)
    if producer is not None:
        query = query.where(ProducerMessage.producer_code == producer)
    if after is not None:
        query = query.where(ProducerMessage.id > after)
    return [_message(r) for r in fetch_all(query)]


def close(producer: str, message: int, actor: Actor) -> None:
    """Marks a message as read; a second time changes nothing. Raises NotFound for another producer's."""
    of_producer = ProducerMessage.id == message, ProducerMessage.producer_code == producer
    if fetch_one(select(ProducerMessage.id).where(*of_producer)) is None:
        raise NotFound()
    unread_one = update(ProducerMessage).where(*of_producer, ProducerMessage.read_at.is_(None))
    execute(unread_one.values(read_at=clock.now(), read_by=actor.name))


def _send(producer: str, kind: ProducerMessageKind, text: str) -> None:
    execute(insert(ProducerMessage), {"producer_code": producer, "kind": kind, "text": text, "sent_at": clock.now()})


def _goods(product: str) -> Row:
    goods = fetch_one(select(Product.name, Product.producer_code).where(Product.code == product))
    assert goods is not None  # its row is held by whoever changes its price
    return goods


def _papers() -> str:
    outlet = fetch_one(select(Outlet.paper_language))
    assert outlet is not None  # who puts an account does so in an outlet
    return str(outlet["paper_language"])


def _ending(account: BankAccount) -> str:
    """An account as a message names it: its last digits, bank and holder."""
    if not account.bank_account:
        return _("(chưa có)")
    of = ", ".join(filter(None, (account.bank_bin, account.bank_holder)))
    return f"···{account.bank_account[-4:]}" + (f" ({of})" if of else "")


def _message(message: Row) -> MessageResult:
    return MessageResult(
        id=message["id"],
        producer=message["producer_code"],
        kind=ProducerMessageKind(message["kind"]),
        text=message["text"],
        channels=[Channel("portal", "sent")],
        at=message["sent_at"],
        read_at=message["read_at"],
    )
