"""What producers are told about what was agreed: accounts, versions of agreements, prices."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from core.accounts import BankAccount, PendingAccount
from core.db import Row, fetch_one
from core.events import subscribe
from core.i18n import gettext as _
from core.money import Vnd
from core.text.formats import day as day_words
from core.text.formats import moment, vnd
from suppliers.choices import ProducerMessageKind, ProposalState
from suppliers.events import (
    AccountChanged,
    AccountRefused,
    AgreementEnding,
    PriceChanged,
    PriceProposalDecided,
    PriceWithdrawn,
    VersionProposed,
)
from suppliers.messages.sending import send
from suppliers.models import Product
from suppliers.prices.results import ProposalResult


@subscribe(AccountChanged)
def _of_change(event: AccountChanged) -> None:
    tell_of_change(event.producer, event.in_force, event.change)


def tell_of_change(producer: str, in_force: BankAccount, change: PendingAccount) -> None:
    """Tells a producer at once that another bank account was put, and from when money goes there."""
    send(
        producer,
        ProducerMessageKind.ACCOUNT,
        lambda: _(
            "Tài khoản nhận tiền của HTX vừa được đổi từ %(old)s sang %(new)s. Tiền vẫn về tài khoản cũ cho đến khi một quản lý"
            " khác xác nhận, muộn nhất %(at)s. Nếu HTX không yêu cầu đổi, hãy báo ngay cho điểm bán.",
            old=_ending(in_force),
            new=_ending(change.account),
            at=moment(change.in_force_from),
        ),
    )


@subscribe(AccountRefused)
def _of_refusal(event: AccountRefused) -> None:
    tell_of_refusal(event.producer, event.in_force, event.refused)


def tell_of_refusal(producer: str, in_force: BankAccount, refused: PendingAccount) -> None:
    """Tells a producer that the account that waited was dropped."""
    send(
        producer,
        ProducerMessageKind.ACCOUNT,
        lambda: _(
            "Điểm bán không nhận tài khoản %(new)s. Tiền của HTX vẫn về tài khoản %(old)s.",
            new=_ending(refused.account),
            old=_ending(in_force),
        ),
    )


@subscribe(VersionProposed)
def _of_version(event: VersionProposed) -> None:
    tell_of_version(event.producer, event.agreement, event.version, event.from_day)


def tell_of_version(producer: str, agreement: str, version: int, from_day: date) -> None:
    """Tells a producer that a version of its agreement waits for its confirmation."""
    send(
        producer,
        ProducerMessageKind.AGREEMENT,
        lambda: _(
            "Điểm bán đề nghị phiên bản %(version)s của hợp đồng %(agreement)s, áp dụng từ %(day)s. Mời HTX xem và xác nhận; chưa"
            " xác nhận thì bản đang dùng vẫn giữ nguyên.",
            version=version,
            agreement=agreement,
            day=day_words(from_day),
        ),
        about=f"agreement/{agreement}/{version}",
    )


@subscribe(AgreementEnding)
def _of_end(event: AgreementEnding) -> None:
    tell_of_end(event.producer, event.agreement, event.days_left, event.ends_on, event.grace_days)


def tell_of_end(producer: str, agreement: str, days_left: int, ends_on: date, grace_days: int) -> None:
    """Tells a producer that its agreement ends soon."""
    figures = {"number": agreement, "n": days_left, "day": day_words(ends_on)}

    def text() -> str:
        if grace_days:
            return _(
                "Hợp đồng %(number)s còn %(n)s ngày là hết hạn (%(day)s). Hết hạn rồi điểm bán nhận hàng thêm %(grace)s ngày."
                " Mời HTX bàn với điểm bán để ký tiếp.",
                grace=grace_days,
                **figures,
            )
        return _("Hợp đồng %(number)s còn %(n)s ngày là hết hạn (%(day)s). Mời HTX bàn với điểm bán để ký tiếp.", **figures)

    send(producer, ProducerMessageKind.AGREEMENT, text, about=f"agreement/{agreement}")


@subscribe(PriceChanged)
def _of_price(event: PriceChanged) -> None:
    tell_of_price(event.product, event.price_vnd, event.from_day)


def tell_of_price(product: str, price_vnd: Vnd, from_day: date | None = None) -> None:
    """Tells a producer that its product has another price, from this moment or from a day on."""
    goods = _goods(product)

    def text() -> str:
        if from_day is None:
            return _("Giá bán của %(product)s là %(price)s từ bây giờ.", product=goods["name"], price=vnd(price_vnd))
        return _(
            "Giá bán của %(product)s là %(price)s từ %(day)s.",
            product=goods["name"],
            price=vnd(price_vnd),
            day=day_words(from_day),
        )

    send(goods["producer_code"], ProducerMessageKind.PRICE, text)


@subscribe(PriceWithdrawn)
def _of_withdrawn_price(event: PriceWithdrawn) -> None:
    tell_of_withdrawn_price(event.product, event.from_day)


def tell_of_withdrawn_price(product: str, from_day: date) -> None:
    """Tells a producer that a price that was planned for a day does not come."""
    goods = _goods(product)
    send(
        goods["producer_code"],
        ProducerMessageKind.PRICE,
        lambda: _(
            "Giá đặt trước cho %(product)s từ %(day)s đã rút lại, vẫn bán giá đang áp dụng.",
            product=goods["name"],
            day=day_words(from_day),
        ),
    )


@subscribe(PriceProposalDecided)
def _of_decision(event: PriceProposalDecided) -> None:
    tell_of_decision(event.proposal)


def tell_of_decision(proposal: ProposalResult) -> None:
    """Tells a producer what became of the price it proposed, with the outlet's words."""
    product = _goods(proposal.product)["name"]
    facts = {"product": product, "price": vnd(proposal.price_vnd), "day": day_words(proposal.from_)}

    def text() -> str:
        if proposal.state is ProposalState.APPROVED:
            decided = _("Điểm bán đồng ý giá %(price)s cho %(product)s, áp dụng từ %(day)s.", **facts)
        else:
            decided = _("Điểm bán chưa nhận giá %(price)s cho %(product)s.", **facts)
        if proposal.answer:
            decided = f"{decided} " + _("Lời nhắn: %(answer)s", answer=proposal.answer)
        return decided

    send(proposal.producer, ProducerMessageKind.PRICE, text, about=f"price-proposal/{proposal.uid}")


def _goods(product: str) -> Row:
    goods = fetch_one(select(Product.name, Product.producer_code).where(Product.code == product))
    assert goods is not None  # its row is held by whoever changes its price
    return goods


def _ending(account: BankAccount) -> str:
    """An account as a message names it: its last digits, bank and holder."""
    if not account.bank_account:
        return _("(chưa có)")
    of = ", ".join(filter(None, (account.bank_bin, account.bank_holder)))
    return account_ending(account.bank_account) + (f" ({of})" if of else "")


def account_ending(number: str) -> str:
    """A bank account as messages name it: never the whole number."""
    return f"···{number[-4:]}"
