"""Vouchers: made by managers under a code, and by refunds; and what is left of each."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select, update

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.money import Vnd
from core.people.actor import Actor
from inventory.choices import ScanKind
from inventory.codes import scan
from inventory.codes.gs1 import other_cases
from inventory.results import ScanResult
from pos import sales
from pos.models import Sale
from pos.vouchers import audit_actions
from pos.vouchers.models import Voucher, VoucherEntry
from pos.vouchers.requests import VoucherRequest
from pos.vouchers.results import VoucherResult, VoucherTrail, VoucherUse

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What made codes consist of: nothing that is read as something else."""


def put_voucher(code: str, document: VoucherRequest, actor: Actor) -> bool:
    """Records a voucher; says whether the code is new.

    Raises `voucher_used` for another value of one that something was taken from, or that a refund made.
    """
    old = fetch_one(select(Voucher.__table__).where(Voucher.code == code).with_for_update())
    before = show(code) if old else None
    if before and before.value_vnd != document.value_vnd and (before.uses or before.refund):
        raise DomainError("voucher_used", N_("Phiếu này đã dùng hoặc do trả hàng mà có: trị giá không đổi được."))
    values = document.model_dump()
    if old is None:
        execute(insert(Voucher), {"code": code, "made_at": clock.now(), "made_by": actor.name, **values})
    else:
        execute(update(Voucher).where(Voucher.code == code).values(values))
    now = VoucherTrail(Vnd(document.value_vnd), document.valid_until, document.note)
    was = VoucherTrail(before.value_vnd, before.valid_until, before.note) if before else None
    audit.record_change(actor, audit_actions.VOUCHER_RECORDED, code, was, now)
    return old is None


def issue(refund: str, value_vnd: int, at: datetime, actor: Actor) -> str:
    """Makes the voucher of a refund and returns its code, which nobody can guess."""
    code = new_code()
    row = {"code": code, "value_vnd": value_vnd, "refund_uid": refund, "made_at": at, "made_by": actor.name}
    execute(insert(Voucher), row)
    audit.note(actor, audit_actions.VOUCHER_RECORDED, code, at, value_vnd=value_vnd, refund=refund)
    return code


def new_code() -> str:
    """A code that is not used yet: `PM-7K3X-9QTD`."""
    while True:
        letters = "".join(secrets.choice(LETTERS) for _ in range(8))
        code = f"PM-{letters[:4]}-{letters[4:]}"
        if not is_used(code):
            return code


def is_used(code: str) -> bool:
    """Whether a voucher has this code."""
    return fetch_one(select(Voucher.code).where(Voucher.code == code)) is not None


def of_refund(refund: str) -> str | None:
    """The code of the voucher that a refund made."""
    made = fetch_one(select(Voucher.code).where(Voucher.refund_uid == refund))
    return str(made["code"]) if made else None


