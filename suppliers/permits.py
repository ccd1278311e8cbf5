"""Permits about producers, their products, books and statements."""

from __future__ import annotations

from core.people.permits import AnyPermit, Role


class SuppliersPermit(AnyPermit):
    """What a producer's own permits show is narrowed to that producer."""

    MASTER_READ = "master data: read", Role.MANAGER, Role.STOREKEEPER
    PRODUCERS_READ = "producers: read", Role.MANAGER, Role.STOREKEEPER, Role.OFFICER, Role.PRODUCER
    CONTACTS_READ = "producers: read phone and bank account", Role.MANAGER, Role.STOREKEEPER, Role.PRODUCER
    PRODUCTS_READ = "products: read", Role.MANAGER, Role.CASHIER, Role.STOREKEEPER, Role.OFFICER, Role.PRODUCER
    PRICES_READ = "prices: read", Role.MANAGER, Role.CASHIER, Role.STOREKEEPER, Role.PRODUCER
    PRICES_PROPOSE = "prices: propose", Role.MANAGER, Role.PRODUCER
    AGREEMENTS_READ = "agreements: read", Role.MANAGER, Role.STOREKEEPER, Role.PRODUCER
    AGREEMENT_VERSIONS = "agreements: read and confirm versions", Role.MANAGER, Role.PRODUCER
    PAPERS_READ = "papers: read", Role.MANAGER, Role.STOREKEEPER, Role.OFFICER, Role.PRODUCER
    PAPERS_WRITE = "papers: record", Role.MANAGER, Role.OFFICER, Role.PRODUCER
    PAPERS_REGISTER = "papers: the register of all", Role.MANAGER, Role.STOREKEEPER, Role.OFFICER
    PAPERS_APPROVE = "papers: approve", Role.MANAGER, Role.OFFICER
    PROGRAMME = "programme: read and record", Role.MANAGER, Role.OFFICER
    PROGRAMME_FILES_READ = "programme files: read", Role.MANAGER, Role.OFFICER, Role.PRODUCER
    BOOK_READ = "book: read", Role.MANAGER, Role.PRODUCER
    STATEMENT_REPLY = "statement: accept, ask", Role.MANAGER, Role.PRODUCER
    MEMBERS = "members: read and record", Role.MANAGER, Role.PRODUCER
    CHANNELS = "messages: choose channels", Role.MANAGER, Role.PRODUCER
    PORTAL = "portal", Role.PRODUCER
