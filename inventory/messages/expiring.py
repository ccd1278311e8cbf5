"""What producers are told about lots near their best-before day."""

from __future__ import annotations

from collections.abc import Callable

from core.events import subscribe
from core.i18n import gettext as _
from core.money import Bp
from core.text.formats import day, qty, rate
from inventory.events import ExpiryAsked, ExpirySilenceHeld, LotsExpiring
from inventory.expiry.results import ExpiryProposal
from suppliers.choices import ExpiryChoice, ProducerMessageKind
from suppliers.messages.reading import told_about
from suppliers.messages.sending import send


@subscribe(LotsExpiring)
def tell_once(event: LotsExpiring) -> None:
    """Tells producers of their lots that wait for a word, of each one time."""
    told = told_about([_about(proposal.lot) for proposal in event.proposals], ProducerMessageKind.EXPIRING)
    for proposal in event.proposals:
        if _about(proposal.lot) not in told:
            _tell(proposal)


@subscribe(ExpiryAsked)
def tell_of_asking(event: ExpiryAsked) -> None:
    """Tells a producer what the outlet itself proposes for its lot, every time."""
    _tell(event.proposal)


@subscribe(ExpirySilenceHeld)
def tell_of_silence(event: ExpirySilenceHeld) -> None:
    """Tells a producer what is done because it did not answer."""
    lot = event.proposal
    _send(
        lot,
        lambda: _(
            "%(goods)s: HTX chưa trả lời nên điểm bán làm theo hợp đồng: %(choice)s.",
            goods=_goods(lot),
            choice=_chosen(lot.silence, lot.silence_rate_bp),
        ),
    )


def _tell(lot: ExpiryProposal) -> None:
    def text() -> str:
        asked = _(
            "%(goods)s hết hạn %(day)s. Điểm bán đề nghị %(choice)s. Mời HTX trả lời trước hết ngày %(until)s.",
            goods=_goods(lot),
            day=day(lot.best_before),
            choice=_chosen(lot.proposed, lot.rate_bp),
            until=day(lot.answer_by),
        )
        if lot.silence is None:
            return asked
        silence = _chosen(lot.silence, lot.silence_rate_bp)
        return f"{asked} " + _("Không trả lời thì theo hợp đồng: %(choice)s.", choice=silence)

    _send(lot, text)


def _send(lot: ExpiryProposal, text: Callable[[], str]) -> None:
    send(lot.producer, ProducerMessageKind.EXPIRING, text, about=_about(lot.lot), path="/portal/expiring")


def _goods(lot: ExpiryProposal) -> str:
    return _("Lô %(lot)s, còn %(goods)s", lot=lot.lot, goods=f"{qty(lot.on_hand)} {lot.unit} {lot.name}")


def _chosen(choice: ExpiryChoice | None, rate_bp: Bp | None) -> str:
    """A choice in words."""
    assert choice is not None
    if choice is ExpiryChoice.MARK_DOWN and rate_bp:
        return _("giảm giá %(rate)s", rate=rate(rate_bp))
    return _(choice.label)


def _about(lot: str) -> str:
    return f"lot/{lot}"
