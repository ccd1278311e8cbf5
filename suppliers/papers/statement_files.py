"""A statement as files, made once: what the paper says beside the figures is looked up here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal, get_args

from flask import current_app
from sqlalchemy import select

from core import chain
from core.db import fetch_one, outbox
from core.events import subscribe
from core.i18n import gettext as _
from core.i18n import in_language, present_language
from core.models import Outlet
from core.people.actor import Actor
from core.printing.stored_papers import StoredPaper, stored_paper
from core.results import to_json
from core.text.formats import rate, vnd
from suppliers import book, producers, products, statement_queries
from suppliers.agreements import terms_of
from suppliers.choices import Basis
from suppliers.commission import Term
from suppliers.events import StatementIssued
from suppliers.papers.statement_sheet import Parties
from suppliers.statement_states import StatementHead

MOST_AGREEMENTS = 3
"""More find no room beside the parties."""
MANY_LINES = 300
"""The answer of a statement with more lines is stored: to make it holds up the tills."""


StatementFormat = Literal["pdf", "xlsx"]


@dataclass(frozen=True)
class StatementPapers:
    """A job that makes a statement's files before somebody asks for them."""

    statement: str


MAKE = outbox.JobKind("statement papers", StatementPapers, lasts=timedelta(hours=12))


@subscribe(StatementIssued)
def make_later(issued: StatementIssued) -> None:
    """Puts the job; all of them make one lane, so that they take one worker."""
    outbox.put(MAKE, "statements", StatementPapers(issued.uid))


@outbox.handles(MAKE)
def make_now(job: StatementPapers) -> None:
    """Makes the files of a statement. Raises PaperBeingMade."""
    head = statement_queries.find_head(job.statement)
    for file_format in get_args(StatementFormat):
        stored_statement(head, file_format)


def stored_statement(head: StatementHead, file_format: StatementFormat) -> StoredPaper:
    """An issued statement as a file in the outlet's paper language. Raises PaperBeingMade."""
    outlet = fetch_one(select(Outlet.name, Outlet.address, Outlet.tax_code, Outlet.paper_language))
    assert outlet is not None  # a statement is of an outlet
    goods = products.product_names(head.producer)
    with in_language(outlet["paper_language"]):
        agreements = agreement_text(head)
    parties = Parties(
        outlet_name=outlet["name"],
        outlet_address=outlet["address"],
        outlet_tax_code=outlet["tax_code"],
        language=outlet["paper_language"],
        producer=producers.account_of(head.producer),
        link=f"{current_app.config['PUBLIC_URL']}/portal/statements/{head.uid}",
    )

    def make() -> bytes:
        statement = statement_queries.show(head.uid)
        names = {code: name for code, (name, _unit) in goods.items()}
        # What makes the files takes up room in every server, and few ask for one.
        if file_format == "pdf":
            from suppliers.papers.statement_pdf import statement_pdf

            return statement_pdf(statement, parties=parties, names=names, agreements=agreements)
        from suppliers.papers.statement_xlsx import statement_xlsx

        return statement_xlsx(statement, parties=parties, names=names, agreements=agreements)

    # The figures are fixed once the statement is issued; names, accounts and settings are those of today.
    depends_on = (head.uid, chain.printed_digest(head.uid), sorted(goods.items()), parties, agreements)
    return stored_paper(f"statement-{head.number.removeprefix('ĐS-')}", file_format, depends_on, make)


def stored_json(uid: str, actor: Actor) -> bytes:
    """A statement as JSON, as this person may see it; one of many lines is made once.

    Raises NotFound, also for another producer's, and PaperBeingMade.
    """
    today = statement_queries.today_of(uid, actor.producer)

    def make() -> bytes:
        statement = statement_queries.whole(today)
        return to_json(replace(statement, lines=book.seen_by(actor, statement.lines))).encode()

    if statement_queries.count_lines(uid) <= MANY_LINES:
        return make()
    reader = "staff" if actor.producer is None else "producer"
    name = f"statement-{today.head.number.removeprefix('ĐS-')}-{reader}"
    # The sentences of its terms name products, in the reader's language.
    depends_on = (today, sorted(products.product_names(today.head.producer).items()), present_language())
    return stored_paper(name, "json", depends_on, make).content


def agreement_text(head: StatementHead) -> str:
    """The agreements behind a statement in a line each, with their default terms, as they stood when it was issued."""
    producer = head.producer
    agreed: dict[str, list[Term]] = {}
    begun = [term for term in terms_of([producer], head.issued_at).get(producer, []) if term.starts_on <= head.until]
    in_force = [term for term in begun if term.ends_on is None or term.ends_on >= head.from_]
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
