"""What producers are told of what visitors say; a visitor's phone number is not among it."""

from __future__ import annotations

from core.events import subscribe
from core.i18n import gettext as _
from inventory.events import FeedbackHeard
from inventory.feedback import reading
from suppliers.choices import ProducerMessageKind
from suppliers.messages.sending import send


@subscribe(FeedbackHeard)
def tell_of_feedback(heard: FeedbackHeard) -> None:
    """Tells a producer what a visitor said of its goods."""
    said = reading.show(heard.uid)

    def text() -> str:
        if said.is_complaint:
            return _(
                "Khách báo %(product)s, lô %(lot)s, có vấn đề: “%(words)s”. Điểm bán đang xem và sẽ gọi HTX nếu cần.",
                product=said.name,
                lot=said.lot,
                words=said.text,
            )
        rated = _("Khách cho %(product)s, lô %(lot)s, %(n)s trên 5 sao.", product=said.name, lot=said.lot, n=said.rating)
        return rated + " " + _("Khách viết: “%(words)s”", words=said.text) if said.text else rated

    about = f"feedback/{said.uid}"
    send(said.producer, ProducerMessageKind.FEEDBACK, text, about=about, path="/portal/feedback")
