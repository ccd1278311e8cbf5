"""What of a statement is whose: its lines by the member whose lot they are about. Nothing is rounded, so all adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import and_, func, select

from core.db import fetch_all
from core.money import Vnd
from core.quantity import ZERO
from suppliers import statement_queries, statement_sums
from suppliers.choices import BookKind
from suppliers.members.models import Member, MemberLot
from suppliers.members.results import MemberMoney, MemberShare, StatementMembers
from suppliers.models import BookLine, StatementLine
from suppliers.statement_sums import LineSum

NOBODYS = ""


def split(uid: str, producer: str | None = None) -> StatementMembers:
    """A statement by member, what is nobody's last: charges, adjustments, goods of no member.

    Raises NotFound, also for another producer's.
    """
    head = statement_queries.find_head(uid, producer)
    sums: dict[str, list[LineSum]] = defaultdict(list)
    names = {NOBODYS: ""}
    for row in fetch_all(_SUMS.where(StatementLine.statement_uid == uid)):
        member = row["member_code"] or NOBODYS
        names[member] = row["name"] or ""
        line = LineSum(BookKind(row["kind"]), None, None, ZERO, Vnd(0), Vnd(int(row["owed_vnd"])))
        sums[member].append(line)
    everybody = [*sorted(set(names) - {NOBODYS}), NOBODYS]
    return StatementMembers(
        statement=uid,
        producer=head.producer,
        items=[_share(member, names[member], sums[member]) for member in everybody],
        totals=MemberMoney(*_figures([line for lines in sums.values() for line in lines])),
    )


def shares_of(uid: str) -> Sequence[MemberShare]:
    """The shares of a statement as its pages and papers list them; none where no lot of it is a member's. Raises NotFound."""
    items = split(uid).items
    return items if len(items) > 1 else ()


_SUMS = (
    select(MemberLot.member_code, Member.name, BookLine.kind, func.sum(BookLine.owed_vnd).label("owed_vnd"))
    .select_from(StatementLine)
    .join(BookLine, BookLine.id == StatementLine.book_line_id)
    .outerjoin(MemberLot, MemberLot.lot == BookLine.lot)
    .outerjoin(Member, and_(Member.producer_code == MemberLot.producer_code, Member.code == MemberLot.member_code))
    .where(BookLine.kind != BookKind.PAYOUT)
    .group_by(MemberLot.member_code, Member.name, BookLine.kind)
)


def _share(member: str, name: str, lines: Sequence[LineSum]) -> MemberShare:
    return MemberShare(*_figures(lines), member=member, name=name)


def _figures(lines: Sequence[LineSum]) -> tuple[Vnd, Vnd, Vnd, Vnd, Vnd, Vnd]:
    money = statement_sums.money(0, lines, 0)
    return (
        money.sold_owed_vnd,
        money.refunded_owed_vnd,
        money.loss_owed_vnd,
        money.adjustments_vnd,
        money.charges_vnd,
        money.closing_vnd,
    )
