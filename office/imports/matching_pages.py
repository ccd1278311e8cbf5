"""The page of transfers: what the bank announced beside what customers were to transfer, confirmed in bulk."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.db import transaction
from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from pos.paying import matching

bp = Blueprint("matching", __name__)


@bp.get("/reports/transfers")
@needs(Permit.MANAGE)
def transfers() -> str:
    """What is open on both sides."""
    return render_template("settings/transfers.html", unmatched=matching.unmatched())


@bp.post("/reports/transfers")
@needs(Permit.MANAGE)
def match() -> Any:
    """Confirms the pairs that were ticked; a value is the notice, the sale and the number of its payment."""
    chosen = [value.rsplit("|", 2) for value in request.form.getlist("pair")]
    pairs = [(notice, sale, int(n)) for notice, sale, n in (one for one in chosen if len(one) == 3) if n.isdigit()]
    if not pairs:
        flash(_("Chưa chọn khoản nào."), "bad")
        return redirect(url_for("matching.transfers"))
    try:
        count = transaction(lambda: matching.match(pairs, current_actor()))
    except DomainError as error:
        flash(error.detail, "bad")
    else:
        flash(_("Đã xác nhận %(n)s khoản chuyển khoản.", n=count), "good")
    return redirect(url_for("matching.transfers"))
