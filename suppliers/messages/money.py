"""What producers are told about statements, questions and money."""

from __future__ import annotations

from core.events import subscribe
from core.i18n import gettext as _
from core.text.formats import day as day_words
from core.text.formats import vnd
from suppliers import payouts, statement_queries, statement_states
from suppliers.choices import PayoutMethod, ProducerMessageKind
from suppliers.events import (
    PaymentReceived,
    PaymentReversed,
    PayoutMade,
    PayoutReversed,
    StatementAnswered,
    StatementAsked,
    StatementIssued,
)
from suppliers.messages.agreed import account_ending
from suppliers.messages.sending import send
from suppliers.producer_payments import payments


def about_statement(uid: str) -> str:
    """What messages about a statement are about."""
    return f"statement/{uid}"


def page_of(statement: str) -> str:
    """The producer's page of a statement."""
    return f"/portal/statements/{statement}"


@subscribe(StatementIssued)
def tell_of_statement(issued: StatementIssued) -> None:
    """Tells a producer that a statement waits for its answer, with what it comes to."""
    head = statement_queries.find_head(issued.uid)
    last_day = statement_states.last_day_to_ask(head)
    send(
        issued.producer,
        ProducerMessageKind.STATEMENT,
        lambda: _(
            "Bảng thanh toán %(number)s, từ %(first)s đến %(last)s: HTX được trả %(payable)s, số dư cuối kỳ %(closing)s."
            " Mời HTX xem, đồng ý hoặc hỏi lại trước hết ngày %(day)s.",
            number=head.number,
            first=day_words(head.from_),
            last=day_words(head.until),
            payable=vnd(head.payable_vnd),
            closing=vnd(head.closing_vnd),
            day=day_words(last_day),
        ),
        about=about_statement(issued.uid),
        path=page_of(issued.uid),
    )


@subscribe(StatementAsked)
def tell_of_question(asked: StatementAsked) -> None:
    """Confirms to a producer that its question came in."""
    send(
        asked.producer,
        ProducerMessageKind.QUESTION,
        lambda: _(
            "Điểm bán đã nhận câu hỏi của HTX về bảng thanh toán %(number)s: “%(question)s”. Trả lời xong mới chi trả.",
            number=asked.number,
            question=asked.message,
        ),
        about=about_statement(asked.statement),
        path=page_of(asked.statement),
    )


@subscribe(StatementAnswered)
def tell_of_answer(answered: StatementAnswered) -> None:
    """Tells a producer what the outlet answered."""
    send(
        answered.producer,
        ProducerMessageKind.ANSWER,
        lambda: _(
            "Điểm bán trả lời HTX về bảng thanh toán %(number)s: “%(answer)s”.",
            number=answered.number,
            answer=answered.message,
        ),
        about=about_statement(answered.statement),
        path=page_of(answered.statement),
    )


@subscribe(PayoutMade)
def tell_of_payout(made: PayoutMade) -> None:
    """Tells a producer that money is on its way, or was handed over."""
    payout, head = payouts.get_payout(made.uid), statement_queries.find_head(made.statement)
    account = payout.account.bank_account if payout.account else None
    facts = {"amount": vnd(made.amount_vnd), "number": head.number, "paper": payout.number}

    def text() -> str:
        if payout.method is PayoutMethod.CASH:
            return _("Điểm bán đã trả HTX %(amount)s tiền mặt theo bảng thanh toán %(number)s, phiếu chi %(paper)s.", **facts)
        if account is None:
            return _("Điểm bán đã chuyển khoản cho HTX %(amount)s theo bảng thanh toán %(number)s, phiếu chi %(paper)s.", **facts)
        return _(
            "Điểm bán đã chuyển cho HTX %(amount)s vào tài khoản %(account)s theo bảng thanh toán %(number)s,"
            " phiếu chi %(paper)s.",
            account=account_ending(account),
            **facts,
        )

    send(made.producer, ProducerMessageKind.PAID, text, about=f"payout/{made.uid}", path=page_of(made.statement))


@subscribe(PayoutReversed)
def tell_of_reversal(reversed_: PayoutReversed) -> None:
    """Tells a producer that a payout was taken back, and why."""
    head = statement_queries.find_head(reversed_.statement)
    send(
        reversed_.producer,
        ProducerMessageKind.PAID,
        lambda: _(
            "Điểm bán hủy lần chi trả %(amount)s theo bảng thanh toán %(number)s. Lý do: %(reason)s",
            amount=vnd(reversed_.amount_vnd),
            number=head.number,
            reason=reversed_.reason,
        ),
        about=f"payout/{reversed_.uid}",
        path=page_of(reversed_.statement),
    )


@subscribe(PaymentReceived)
def tell_of_payment(received: PaymentReceived) -> None:
    """Confirms to a producer that its money came."""
    payment = payments.get_payment(received.uid)
    send(
        received.producer,
        ProducerMessageKind.PAID,
        lambda: _(
            "Điểm bán đã nhận của HTX %(amount)s, phiếu thu %(paper)s.",
            amount=vnd(received.amount_vnd),
            paper=payment.number,
        ),
        about=f"payment/{received.uid}",
        path="/portal/payments",
    )


@subscribe(PaymentReversed)
def tell_of_payment_reversal(reversed_: PaymentReversed) -> None:
    """Tells a producer that a payment of its own was taken back, and why."""
    send(
        reversed_.producer,
        ProducerMessageKind.PAID,
        lambda: _(
            "Điểm bán hủy lần thu %(amount)s của HTX. Lý do: %(reason)s",
            amount=vnd(reversed_.amount_vnd),
            reason=reversed_.reason,
        ),
        about=f"payment/{reversed_.uid}",
        path="/portal/payments",
    )
