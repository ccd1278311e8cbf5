"""Members of producers: put under a code, and whose goods a lot is."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import insert, select, update

from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.people.permits import Permit
from core.values.phones import mask, whole_phone
from suppliers import producers
from suppliers.audit_actions import MEMBER_RECORDED
from suppliers.members.models import Member, MemberLot
from suppliers.members.requests import MemberRequest
from suppliers.members.results import MemberResult


def put_member(producer: str, code: str, document: MemberRequest, actor: Actor) -> bool:
    """Records a member as a whole; says whether the code is new. Call it in a transaction.

    Raises DomainError `own_goods` for the outlet itself, and Invalid for the mask of another number.
    """
    if producer == producers.owner_code():
        raise DomainError("own_goods", N_("Điểm bán không có hộ thành viên."))
    advisory_lock(f"members/{producer}/{code}")
    old = _row(producer, code)
    phone = whole_phone(document.phone, old["phone"] if old else None) if document.phone is not None else None
    values = {"name": document.name, "phone": phone}
    before = _result(old) if old else None
    if old is None:
        execute(insert(Member), {"producer_code": producer, "code": code, **values})
    else:
        execute(update(Member).where(Member.producer_code == producer, Member.code == code).values(values))
    new = _row(producer, code)
    assert new is not None
    audit.record_change(actor, MEMBER_RECORDED, f"{producer} {code}", before, _result(new))
    return old is None


def show_member(producer: str, code: str, actor: Actor) -> MemberResult:
    """A member as `actor` may see them. Raises NotFound."""
    row = _row(producer, code)
    if row is None:
        raise NotFound(N_("Không có hộ thành viên này."))
    return _result(row, actor)


def list_members(producer: str, after: str | None, limit: int, actor: Actor) -> list[MemberResult]:
    """A producer's members by code, as `actor` may see them."""
    query = select(Member.__table__).where(Member.producer_code == producer, Member.code > (after or ""))
    return [_result(row, actor) for row in fetch_all(query.order_by(Member.code).limit(limit))]


def member_names(producer: str) -> dict[str, str]:
    """What a producer's members are called, by code, in the order of their names."""
    query = select(Member.code, Member.name).where(Member.producer_code == producer).order_by(Member.name, Member.code)
    return {row["code"]: row["name"] for row in fetch_all(query)}


def unknown(producer: str, codes: Collection[str | None]) -> set[str]:
    """Which of these codes are no member's of a producer."""
    named = {code for code in codes if code is not None}
    if not named:
        return set()
    query = select(Member.code).where(Member.producer_code == producer, Member.code.in_(sorted(named)))
    return named - {row["code"] for row in fetch_all(query)}


def members_of(lots: Collection[str]) -> dict[str, str]:
    """Whose each of these lots is, by lot; those of nobody are left out."""
    query = select(MemberLot.lot, MemberLot.member_code).where(MemberLot.lot.in_(sorted(set(lots))))
    return {row["lot"]: row["member_code"] for row in fetch_all(query)}


def take_lot(lot: str, producer: str, member: str) -> None:
    """Records whose goods a new lot is. Call it in the transaction that makes the lot."""
    execute(insert(MemberLot), {"lot": lot, "producer_code": producer, "member_code": member})


def _row(producer: str, code: str) -> Row | None:
    return fetch_one(select(Member.__table__).where(Member.producer_code == producer, Member.code == code))


def _result(row: Row, actor: Actor | None = None) -> MemberResult:
    """A member; whoever may write the number sees it whole."""
    whole = actor is None or actor.has_right(Permit.ANSWER) or row["phone"] is None
    return MemberResult(row["code"], row["producer_code"], row["name"], row["phone"] if whole else mask(row["phone"]))
