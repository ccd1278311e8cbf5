"""What selling registers."""

from __future__ import annotations

from functools import partial
from itertools import chain

from core.area import TOP, Area, MenuItem, MenuSection
from core.db.append_only import Guards
from core.i18n import N_
from core.people.permits import Permit, Role
from core.printing.spool.choices import PrintJobState
from pos import api, audit_actions, choices, integrity, models, money_api, sales
from pos.baskets import api as baskets_api
from pos.baskets import models as basket_models
from pos.baskets import pages as baskets_pages
from pos.counter import api as counter_api
from pos.counter import carts_api
from pos.counter import models as counter
from pos.customers import api as customers_api
from pos.customers import audit_actions as customers_audit
from pos.customers import choices as customers_choices
from pos.customers import integrity as customers_integrity
from pos.customers import models as customers_models
from pos.customers import pages as customers_pages
from pos.display import api as display_api
from pos.display import pages as display_pages
from pos.offers import api as offers_api
from pos.offers import models as offer_models
from pos.offers import pages as offers_pages
from pos.pads import PAD
from pos.paying import api as paying_api
from pos.permits import SalesPermit
from pos.receipts import api as receipts_api
from pos.receipts.papers import PAPERS
from pos.recovery import api as recovery_api
from pos.terminal import api as terminal_api
from pos.terminal import pad_pages, pages, sheet_pages, shell
from pos.vouchers import api as vouchers_api
from pos.vouchers import audit_actions as vouchers_audit
from pos.vouchers import integrity as vouchers_integrity
from pos.vouchers import models as vouchers_models
from pos.vouchers import pages as vouchers_pages
from suppliers.choices import SourceKind

OFFERS = MenuSection(24, N_("Giá và khuyến mãi"))
CUSTOMERS = MenuSection(25, N_("Khách hàng"))
_MODELS = (models, counter, customers_models, vouchers_models, offer_models, basket_models)

AREA = Area(
    name="pos",
    blueprints=(
        api.bp,
        money_api.bp,
        paying_api.bp,
        receipts_api.bp,
        counter_api.bp,
        carts_api.bp,
        customers_api.bp,
        vouchers_api.bp,
        recovery_api.bp,
        display_api.bp,
        terminal_api.bp,
        display_pages.bp,
        customers_pages.bp,
        vouchers_pages.bp,
        offers_pages.bp,
        baskets_pages.bp,
        offers_api.bp,
        baskets_api.bp,
        pages.bp,
        shell.bp,
        pad_pages.bp,
        sheet_pages.bp,
    ),
    permits=(SalesPermit,),
    token_uses={"bank-notices": SalesPermit.BANK_NOTICES},
    menu=(
        MenuItem(section=TOP, position=20, endpoint="sell.sell", label=N_("Bán hàng"), permit=SalesPermit.SELL),
        MenuItem(section=OFFERS, position=10, endpoint="offers.offers_list", label=N_("Khuyến mãi"), permit=Permit.MANAGE),
        MenuItem(section=OFFERS, position=20, endpoint="baskets.baskets_list", label=N_("Giỏ quà"), permit=Permit.MANAGE),
        MenuItem(
            section=CUSTOMERS,
            position=10,
            endpoint="customers.customers_list",
            label=N_("Các khách hàng"),
            permit=Permit.MANAGE,
        ),
        MenuItem(section=CUSTOMERS, position=20, endpoint="customers.debtors_list", label=N_("Sổ nợ"), permit=Permit.MANAGE),
        MenuItem(
            section=CUSTOMERS, position=30, endpoint="vouchers.vouchers_list", label=N_("Phiếu mua hàng"), permit=Permit.MANAGE
        ),
    ),
    homes={Role.CASHIER: "sell.sell"},
    labels={
        "flag": choices.FlagCode,
        "offer_kind": choices.OfferKind,
        "offer_scope": choices.OfferScope,
        "offer_bearer": choices.OfferBearer,
        "method": choices.PaymentMethod,
        "approved": choices.Approved,
        "account_kind": customers_choices.AccountKind,
        "customer_payment_method": customers_choices.CustomerPaymentMethod,
        "cash_move": choices.CashMoveKind,
        "print_job": PrintJobState,
        "token_use": {"bank-notices": N_("báo có của ngân hàng")},
    },
    checks=(integrity.gaps, customers_integrity.gaps, vouchers_integrity.gaps),
    guards=Guards(
        tuple(chain.from_iterable(one.APPEND_ONLY for one in _MODELS)),
        {**models.MUTABLE_COLUMNS, **customers_models.MUTABLE_COLUMNS, **vouchers_models.MUTABLE_COLUMNS},
    ),
    audit_actions={**audit_actions.LABELS, **customers_audit.LABELS, **vouchers_audit.LABELS},
    audit_fields={**audit_actions.FIELDS, **customers_audit.FIELDS, **vouchers_audit.FIELDS},
    document_numbers={
        SourceKind.SALE.value: partial(sales.numbers_of, models.Sale),
        SourceKind.REFUND.value: partial(sales.numbers_of, models.Refund),
    },
    document_authors={
        SourceKind.SALE.value: partial(sales.cashiers_of, models.Sale),
        SourceKind.REFUND.value: partial(sales.cashiers_of, models.Refund),
    },
    papers=(*PAPERS, PAD),
)
