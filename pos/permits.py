"""Permits about selling."""

from __future__ import annotations

from core.people.permits import AnyPermit, Role


class SalesPermit(AnyPermit):
    """What tills and the bank's program may do."""

    SELL = "sell", Role.MANAGER, Role.CASHIER
    CATALOGUE = "catalogue: read", Role.MANAGER, Role.CASHIER
    OFFERS_READ = "offers: read", Role.MANAGER, Role.CASHIER, Role.STOREKEEPER, Role.PRODUCER
    OFFERS_AGREE = "offers: agree", Role.MANAGER, Role.PRODUCER
    TILLS_READ = "tills: read", Role.MANAGER, Role.CASHIER, Role.STOREKEEPER
    CUSTOMERS = "customers", Role.MANAGER, Role.CASHIER
    VOUCHERS_READ = "vouchers: read", Role.MANAGER, Role.CASHIER
    BANK_NOTICES = "bank notices: send", Role.MANAGER
