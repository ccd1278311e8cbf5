"""What producers are told when the outlet asks for goods."""

from __future__ import annotations

from core.events import subscribe
from core.i18n import gettext as _
from inventory.announcing import reading
from inventory.announcing.wording import by_day
from inventory.events import CalledUp, CallUpCancelled
from suppliers.choices import ProducerMessageKind
from suppliers.messages.sending import send
from suppliers.messages.wording import MOST_TOLD, goods


@subscribe(CalledUp)
def tell_of_call_up(called: CalledUp) -> None:
    """Tells a producer what the outlet needs, and until when."""
    asked = reading.get_call_up(called.uid)

    def text() -> str:
        needed = _(
            "Điểm bán nhờ HTX mang %(goods)s, chậm nhất %(day)s. Mang được bao nhiêu, mời HTX trả lời.",
            goods=goods(((line.name, line.unit, line.quantity) for line in asked.lines), MOST_TOLD),
            day=by_day(asked.wanted_by),
        )
        return f"{needed} " + _("Lời nhắn: %(answer)s", answer=asked.note) if asked.note else needed

    send(called.producer, ProducerMessageKind.CALL_UP, text, about=_about(called.uid), path=f"/portal/call-ups/{called.uid}")


@subscribe(CallUpCancelled)
def tell_of_end(cancelled: CallUpCancelled) -> None:
    """Tells a producer that it need not bring what it was asked for."""
    asked = reading.get_call_up(cancelled.uid)
    send(
        cancelled.producer,
        ProducerMessageKind.CALL_UP,
        lambda: _(
            "Điểm bán không cần nữa: %(goods)s. HTX không phải mang.",
            goods=goods(((line.name, line.unit, line.quantity) for line in asked.lines), MOST_TOLD),
        ),
        about=_about(cancelled.uid),
    )


def _about(call_up: str) -> str:
    return f"call-up/{call_up}"
