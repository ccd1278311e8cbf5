"""A statement as files: what the paper says beside the figures is looked up here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from core.db import fetch_all, fetch_one
from core.formats import rate, vnd
from core.i18n import gettext as _
from core.i18n import in_language
from core.labels import say
from core.models import Outlet
from suppliers import producers
from suppliers.agreements import terms_of
from suppliers.commission import Term
from suppliers.models import Product
from suppliers.papers.statement_pdf import statement_pdf
from suppliers.papers.statement_xlsx import statement_xlsx

MOST_AGREEMENTS = 3
"""More find no room beside the parties."""


def render(statement: dict[str, Any], format: str) -> bytes:
    """A statement (or a preview) as `pdf` or `xlsx`, in the outlet's paper language."""
    outlet = dict(fetch_one(select(Outlet.__table__)) or {})
    codes = sorted(
        {goods["product"] for goods in statement["goods"]} | {x["product"] for x in statement["lines"] if x["product"]}
    )
    names = {r["code"]: r["name"] for r in fetch_all(select(Product.code, Product.name).where(Product.code.in_(codes)))}
    link = f"{current_app.config['PUBLIC_URL']}/portal/statements/{statement['uid']}" if statement["uid"] else None
    make = statement_pdf if format == "pdf" else statement_xlsx
    with in_language(outlet["paper_language"]):
        words = agreement_words(statement)
        lines = [{**line, "memo": _memo(line)} for line in statement["lines"]]
    return make(
        {**statement, "lines": lines, "product_names": names},
        outlet=outlet,
        producer=producers.show_producer(statement["producer"]),
        agreement_words=words,
        link=link,
    )


def _memo(line: Mapping[str, Any]) -> str:
    """What a line says beside its goods: the cause of a loss, and the note."""
    return ": ".join(part for part in (say(line["cause"], "cause"), line["memo"]) if part)


def agreement_words(statement: Mapping[str, Any]) -> str:
    """The agreements behind a statement in a line each, with their default terms, as they stood when it was issued."""
    first, last = date.fromisoformat(statement["from"]), date.fromisoformat(statement["until"])
    issued_at = datetime.fromisoformat(statement["issued_at"]) if statement["uid"] else None
    producer = statement["producer"]
    agreed: dict[str, list[Term]] = {}
    begun = [term for term in terms_of([producer], issued_at).get(producer, []) if term.starts_on <= last]
    in_force = [term for term in begun if term.ends_on is None or term.ends_on >= first]
    for term in in_force or begun:  # after their end they hold for goods that are still here
        agreed.setdefault(term.agreement, []).append(term)
    words = []
    for number, terms in list(agreed.items())[:MOST_AGREEMENTS]:
        default = next((t for t in terms if t.product is None and t.product_set is None), terms[0])
        if default.basis == "commission":
            base = _("giá có thuế") if default.commission_base == "with_vat" else _("giá chưa thuế")
            said = _("hoa hồng %(rate)s %(base)s", rate=rate(default.rate_bp), base=base)
            said += ", " + _("thuế GTGT do %(who)s kê khai", who=say(default.vat_kept_by, "vat_kept_by"))
        else:
            said = _("giá cố định, từ %(amount)s một đơn vị", amount=vnd(default.owed_per_unit_vnd))
        words.append(_("Hợp đồng %(number)s: %(said)s", number=number, said=said))
    return "\n".join(words)
