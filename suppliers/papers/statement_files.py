"""A statement as files: what the paper says beside the figures is looked up here."""

from __future__ import annotations

from typing import Literal

from flask import current_app
from sqlalchemy import select

from core.db import fetch_all, fetch_one
from core.i18n import gettext as _
from core.i18n import in_language
from core.models import Outlet
from core.text.formats import rate, vnd
from suppliers import producers
from suppliers.agreements import terms_of
from suppliers.choices import Basis
from suppliers.commission import Term
from suppliers.models import Product
from suppliers.papers.statement_sheet import Parties
from suppliers.results import StatementResult

MOST_AGREEMENTS = 3
"""More find no room beside the parties."""


def render(statement: StatementResult, file_format: Literal["pdf", "xlsx"]) -> bytes:
    """A statement (or a preview) as a file, in the outlet's paper language."""
    outlet = fetch_one(select(Outlet.name, Outlet.address, Outlet.tax_code, Outlet.paper_language))
    assert outlet is not None  # a statement is of an outlet
    codes = {goods.product for goods in statement.goods} | {line.product for line in statement.lines if line.product}
    query = select(Product.code, Product.name).where(Product.code.in_(sorted(codes)))
    with in_language(outlet["paper_language"]):
        agreements = agreement_text(statement)
    parties = Parties(
        outlet_name=outlet["name"],
        outlet_address=outlet["address"],
        outlet_tax_code=outlet["tax_code"],
        language=outlet["paper_language"],
        producer=producers.account_of(statement.producer),
        link=f"{current_app.config['PUBLIC_URL']}/portal/statements/{statement.uid}" if statement.uid else None,
    )
    names = {r["code"]: r["name"] for r in fetch_all(query)}
    # What makes the files takes up room in every server, and few ask for one.
    if file_format == "pdf":
        from suppliers.papers.statement_pdf import statement_pdf

        return statement_pdf(statement, parties=parties, names=names, agreements=agreements)
    from suppliers.papers.statement_xlsx import statement_xlsx

    return statement_xlsx(statement, parties=parties, names=names, agreements=agreements)


def agreement_text(statement: StatementResult) -> str:
    """The agreements behind a statement in a line each, with their default terms, as they stood when it was issued."""
    producer = statement.producer
    agreed: dict[str, list[Term]] = {}
    begun = [term for term in terms_of([producer], statement.issued_at).get(producer, []) if term.starts_on <= statement.until]
    in_force = [term for term in begun if term.ends_on is None or term.ends_on >= statement.from_]
    for term in in_force or begun:  # after their end they hold for goods that are still here
        agreed.setdefault(term.agreement, []).append(term)
    sentences = []
    for number, terms in list(agreed.items())[:MOST_AGREEMENTS]:
        default = next((t for t in terms if t.product is None and t.product_set is None), terms[0])
        if default.basis == Basis.COMMISSION:
            sentence = _("hoa hồng %(rate)s %(base)s", rate=rate(default.rate_bp), base=_(default.commission_base.label))
            sentence += ", " + _("thuế GTGT do %(who)s kê khai", who=_(default.vat_kept_by.label))
        else:
            sentence = _("giá cố định, từ %(amount)s một đơn vị", amount=vnd(default.owed_per_unit_vnd))
        sentences.append(_("Hợp đồng %(number)s: %(said)s", number=number, said=sentence))
    return "\n".join(sentences)
