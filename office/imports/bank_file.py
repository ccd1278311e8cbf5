"""A bank's statement: each row of money that came in is a bank notice, matched with a transfer of a sale (contract §6).

A notice goes by the bank's own number of the transaction. Without one it goes by a digest of day, amount, text, and how often the
file has had the same before; so the same file twice is the same notices.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from core import clock
from core.db import fetch_all
from core.i18n import N_
from core.people.actor import Actor
from core.text.formats import vnd
from core.text.search_fold import fold
from office.imports.cells import amount_of, day_of, time_of
from office.imports.choices import ImportKind, RowDoes
from office.imports.columns import Column, Mapped
from office.imports.kind import CellError, Planned
from office.imports.table import Cell, Row
from pos import bank_notices
from pos.models import BankNotice
from pos.requests import BankNoticeRequest

NOON = time(12)
"""When money came of which a bank tells the day alone."""
LONGEST_ID, LONGEST_TEXT = 60, 500
SAME_MONEY = timedelta(hours=12)
"""A notice of the bank's own program and a row of its file this close, of one amount and text, are the same money; a row that
tells the day alone stands at noon.
"""


@dataclass(frozen=True, slots=True)
class _Money:
    """A row that is money: how much came in (below zero: went out), when, with which words and number."""

    amount_vnd: int
    at: datetime
    description: str
    reference: str


class BankFile:
    """Rows of a bank's statement."""

    kind = ImportKind.BANK_FILE
    columns = (
        Column("day", N_("Ngày giao dịch"), ("ngay", "ngay gd", "ngay hach toan", "ngay hieu luc", "thoi gian", "date",
               "transaction date", "posting date", "time"), True, "30/11/2026 09:41"),
        Column("credit", N_("Số tiền ghi có"), ("ghi co", "co", "phat sinh co", "ps co", "tien vao", "credit", "credit amount",
               "so tien", "amount", "money in"), True, "1.250.000"),
        Column("debit", N_("Số tiền ghi nợ"), ("ghi no", "no", "phat sinh no", "ps no", "tien ra", "debit", "debit amount",
               "money out"), False, ""),
        Column("description", N_("Nội dung giao dịch"), ("noi dung", "dien giai", "mo ta", "noi dung chuyen khoan",
               "description", "remark", "details", "transaction details"), True, "OCOP 2026 000731 chuyen tien"),
        Column("reference", N_("Số tham chiếu"), ("ma giao dich", "so but toan", "so ct", "so chung tu", "ma tham chieu",
               "reference", "reference number", "transaction id", "ref no", "doc no"), False, "FT26334123456789"),
        Column("time", N_("Giờ giao dịch"), ("gio", "gio gd", "transaction time"), False, ""),
    )  # fmt: skip

    def plan(self, mapped: Mapped) -> Sequence[Planned[BankNoticeRequest]]:
        """What each row would do: a new notice, or nothing for one that is known and for money that went out."""
        read = [(row, self._read(mapped, row)) for row in mapped.rows if not _is_no_data(mapped, row)]
        known = _known([money for _row, money in read if isinstance(money, _Money)])
        seen: Counter[tuple[date, int, str]] = Counter()
        planned: list[Planned[BankNoticeRequest]] = []
        for row, money in read:
            if not isinstance(money, _Money):
                planned.append(Planned(row.number, RowDoes.REFUSED, "", errors=money))
                continue
            words = f"{vnd(money.amount_vnd)} · {money.description}"
            alike = (money.at.date(), money.amount_vnd, fold(money.description))
            seen[alike] += 1
            notice = _notice(money, seen[alike])
            if money.amount_vnd <= 0 or known.takes(notice):
                planned.append(Planned(row.number, RowDoes.SAME, words))
            else:
                planned.append(Planned(row.number, RowDoes.CREATE, words, notice))
        return planned

    def write(self, rows: Sequence[Planned[BankNoticeRequest]], actor: Actor) -> None:
        """Records the notices; each confirms the transfer it fits."""
        for row in rows:
            assert row.document is not None
            bank_notices.record_notice(row.document, actor, is_from_file=True)

    def _read(self, mapped: Mapped, row: Row) -> _Money | Sequence[CellError]:
        def cell(key: str) -> Cell:
            return row.cell(mapped.places[key]) if key in mapped.places else ""

        errors = []
        day = day_of(cell("day"))
        if day is None:
            errors.append(CellError("day", N_("Không đọc được ngày “%(text)s”. Ghi như 30/11/2026."), {"text": str(cell("day"))}))
        amounts = {}
        for key in ("credit", "debit"):
            amounts[key] = 0 if cell(key) in {"", "-"} else amount_of(cell(key))
            if amounts[key] is None:
                words = N_("Không đọc được số tiền “%(text)s”. Ghi như 1.250.000.")
                errors.append(CellError(key, words, {"text": str(cell(key))}))
        description = _visible(str(cell("description")))[:LONGEST_TEXT].strip()
        amount_vnd = (amounts["credit"] or 0) - abs(amounts["debit"] or 0)
        if not description and amount_vnd > 0:
            errors.append(CellError("description", N_("Thiếu nội dung giao dịch.")))
        if errors or day is None:
            return errors
        at = time_of(cell("time")) or time_of(cell("day")) or NOON
        return _Money(amount_vnd, datetime.combine(day, at, clock.zone()), description, _visible(str(cell("reference"))).strip())


