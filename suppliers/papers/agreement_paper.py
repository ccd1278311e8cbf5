"""A version of an agreement as the paper that both sides sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core import clock, outlet
from core.i18n import in_language
from core.printing.issuer import present_issuer
from core.printing.slip_parts import Issuer
from core.printing.stored_papers import StoredPaper, stored_paper
from core.values.banks import bank_name
from suppliers import producers, products
from suppliers.addressing import kind_of, speaking_to
from suppliers.agreements import reading
from suppliers.agreements.changes import Names
from suppliers.agreements.clauses import Units
from suppliers.agreements.results import AgreementResult
from suppliers.choices import ProducerKind
from suppliers.results import ProducerAccount


@dataclass(frozen=True, slots=True)
class AgreementPaper:
    """All that the paper of an agreement says; `representative` stands for the outlet.

    `day` is the one the version was recorded on, `from_day` the one it begins on.
    """

    issuer: Issuer
    issuer_account: str | None
    producer: ProducerAccount
    says: AgreementResult
    names: Names
    units: Units
    day: date
    from_day: date | None = None
    representative: str | None = None
    kind: ProducerKind = ProducerKind.COOPERATIVE

    @property
    def number(self) -> str:
        """The number as on paper."""
        return self.says.signed_number or self.says.number


def account_words(bank_bin: str | None, account: str | None, holder: str | None) -> str | None:
    """An account with its bank's name and its holder; nothing without one."""
    if not account:
        return None
    return "\n".join(part for part in (f"{account} {bank_name(bank_bin)}".strip(), holder) if part)


def paper_of(says: AgreementResult) -> AgreementPaper:
    """The paper of a version of an agreement."""
    recorded_at, from_day = reading.recorded(says.number, says.version)
    settings = outlet.show_outlet()
    goods = products.product_names(says.producer)
    return AgreementPaper(
        issuer=present_issuer(),
        issuer_account=account_words(settings.bank_bin, settings.bank_account, settings.bank_holder),
        producer=producers.account_of(says.producer),
        says=says,
        names={code: name for code, (name, _unit) in goods.items()},
        units={code: unit for code, (_name, unit) in goods.items()},
        day=clock.day_of(recorded_at),
        from_day=from_day,
        representative=settings.representative,
        kind=kind_of(says.producer),
    )


def stored_agreement(says: AgreementResult) -> StoredPaper:
    """The PDF of a version of an agreement, in the outlet's paper language. Raises PaperBeingMade."""
    paper = paper_of(says)
    return stored_paper(f"agreement-{says.number}-{says.version}", "pdf", paper, lambda: agreement_pdf(paper))


def agreement_pdf(paper: AgreementPaper) -> bytes:
    """The agreement on A4, in the language of its issuer."""
    from suppliers.papers.agreement_pdf import draw  # reportlab takes up room in every server

    with in_language(paper.issuer.language), speaking_to(paper.kind):
        return draw(paper)
