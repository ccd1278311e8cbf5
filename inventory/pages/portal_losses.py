"""A producer's own page about what was lost or tasted of its goods, and what is left of the allowances agreed for that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template, request

from core import clock
from core.i18n import gettext
from core.people.permits import needs
from inventory.choices import GoodsDocumentKind
from inventory.listing.documents import Wanted, list_documents
from inventory.results import LossLineResult, LossResult
from suppliers import producers
from suppliers.addressing import SHORT_NAMES
from suppliers.allowances import ledger
from suppliers.permits import SuppliersPermit
from suppliers.portal.pages import own_producer

bp = Blueprint("portal_losses", __name__)
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lost:
    """A line of a loss, with its document."""

    document: LossResult
    line: LossLineResult


@bp.get("/portal/losses")
@needs(SuppliersPermit.PORTAL)
def losses() -> str:
    """The losses of a month, the newest first."""
    producer, today = own_producer(), clock.today()
    first = min(_month(request.args.get("month")) or today.replace(day=1), today.replace(day=1))
    end = (first + timedelta(days=31)).replace(day=1)
    wanted = Wanted(kind=GoodsDocumentKind.LOSS, producer=producer, first=first, last=end - timedelta(days=1))
    documents = [d for _cursor, d in list_documents(wanted, limit=MOST, newest_first=True) if isinstance(d, LossResult)]
    lost = [_Lost(document=d, line=line) for d in documents for line in d.lines if line.producer == producer]
    shown = producers.show_producer(producer)
    return render_template(
        "portal/losses.html",
        producer=shown,
        who=gettext(SHORT_NAMES[shown.kind]),
        lost=lost,
        owed_vnd=sum(each.line.owed_vnd for each in lost if each.document.reversal is None),
        allowances=ledger.of_producer(producer, min(end - timedelta(days=1), today)),
        first=first,
        before=(first - timedelta(days=1)).strftime("%Y-%m"),
        following=end.strftime("%Y-%m") if end <= today else None,
        tab="stock",
    )


def _month(text: str | None) -> date | None:
    """The first day of a month that an address names."""
    match = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text or "")
    return date(int(match[1]), int(match[2]), 1) if match else None
