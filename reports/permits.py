"""Permits about reports. An officer of the programme reads goods and sales, and nothing of cash or debts."""

from __future__ import annotations

from core.people.permits import AnyPermit, Role


class ReportsPermit(AnyPermit):
    """What each kind of report asks for."""

    OWN_SALES = "reports: sales, a producer's own", Role.MANAGER, Role.OFFICER, Role.PRODUCER
    SALES = "reports: sales of the outlet", Role.MANAGER, Role.OFFICER
    STOCK = "reports: age and expiry of the stock", Role.MANAGER, Role.STOREKEEPER, Role.OFFICER
    GOODS_MOVED = "reports: goods in and out, a producer's own", Role.MANAGER, Role.STOREKEEPER, Role.PRODUCER
    LOSSES = "reports: losses", Role.MANAGER, Role.STOREKEEPER
    PROGRAMME = "reports: programme", Role.MANAGER, Role.OFFICER
    CASH_AND_DEBTS = "reports: cash and debts", Role.MANAGER
    WHY = "book: why a line says what it says", Role.MANAGER, Role.PRODUCER
