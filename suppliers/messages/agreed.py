"""What producers are told about what was agreed: accounts, versions of agreements, prices."""

from __future__ import annotations

from sqlalchemy import select

from core.accounts import BankAccount
from core.db import Row, fetch_one
from core.events import subscribe
from core.i18n import gettext as _
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


@subscribe(AccountChanged)
def tell_of_change(changed: AccountChanged) -> None:
    """Tells a producer at once that another bank account was put, and from when money goes there."""
    send(
        changed.producer,
        ProducerMessageKind.ACCOUNT,
        lambda: _(
            "Tài khoản nhận tiền của HTX vừa được đổi từ %(old)s sang %(new)s. Tiền vẫn về tài khoản cũ cho đến khi một quản lý"
            " khác xác nhận, muộn nhất %(at)s. Nếu HTX không yêu cầu đổi, hãy báo ngay cho điểm bán.",
            old=_ending(changed.in_force),
            new=_ending(changed.change.account),
            at=moment(changed.change.in_force_from),
        ),
    )


@subscribe(AccountRefused)
def tell_of_refusal(event: AccountRefused) -> None:
    """Tells a producer that the account that waited was dropped."""
    send(
        event.producer,
        ProducerMessageKind.ACCOUNT,
        lambda: _(
            "Điểm bán không nhận tài khoản %(new)s. Tiền của HTX vẫn về tài khoản %(old)s.",
            new=_ending(event.refused.account),
            old=_ending(event.in_force),
        ),
    )


@subscribe(VersionProposed)
def tell_of_version(proposed: VersionProposed) -> None:
    """Tells a producer that a version of its agreement waits for its confirmation."""
    send(
        proposed.producer,
        ProducerMessageKind.AGREEMENT,
        lambda: _(
            "Điểm bán đề nghị phiên bản %(version)s của hợp đồng %(agreement)s, áp dụng từ %(day)s. Mời HTX xem và xác nhận; chưa"
            " xác nhận thì bản đang dùng vẫn giữ nguyên.",
            version=proposed.version,
            agreement=proposed.agreement,
            day=day_words(proposed.from_day),
        ),
        about=f"agreement/{proposed.agreement}/{proposed.version}",
    )


@subscribe(AgreementEnding)
def tell_of_end(ending: AgreementEnding) -> None:
    """Tells a producer that its agreement ends soon."""
    figures = {"number": ending.agreement, "n": ending.days_left, "day": day_words(ending.ends_on)}

    def text() -> str:
        if ending.grace_days:
            return _(
                "Hợp đồng %(number)s còn %(n)s ngày là hết hạn (%(day)s). Hết hạn rồi điểm bán nhận hàng thêm %(grace)s ngày."
                " Mời HTX bàn với điểm bán để ký tiếp.",
                grace=ending.grace_days,
                **figures,
            )
        return _("Hợp đồng %(number)s còn %(n)s ngày là hết hạn (%(day)s). Mời HTX bàn với điểm bán để ký tiếp.", **figures)

    send(ending.producer, ProducerMessageKind.AGREEMENT, text, about=f"agreement/{ending.agreement}")


@subscribe(PriceChanged)
def tell_of_price(changed: PriceChanged) -> None:
    """Tells a producer that its product has another price, from this moment or from a day on."""
    goods = _goods(changed.product)
    facts = {"product": goods["name"], "price": vnd(changed.price_vnd)}

    def text() -> str:
        if changed.from_day is None:
            return _("Giá bán của %(product)s là %(price)s từ bây giờ.", **facts)
        return _("Giá bán của %(product)s là %(price)s từ %(day)s.", day=day_words(changed.from_day), **facts)

    send(goods["producer_code"], ProducerMessageKind.PRICE, text)


@subscribe(PriceWithdrawn)
def tell_of_withdrawn_price(withdrawn: PriceWithdrawn) -> None:
    """Tells a producer that a price that was planned for a day does not come."""
    goods = _goods(withdrawn.product)
    send(
        goods["producer_code"],
        ProducerMessageKind.PRICE,
        lambda: _(
            "Giá đặt trước cho %(product)s từ %(day)s đã rút lại, vẫn bán giá đang áp dụng.",
            product=goods["name"],
            day=day_words(withdrawn.from_day),
        ),
    )


@subscribe(PriceProposalDecided)
def tell_of_decision(decided: PriceProposalDecided) -> None:
    """Tells a producer what became of the price it proposed, with the outlet's words."""
    proposal = decided.proposal
    product = _goods(proposal.product)["name"]
    facts = {"product": product, "price": vnd(proposal.price_vnd), "day": day_words(proposal.from_)}

    def text() -> str:
        if proposal.state is ProposalState.APPROVED:
            answer = _("Điểm bán đồng ý giá %(price)s cho %(product)s, áp dụng từ %(day)s.", **facts)
        else:
            answer = _("Điểm bán chưa nhận giá %(price)s cho %(product)s.", **facts)
        if proposal.answer:
            answer = f"{answer} " + _("Lời nhắn: %(answer)s", answer=proposal.answer)
        return answer

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