def is_any() -> bool:
    """Whether the outlet has any voucher."""
    return fetch_one(select(Voucher.code).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class LeftOf:
    """A voucher that may be taken from: `n` lines say what was taken, so much is left."""

    code: str
    n: int
    left_vnd: Vnd
    valid_until: date | None


def _called(reference: str) -> str | None:
    """The code that is written so, else the only one in letters of another case."""
    named = fetch_all(select(Voucher.code).where(Voucher.code.in_([reference, *other_cases(reference)])))
    codes = [r["code"] for r in named]
    if reference not in codes and len(codes) != 1:
        return None
    return reference if reference in codes else str(codes[0])


@scan.also_finds
def _scanned(code: str) -> ScanResult | None:
    voucher = _called(code)
    return ScanResult(kind=ScanKind.VOUCHER, voucher=voucher) if voucher else None


def lock(reference: str) -> LeftOf | None:
    """The voucher of this code, in letters of any case where only one is called so; locked for this transaction."""
    code = _called(reference)
    if code is None:
        return None
    voucher = fetch_one(select(Voucher.__table__).where(Voucher.code == code).with_for_update())
    assert voucher is not None
    last = fetch_one(
        select(VoucherEntry.n, VoucherEntry.left_vnd)
        .where(VoucherEntry.voucher_code == code)
        .order_by(VoucherEntry.n.desc())
        .limit(1)
    )
    left_vnd = last["left_vnd"] if last else voucher["value_vnd"]
    return LeftOf(code, last["n"] if last else 0, Vnd(left_vnd), voucher["valid_until"])


def take(code: str, amount_vnd: int, sale: str, day: date, at: datetime) -> None:
    """Takes from a voucher for a sale; below zero gives back. The database refuses more than is left."""
    voucher = lock(code)
    assert voucher is not None
    line = {
        "voucher_code": voucher.code,
        "n": voucher.n + 1,
        "amount_vnd": -amount_vnd,
        "left_vnd": voucher.left_vnd - amount_vnd,
        "day": day,
        "posted_at": at,
        "sale_uid": sale,
    }
    execute(insert(VoucherEntry), line)


def taken_by(sale: str) -> dict[str, int]:
    """What a sale has taken from each voucher."""
    amount = func.sum(VoucherEntry.amount_vnd).label("vnd")
    query = select(VoucherEntry.voucher_code, amount).where(VoucherEntry.sale_uid == sale).group_by(VoucherEntry.voucher_code)
    return {r["voucher_code"]: -int(r["vnd"]) for r in fetch_all(query) if r["vnd"]}


def show(code: str) -> VoucherResult:
    """A voucher. Raises NotFound."""
    voucher = fetch_one(select(Voucher.__table__).where(Voucher.code == code))
    if voucher is None:
        raise NotFound(N_("Không có phiếu mua hàng này."))
    return _results([voucher])[0]


def list_vouchers(*, after: str | None = None, limit: int = 100) -> list[VoucherResult]:
    """Vouchers by code."""
    query = select(Voucher.__table__).order_by(Voucher.code).limit(limit)
    if after is not None:
        query = query.where(Voucher.code > after)
    return _results(fetch_all(query))


def outstanding() -> tuple[int, int]:
    """How many vouchers have something left and are still good, and how much that is."""
    newest = select(VoucherEntry.voucher_code, func.min(VoucherEntry.left_vnd).label("left_vnd")).group_by(
        VoucherEntry.voucher_code
    )
    last = newest.subquery()
    left = func.coalesce(last.c.left_vnd, Voucher.value_vnd)
    query = select(func.count().label("n"), func.coalesce(func.sum(left), 0).label("vnd")).select_from(Voucher)
    good = (Voucher.valid_until.is_(None) | (Voucher.valid_until >= clock.today())) & (left > 0)
    (found,) = fetch_all(query.outerjoin(last, last.c.voucher_code == Voucher.code).where(good))
    return found["n"], int(found["vnd"])


def _results(vouchers: Sequence[Row]) -> list[VoucherResult]:
    codes = [voucher["code"] for voucher in vouchers]
    entries: dict[str, list[Row]] = defaultdict(list)
    query = select(VoucherEntry.__table__).where(VoucherEntry.voucher_code.in_(codes))
    for entry in fetch_all(query.order_by(VoucherEntry.voucher_code, VoucherEntry.n)):
        entries[entry["voucher_code"]].append(entry)
    numbers = sales.numbers_of(Sale, {entry["sale_uid"] for lines in entries.values() for entry in lines})
    return [
        VoucherResult(
            code=voucher["code"],
            value_vnd=voucher["value_vnd"],
            left_vnd=Vnd(lines[-1]["left_vnd"] if lines else voucher["value_vnd"]),
            valid_until=voucher["valid_until"],
            note=voucher["note"],
            refund=voucher["refund_uid"],
            made_at=voucher["made_at"],
            made_by=voucher["made_by"],
            uses=[
                VoucherUse(line["sale_uid"], numbers[line["sale_uid"]], line["day"], Vnd(-line["amount_vnd"])) for line in lines
            ],
        )
        for voucher in vouchers
        for lines in (entries[voucher["code"]],)
    ]
