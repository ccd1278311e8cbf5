"""Bank accounts: a changed one waits until another manager confirms it or a day has passed (contract §18, Accounts).

The account in force stands in the owner's own record, the outlet or a producer; `account_change` holds every account that
was put and what became of it. One whose day has passed is in force for every reader at once; its row follows with the next
act on the account, or within the hour.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Table, insert, select, update

from core import clock
from core.choices import AccountDecision
from core.db import Row, audit, execute, fetch_all, fetch_one
from core.errors import DomainError
from core.i18n import N_
from core.models import AccountChange
from core.people.actor import SYSTEM, Actor
from core.requests import AccountDecisionRequest, BankAccountRequest
from core.results import TimestampOut

WAIT = timedelta(hours=24)
CAME_INTO_FORCE = (AccountDecision.AT_ONCE, AccountDecision.CONFIRMED, AccountDecision.ELAPSED)


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where money goes. Without a number it is empty, whatever else it names."""

    bank_bin: str | None = None
    bank_account: str | None = None
    bank_holder: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no money can go there."""
        return not self.bank_account


@dataclass(frozen=True, slots=True)
class PendingAccount:
    """An account that waits: who put it and when, and the moment from which it is in force unless somebody refuses it."""

    bank_bin: str | None
    bank_account: str | None
    bank_holder: str | None
    changed_by: str
    changed_at: TimestampOut
    in_force_from: TimestampOut

    @property
    def account(self) -> BankAccount:
        """The account itself."""
        return BankAccount(self.bank_bin, self.bank_account, self.bank_holder)


@dataclass(frozen=True, slots=True)
class AccountState:
    """The account that money goes to now, and the one that waits, if any."""

    in_force: BankAccount
    pending: PendingAccount | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose account it is: the one record of `table` that `where` finds, a producer's or (None) the outlet's.

    `elapsed` is the action of the audit trail for an account whose day has passed, `subject` its subject.
    """

    table: Table
    where: ColumnElement[bool]
    producer: str | None
    elapsed: str
    subject: str


def states(recorded: Mapping[str | None, BankAccount]) -> dict[str | None, AccountState]:
    """How the accounts of these producers (None: the outlet) stand now; `recorded` is what their records hold."""
    now = clock.now()
    changes = {r["producer_code"]: _pending(r) for r in _undecided(recorded)}
    standing: dict[str | None, AccountState] = {}
    for producer, account in recorded.items():
        change = changes.get(producer)
        elapsed = change is not None and change.in_force_from <= now
        standing[producer] = AccountState(change.account) if change and elapsed else AccountState(account, change)
    return standing


def account_in(document: BankAccountRequest) -> BankAccount:
    """The account that a document puts; a field left blank is none."""
    return BankAccount(document.bank_bin or None, document.bank_account or None, document.bank_holder or None)


def account_of(record: Row) -> BankAccount:
    """The account in a record's own columns."""
    return BankAccount(record["bank_bin"] or None, record["bank_account"] or None, record["bank_holder"] or None)


def with_pending() -> list[str | None]:
    """The producers (None: the outlet) whose account waits, the oldest change first."""
    waits = AccountChange.decision.is_(None), AccountChange.in_force_from > clock.now()
    query = select(AccountChange.producer_code).where(*waits).order_by(AccountChange.id)
    return [r["producer_code"] for r in fetch_all(query)]


def elapsed() -> list[str | None]:
    """The producers (None: the outlet) whose account waited its day out and is not yet in their record."""
    passed = AccountChange.decision.is_(None), AccountChange.in_force_from <= clock.now()
    return [r["producer_code"] for r in fetch_all(select(AccountChange.producer_code).where(*passed))]


def put(owner: Owner, wanted: BankAccount, actor: Actor) -> PendingAccount | None:
    """Puts an account; returns the change that waits from now on, None where nothing waits that did not before.

    At once in force are the first account, an empty one, and after an empty one the last again. The one in force, and the
    one that waits, change nothing.
    """
    state = settle(owner)
    if wanted in {state.in_force, state.pending and state.pending.account}:
        return None
    last = _last(owner) if state.in_force.is_empty else None
    at_once = wanted.is_empty or (state.in_force.is_empty and last in {None, wanted})
    if state.pending:
        _decide(owner, AccountDecision.REPLACED, actor)
    now = clock.now()
    change = PendingAccount(
        wanted.bank_bin, wanted.bank_account, wanted.bank_holder, actor.name, now, now if at_once else now + WAIT
    )
    decision = {"decision": AccountDecision.AT_ONCE, "decided_by": actor.name, "decided_at": now} if at_once else {}
    execute(insert(AccountChange), {"producer_code": owner.producer, **_columns(wanted), **_change(change), **decision})
    if at_once:
        _write(owner, wanted)
        return None
    return change


