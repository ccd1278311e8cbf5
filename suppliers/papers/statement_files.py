"""A statement as files, made once: what the paper says beside the figures is looked up here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal, get_args

from flask import current_app

from core import chain, outlet
from core.area import numbers_of
from core.db import outbox
from core.events import subscribe
from core.i18n import present_language
from core.people.actor import Actor
from core.printing.issuer import present_issuer
from core.printing.stored_papers import StoredPaper, stored_paper
from core.results import to_json
from suppliers import addressing, book, producers, products, statement_queries
from suppliers.choices import BookKind
from suppliers.events import StatementIssued
from suppliers.members import splitting
from suppliers.papers.statement_sheet import Parties
from suppliers.papers.statement_terms import terms_used
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
    """Makes the files of a statement that the outlet prints and sends; a producer's own workbook is made for who asks.

    Raises PaperBeingMade.
    """
    head = statement_queries.find_head(job.statement)
    for file_format in get_args(StatementFormat):
        stored_statement(head, file_format)


def stored_statement(head: StatementHead, file_format: StatementFormat, *, for_staff: bool = True) -> StoredPaper:
    """An issued statement as a file in the outlet's paper language. Raises PaperBeingMade.

    The workbook of the staff names the receipt of each line; which sale it was is not the producer's business.
    """
    goods = products.product_names(head.producer)
    parties = Parties(
        issuer=present_issuer(),
        producer=producers.account_of(head.producer),
        representative=outlet.show_outlet().representative,
        link=f"{current_app.config['PUBLIC_URL']}/portal/statements/{head.uid}",
    )

    shares, kind = splitting.shares_of(head.uid), addressing.kind_of(head.producer)

    def make() -> bytes:
        with addressing.speaking_to(kind):
            return make_addressed()

    def make_addressed() -> bytes:
        statement = statement_queries.show(head.uid)
        terms = terms_used(head.uid)
        names = {code: name for code, (name, _unit) in goods.items()}
        # What makes the files takes up room in every server, and few ask for one.
        if file_format == "pdf":
            from suppliers.papers.statement_pdf import MOST_WHY, statement_pdf

            sold = [line.document for line in statement.lines if line.kind in (BookKind.SOLD, BookKind.REFUNDED)]
            told = numbers_of(sold) if len(sold) <= MOST_WHY else {}
            return statement_pdf(statement, parties=parties, names=names, terms=terms, shares=shares, numbers=told)
        from suppliers.papers.statement_xlsx import statement_xlsx

        numbers = numbers_of(line.document for line in statement.lines) if for_staff else None
        return statement_xlsx(statement, parties=parties, names=names, terms=terms, numbers=numbers, shares=shares)

    # The figures are fixed once the statement is issued; names, accounts and settings are those of today.
    depends_on = (head.uid, chain.printed_digest(head.uid), sorted(goods.items()), parties, shares, kind)
    reader = "-producer" if file_format == "xlsx" and not for_staff else ""
    return stored_paper(f"statement-{head.number.removeprefix('ĐS-')}{reader}", file_format, depends_on, make)


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
