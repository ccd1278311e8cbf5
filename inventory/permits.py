"""Permits about goods and where they lie."""

from __future__ import annotations

from core.people.permits import AnyPermit, Role


class GoodsPermit(AnyPermit):
    """What a producer reads is narrowed to that producer's goods."""

    READ = "goods: read", Role.MANAGER, Role.CASHIER, Role.STOREKEEPER, Role.PRODUCER
    WRITE = "goods: receive, return, lose, move, count", Role.MANAGER, Role.STOREKEEPER
    DOCUMENTS_READ = "goods documents: read", Role.MANAGER, Role.STOREKEEPER, Role.PRODUCER
    ANNOUNCE = "goods: announce", Role.MANAGER, Role.PRODUCER
    COUNTERSIGN = "counts: countersign", Role.MANAGER, Role.PRODUCER
    SCAN = "goods: scan", Role.MANAGER, Role.CASHIER, Role.STOREKEEPER
    LABELS = "labels: print", Role.MANAGER, Role.STOREKEEPER, Role.PRODUCER
    PLACES_READ = "places: read", Role.MANAGER, Role.CASHIER, Role.STOREKEEPER
    FEEDBACK_READ = "feedback of visitors: read", Role.MANAGER, Role.STOREKEEPER
    FAIRS_READ = "fairs: read", Role.MANAGER, Role.STOREKEEPER, Role.OFFICER
    FAIRS_WRITE = "fairs: record", Role.MANAGER, Role.OFFICER
