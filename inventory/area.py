"""What the inventory registers."""

from __future__ import annotations

from functools import partial

from core.area import Area, MenuItem, PageTab
from core.db.append_only import Guards
from core.i18n import N_
from core.people.permits import Role
from inventory import api, api_documents, audit_actions, choices, document_queries, integrity, models, papers
from inventory import messages as messages
from inventory.announcing import api as announcing_api
from inventory.announcing import models as announcing_models
from inventory.announcing.pages import announcements, call_ups, cover
from inventory.announcing.pages import portal as portal_announcing
from inventory.codes import api as codes_api
from inventory.correcting import models as correcting_models
from inventory.counting import api as counting_api
from inventory.counting import models as counting_models
from inventory.expiry import api as expiry_api
from inventory.expiry import models as expiry_models
from inventory.fairs import api as fairs_api
from inventory.fairs import pages as public_fairs
from inventory.feedback import erasing
from inventory.feedback import models as feedback_models
from inventory.feedback import pages as feedback
from inventory.finding import api as finding_api
from inventory.labels import papers as label_papers
from inventory.labels import stocks
from inventory.oversold import api as oversold_api
from inventory.oversold import models as oversold_models
from inventory.pages import stock
from inventory.permits import GoodsPermit
from inventory.photos import models as photo_models
from inventory.photos import photos
from inventory.previews import api as previews_api
from inventory.recalls import api as recalls_api
from inventory.recalls import models as recall_models
from inventory.stock_view import authors
from inventory.trace import api as trace_api
from suppliers.menu import GOODS

TO_COME = "to_come"
"""The pages about what runs out and what comes."""

AREA = Area(
    name="inventory",
    blueprints=(
        api.bp,
        api_documents.bp,
        codes_api.bp,
        announcing_api.bp,
        counting_api.bp,
        expiry_api.bp,
        fairs_api.bp,
        finding_api.bp,
        previews_api.bp,
        oversold_api.bp,
        recalls_api.bp,
        trace_api.bp,
        stock.bp,
        public_fairs.bp,
        feedback.bp,
        cover.bp,
        call_ups.bp,
        announcements.bp,
        portal_announcing.bp,
    ),
    permits=(GoodsPermit,),
    menu=(
        MenuItem(
            section=GOODS,
            position=10,
            endpoint="inventory.receiving.receive",
            label=N_("Nhận hàng"),
            permit=GoodsPermit.WRITE,
        ),
        MenuItem(section=GOODS, position=20, endpoint="inventory.stock", label=N_("Tồn kho"), permit=GoodsPermit.READ),
        MenuItem(section=GOODS, position=25, endpoint="cover.cover_page", label=N_("Sắp hết hàng"), permit=GoodsPermit.WRITE),
        MenuItem(
            section=GOODS,
            position=30,
            endpoint="inventory.counting.overview",
            label=N_("Kiểm kê"),
            permit=GoodsPermit.WRITE,
        ),
    ),
    menu_pages={
        "inventory.goods_documents.deliveries": "inventory.receiving.receive",
        "call_ups.call_ups_list": "cover.cover_page",
        "call_ups.new_call_up": "cover.cover_page",
        "announcements.announcements_list": "cover.cover_page",
    },
    tabs=(
        PageTab(group=TO_COME, position=10, endpoint="cover.cover_page", label=N_("Sắp hết hàng"), permit=GoodsPermit.WRITE),
        PageTab(
            group=TO_COME, position=20, endpoint="call_ups.call_ups_list", label=N_("Lời gọi hàng"), permit=GoodsPermit.WRITE
        ),
        PageTab(
            group=TO_COME,
            position=30,
            endpoint="announcements.announcements_list",
            label=N_("Hàng sắp về"),
            permit=GoodsPermit.WRITE,
        ),
    ),
    homes={Role.STOREKEEPER: "inventory.stock", Role.PRODUCER: "inventory.portal_goods.home"},
    labels={
        "label_kind": choices.LabelKind,
        "label_stock": stocks.LabelStock,
        "announcement_state": choices.AnnouncementState,
        "expiry_proposal_state": choices.ExpiryProposalState,
        "call_up_state": choices.CallUpState,
        "return_state": choices.ReturnState,
        "oversold_state": choices.OversoldState,
        "oversold_choice": choices.OversoldChoice,
        "count_session_state": choices.CountSessionState,
        "countersign_state": choices.CountersignState,
        "fair_state": choices.FairState,
        "feedback_state": choices.FeedbackState,
        "movement": choices.MovementKind,
        "outside": choices.Outside,
        "place_kind": choices.PlaceKind,
    },
    checks=(integrity.gaps,),
    guards=Guards(
        (
            *models.APPEND_ONLY,
            *counting_models.APPEND_ONLY,
            *announcing_models.APPEND_ONLY,
            *expiry_models.APPEND_ONLY,
            *recall_models.APPEND_ONLY,
            *photo_models.APPEND_ONLY,
            *correcting_models.APPEND_ONLY,
            *oversold_models.APPEND_ONLY,
            *feedback_models.APPEND_ONLY,
        ),
        {**counting_models.MUTABLE_COLUMNS, **announcing_models.MUTABLE_COLUMNS, **feedback_models.MUTABLE_COLUMNS},
    ),
    audit_actions=audit_actions.LABELS,
    audit_fields=audit_actions.FIELDS,
    papers=(*papers.PAPERS, *label_papers.PAPERS),
    document_numbers={kind.value: partial(document_queries.numbers_of, kind) for kind in choices.GoodsDocumentKind},
    document_authors={kind.value: partial(authors.authors_of, kind) for kind in choices.GoodsDocumentKind},
    file_uses=(photos.FILE_USE,),
    configure=(erasing.configure,),
)
