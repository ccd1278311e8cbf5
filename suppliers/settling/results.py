"""What acts on many producers at once answer with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.results import DayOut, MoneyOut, UidOut
from suppliers.choices import BankFileField
from suppliers.results import PayoutResult, StatementSummary


@dataclass(frozen=True, slots=True)
class RefusedProducer:
    """A producer whose book was not closed, and the code of the refusal."""

    producer: str
    code: str


@dataclass(frozen=True, slots=True)
class SettlementResult:
    """What came of closing many books: the statements that were issued, who had nothing to close, and who was refused."""

    uid: UidOut
    until: DayOut
    statements: Sequence[StatementSummary]
    nothing_due: Sequence[str]
    refused: Sequence[RefusedProducer]


@dataclass(frozen=True, slots=True)
class RefusedStatement:
    """A statement on which nothing was paid, and the code of the refusal."""

    statement: UidOut
    code: str


@dataclass(frozen=True, slots=True)
class PayoutBatchResult:
    """What came of paying many statements."""

    uid: UidOut
    payouts: Sequence[PayoutResult]
    refused: Sequence[RefusedStatement]


@dataclass(frozen=True, slots=True)
class BankFileColumnResult:
    """A column of the file of transfers, and its heading."""

    field: BankFileField
    heading: str | None


@dataclass(frozen=True, slots=True)
class BankFileColumns:
    """The columns of the file of transfers, in their order; none is all fields."""

    columns: Sequence[BankFileColumnResult]


@dataclass(frozen=True, slots=True)
class BankTransfer:
    """A transfer that is due: to whom, how much, and what the bank is told it is for."""

    producer: str
    name: str
    statement: UidOut
    number: str
    amount_vnd: MoneyOut
    bank_bin: str
    bank_name: str
    bank_account: str
    bank_holder: str
    reference: str
