"""The page of a delivery: its number, what came otherwise than announced, labels, slip, papers, and the way to mend a figure."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.db import transaction
from core.errors import Invalid
from core.money import times
from core.people.actor import current_actor
from core.people.permits import needs
from core.printing.devices.printer_list import receipt_printers
from core.web.form_parsing import form_errors
from inventory import document_queries, places, reversals
from inventory.choices import GoodsDocumentKind
from inventory.finding import goods as finding
from inventory.permits import GoodsPermit
from inventory.receiving import slips
from inventory.results import DeliveryResult
from suppliers import producers
from suppliers.addressing import speak_of

bp = Blueprint("delivered", __name__)


def delivery_page(document: DeliveryResult) -> str:
    """The page of a delivery as it stands."""
    actor = current_actor()
    speak_of(document.producer)
    linked = [uid for uid in (document.corrects, document.corrected_by) if uid]
    return render_template(
        "inventory/delivery.html",
        kind=GoodsDocumentKind.DELIVERY,
        document=document,
        numbers=document_queries.numbers_of(GoodsDocumentKind.DELIVERY, linked),
        named=finding.products_named([difference.product for difference in document.differences]),
        lines=[(line, times(line.price_vnd, line.quantity)) for line in document.lines],
        value_vnd=sum(times(line.price_vnd, line.quantity) for line in document.lines),
        may_reverse=document.reversal is None and reversals.may_reverse(document, actor),
        printers=receipt_printers(),
        usual_printer=slips.usual_printer(actor.name),
        is_printed=slips.is_printed(document.uid),
        places=places.place_names(),
        producers=dict(producers.producer_names()),
    )


@bp.post("/stock/deliveries/<uid>/slip")
@needs(GoodsPermit.WRITE)
def print_slip(uid: str) -> Any:
    """Prints the slip that the producer takes along."""
    uid, actor = uid.lower(), current_actor()
    try:
        transaction(lambda: slips.print_slip(uid, request.form.get("printer", ""), actor))
    except Invalid as error:
        sentence, errors = form_errors(error)
        flash(errors.get("printer", sentence), "bad")
    else:
        flash(_("Phiếu đang chờ máy in."), "good")
    return redirect(url_for("inventory.goods_documents.delivery", uid=uid), 303)