def _visible(text: str) -> str:
    return "".join(c for c in text if c.isprintable())


def _is_no_data(mapped: Mapped, row: Row) -> bool:
    """Whether a row is a sum or a remark of the bank: it has no day, and no number of a transaction."""
    keys = [key for key in ("day", "reference") if key in mapped.places]
    texts = [str(row.cell(mapped.places[key])).strip() for key in keys]
    return not any(any(c.isdigit() for c in text) for text in texts)


def _notice(money: _Money, nth: int) -> BankNoticeRequest:
    """The notice of a row; `nth` counts rows alike in one file."""
    notice = money.reference[:LONGEST_ID]
    if not notice:
        text = f"{money.at.date()}|{money.amount_vnd}|{fold(money.description)}|{nth}"
        notice = f"file-{hashlib.sha256(text.encode()).hexdigest()[:32]}"
    return BankNoticeRequest.model_construct(id=notice, amount_vnd=money.amount_vnd, description=money.description, at=money.at)


@dataclass(frozen=True, slots=True)
class _Announced:
    """A notice that is here already. A row of another file is never one of a file, unless by its number."""

    id: str
    amount_vnd: int
    told_at: datetime
    words: str
    is_from_file: bool


class _Known:
    """Notices that are here already; each stands for one row."""

    def __init__(self, notices: Sequence[_Announced]) -> None:
        self.by_id = {notice.id: notice for notice in notices}

    def takes(self, row: BankNoticeRequest) -> bool:
        """Whether a row is one of them: by its number, else by amount, text and about the time."""
        if self.by_id.pop(row.id, None) is not None:
            return True
        words = fold(row.description)
        for notice in self.by_id.values():
            same = not notice.is_from_file and notice.amount_vnd == row.amount_vnd and notice.words == words
            if same and abs(notice.told_at - row.at) <= SAME_MONEY:
                del self.by_id[notice.id]
                return True
        return False


def _known(rows: Sequence[_Money]) -> _Known:
    coming = [row for row in rows if row.amount_vnd > 0]
    if not coming:
        return _Known(())
    first, last = min(row.at for row in coming) - SAME_MONEY, max(row.at for row in coming) + SAME_MONEY
    is_near = BankNotice.told_at.between(first, last)
    has_number = BankNotice.id.in_(sorted({row.reference[:LONGEST_ID] for row in coming if row.reference}))
    found = fetch_all(select(BankNotice.__table__).where(is_near | has_number).order_by(BankNotice.told_at, BankNotice.id))
    return _Known([_Announced(r["id"], r["amount_vnd"], r["told_at"], fold(r["description"]), r["is_from_file"]) for r in found])
