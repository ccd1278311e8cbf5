"""The reports, in the order of the tabs: a new one is a module and a line here. Sales have their own endpoint and page."""

from __future__ import annotations

from reports import approvals, cash, exceptions, programme, settlement, stock
from reports.definition import Definition

REPORTS: tuple[Definition, ...] = (
    stock.EXPIRING,
    stock.LOSSES,
    stock.STOCK_AGE,
    cash.SHIFTS,
    approvals.APPROVALS,
    exceptions.EXCEPTIONS,
    settlement.STATEMENTS,
    settlement.PAYABLES,
    programme.PROGRAMME,
)