def confirm(owner: Owner, document: AccountDecisionRequest, actor: Actor) -> None:
    """Brings the account that waits into force.

    Raises `closed` when none waits (any more) or another than the one that was read, and `same_person` for who put it and
    for a program that is nobody's.
    """
    pending = _require(owner, document)
    if actor.person_id is None or pending.changed_by == actor.name:
        raise DomainError("same_person", N_("Cần một quản lý khác xác nhận tài khoản mới, không phải người đã đổi."))
    _decide(owner, AccountDecision.CONFIRMED, actor)
    _write(owner, pending.account)


def refuse(owner: Owner, document: AccountDecisionRequest, actor: Actor) -> PendingAccount:
    """Drops the account that waits, and returns it. Raises `closed` when none waits (any more), or another."""
    pending = _require(owner, document)
    _decide(owner, AccountDecision.REFUSED, actor)
    return pending


def settle(owner: Owner) -> AccountState:
    """Holds the owner's record, writes an account into it whose day has passed, and returns how the account stands."""
    record = fetch_one(select(owner.table).where(owner.where).with_for_update(key_share=True))
    assert record is not None  # an account is of somebody who is recorded
    recorded = account_of(record)
    state = states({owner.producer: recorded})[owner.producer]
    if state.in_force != recorded:
        _decide(owner, AccountDecision.ELAPSED, SYSTEM)
        _write(owner, state.in_force)
        audit.record_change(SYSTEM, owner.elapsed, owner.subject, recorded, state.in_force)
    return state


def _require(owner: Owner, document: AccountDecisionRequest) -> PendingAccount:
    pending = settle(owner).pending
    if pending is None:
        raise DomainError("closed", N_("Không có tài khoản nào đang chờ xác nhận."))
    if document.account is not None and account_in(document.account) != pending.account:
        raise DomainError("closed", N_("Tài khoản đang chờ đã được đổi lần nữa. Hãy xem lại rồi quyết định."))
    return pending


def _decide(owner: Owner, decision: AccountDecision, actor: Actor) -> None:
    decided = {"decision": decision, "decided_by": actor.name, "decided_at": clock.now()}
    execute(update(AccountChange).where(_of([owner.producer]), AccountChange.decision.is_(None)).values(decided))


def _write(owner: Owner, account: BankAccount) -> None:
    execute(update(owner.table).where(owner.where).values(_columns(account)))


def _last(owner: Owner) -> BankAccount | None:
    """The last account of the owner that money could go to."""
    held = AccountChange.decision.in_(CAME_INTO_FORCE), AccountChange.bank_account.is_not(None)
    query = select(AccountChange.__table__).where(_of([owner.producer]), *held).order_by(AccountChange.id.desc()).limit(1)
    change = fetch_one(query)
    return account_of(change) if change else None


def _undecided(producers: Collection[str | None]) -> Sequence[Row]:
    return fetch_all(select(AccountChange.__table__).where(_of(producers), AccountChange.decision.is_(None)))


def _of(producers: Collection[str | None]) -> ColumnElement[bool]:
    named = AccountChange.producer_code.in_(sorted(code for code in producers if code is not None))
    return named | AccountChange.producer_code.is_(None) if None in producers else named


def _pending(change: Row) -> PendingAccount:
    return PendingAccount(
        bank_bin=change["bank_bin"],
        bank_account=change["bank_account"],
        bank_holder=change["bank_holder"],
        changed_by=change["changed_by"],
        changed_at=change["changed_at"],
        in_force_from=change["in_force_from"],
    )


def _columns(account: BankAccount) -> dict[str, str | None]:
    return {"bank_bin": account.bank_bin, "bank_account": account.bank_account, "bank_holder": account.bank_holder}


def _change(change: PendingAccount) -> dict[str, object]:
    return {"changed_by": change.changed_by, "changed_at": change.changed_at, "in_force_from": change.in_force_from}
