"""What the suppliers' area registers."""

from __future__ import annotations

from core.area import Area, MenuItem, PageTab
from core.db.append_only import Guards
from core.i18n import N_
from core.people.permits import Permit
from suppliers import api, audit_actions, choices, integrity, models, papers, products, statement_queries
from suppliers.agreements import api as agreements_api
from suppliers.agreements import ends
from suppliers.agreements import models as agreement_models
from suppliers.allowances import models as allowances
from suppliers.certificates import api as papers_api
from suppliers.certificates import pages as paper_pages
from suppliers.certificates import papers as producer_papers
from suppliers.certificates import register, stars
from suppliers.inviting import api as inviting_api
from suppliers.inviting import choices as inviting_choices
from suppliers.inviting import models as inviting_models
from suppliers.inviting import pages as inviting_pages
from suppliers.members import api as members_api
from suppliers.members import models as member_models
from suppliers.members import pages as member_pages
from suppliers.menu import CHECKS, GOODS, PRODUCERS, PROGRAMME
from suppliers.messages import api as messages_api
from suppliers.messages import models as message_models
from suppliers.messages import pages as message_pages
from suppliers.messages import portal as portal_messages
from suppliers.messages import transports
from suppliers.pages import producers
from suppliers.permits import SuppliersPermit
from suppliers.portal import agreement_pages as portal_agreement
from suppliers.portal import pages as portal
from suppliers.portal import papers as portal_papers
from suppliers.portal import prices as portal_prices
from suppliers.portal import statement_pages as portal_statements
from suppliers.prices import api as prices_api
from suppliers.prices import models as price_models
from suppliers.prices import planning
from suppliers.producer_payments import models as payment_models
from suppliers.producer_payments import payments as producer_payments
from suppliers.producers import PHOTO_USE as PRODUCER_PHOTO_USE
from suppliers.programme import api as programme_api
from suppliers.programme.communes import api as communes_api
from suppliers.programme.communes import choices as commune_choices
from suppliers.programme.councils import api as councils_api
from suppliers.programme.councils import choices as council_choices
from suppliers.programme.councils import models as council_models
from suppliers.programme.councils import scores as programme_scores
from suppliers.programme.files import api as programme_files_api
from suppliers.programme.files import choices as programme_file_choices
from suppliers.programme.files import files as programme_files
from suppliers.programme.files import models as programme_file_models
from suppliers.programme.inspections import api as inspections_api
from suppliers.programme.inspections import choices as inspection_choices
from suppliers.programme.inspections import pages as inspection_pages
from suppliers.programme.marks import api as marks_api
from suppliers.programme.marks import choices as mark_choices
from suppliers.programme.marks import models as mark_models
from suppliers.programme.marks import pages as mark_pages
from suppliers.programme.marks import rules as mark_rules
from suppliers.programme.participation import choices as participation_choices
from suppliers.programme.plans import choices as plan_choices
from suppliers.settling import api as settling_api
from suppliers.settling import models as settling_models

AREA = Area(
    name="suppliers",
    blueprints=(
        api.bp,
        agreements_api.bp,
        prices_api.bp,
        settling_api.bp,
        inviting_api.bp,
        members_api.bp,
        papers_api.bp,
        inspections_api.bp,
        inspection_pages.bp,
        marks_api.bp,
        mark_pages.bp,
        communes_api.bp,
        programme_files_api.bp,
        councils_api.bp,
        programme_api.bp,
        paper_pages.bp,
        producers.bp,
        inviting_pages.bp,
        member_pages.bp,
        portal.bp,
        portal_statements.bp,
        portal_agreement.bp,
        portal_prices.bp,
        portal_papers.bp,
        messages_api.bp,
        message_pages.bp,
        portal_messages.bp,
    ),
    permits=(SuppliersPermit,),
    menu=(
        MenuItem(
            section=GOODS,
            position=40,
            endpoint="suppliers.products.products_list",
            label=N_("Sản phẩm"),
            permit=SuppliersPermit.MASTER_READ,
        ),
        MenuItem(
            section=PRODUCERS,
            position=10,
            endpoint="suppliers.producers_list",
            label=N_("Các nhà sản xuất"),
            permit=SuppliersPermit.MASTER_READ,
        ),
        MenuItem(
            section=PRODUCERS,
            position=20,
            endpoint="suppliers.agreements.agreements_list",
            label=N_("Hợp đồng"),
            permit=Permit.MANAGE,
        ),
        MenuItem(
            section=PRODUCERS,
            position=30,
            endpoint="suppliers.statements.statements_list",
            label=N_("Đối soát, chi trả"),
            permit=Permit.MANAGE,
        ),
        MenuItem(
            section=PRODUCERS,
            position=40,
            endpoint="messages.messages_list",
            label=N_("Tin gửi HTX"),
            permit=Permit.MANAGE,
        ),
        MenuItem(
            section=PROGRAMME,
            position=30,
            endpoint="papers.papers_list",
            label=N_("Giấy tờ"),
            permit=SuppliersPermit.PAPERS_REGISTER,
            count=register.count_to_do,
        ),
        MenuItem(
            section=PROGRAMME,
            position=60,
            endpoint="inspections.inspections_list",
            label=N_("Tập huấn, kiểm tra"),
            permit=SuppliersPermit.PROGRAMME,
        ),
        MenuItem(
            section=PROGRAMME,
            position=70,
            endpoint="marks.marks_list",
            label=N_("Nhãn hiệu"),
            permit=SuppliersPermit.PROGRAMME,
        ),
    ),
    menu_pages={"suppliers.month_end.month_end": "suppliers.statements.statements_list"},
    tabs=(
        PageTab(
            group=CHECKS,
            position=20,
            endpoint="inspections.inspections_list",
            label=N_("Kiểm tra"),
            permit=SuppliersPermit.PROGRAMME,
        ),
    ),
    labels={
        "inspection_subject": inspection_choices.InspectionSubject,
        "inspection_result": inspection_choices.InspectionOutcome,
        "mark_place": mark_choices.MarkPlace,
        "inspection_state": inspection_choices.InspectionState,
        "producer_kind": choices.ProducerKind,
        "vat": choices.VatClass,
        "product_set": dict(enumerate(choices.PRODUCT_SETS, 1)),
        "basis": choices.Basis,
        "commission_base": choices.CommissionBase,
        "bearer": choices.Bearer,
        "discount_bearer": choices.DISCOUNT_BEARER_LABELS,
        "vat_kept_by": choices.VatKeeper,
        "cause": choices.LossCause,
        "book": choices.BookKind,
        "allowance_period": choices.AllowancePeriod,
        "expiry_choice": choices.ExpiryChoice,
        "cycle": choices.Cycle,
        "charge_per": choices.ChargePer,
        "paper_kind": choices.PaperKind,
        "paper_state": choices.PaperState,
        "without_paper": choices.WithoutPaper,
        "visibility": choices.Visibility,
        "version_state": choices.VersionState,
        "board_step": choices.StatementStep,
        "statement_state": choices.StatementState,
        "payout_method": choices.PayoutMethod,
        "bank_file_field": choices.BankFileField,
        "price_state": choices.PriceState,
        "invitation_state": inviting_choices.InvitationState,
        "proposal_state": choices.ProposalState,
        "message_kind": choices.ProducerMessageKind,
        "message_state": choices.MessageState,
        "contact_channel": choices.ContactChannel,
        "sold_every": choices.SoldEvery,
        "unit_level": commune_choices.UnitLevel,
        "council_level": council_choices.CouncilLevel,
        "file_state": programme_file_choices.FileState,
        "programme_step": dict(enumerate(programme_file_choices.STEPS, 1)),
        "programme_group": dict(enumerate(programme_file_choices.PRIORITY_GROUPS, 1)),
        "programme_target": plan_choices.TargetKind,
        "participation_kind": participation_choices.ParticipationKind,
    },
    checks=(integrity.gaps, stars.gaps, programme_scores.gaps),
    guards=Guards(
        (
            *models.APPEND_ONLY,
            *agreement_models.APPEND_ONLY,
            *allowances.APPEND_ONLY,
            *settling_models.APPEND_ONLY,
            *payment_models.APPEND_ONLY,
            *member_models.APPEND_ONLY,
            *mark_models.APPEND_ONLY,
            *programme_file_models.APPEND_ONLY,
            *council_models.APPEND_ONLY,
        ),
        {
            **models.MUTABLE_COLUMNS,
            **inviting_models.MUTABLE_COLUMNS,
            **message_models.MUTABLE_COLUMNS,
            **price_models.MUTABLE_COLUMNS,
            **settling_models.MUTABLE_COLUMNS,
        },
    ),
    day_begins=(planning.take_effect, ends.warn),
    configure=(transports.configure,),
    audit_actions=audit_actions.LABELS,
    audit_fields=audit_actions.FIELDS,
    papers=papers.PAPERS,
    file_uses=(products.PHOTO_USE, PRODUCER_PHOTO_USE, producer_papers.FILE_USE, mark_rules.FILE_USE, programme_files.FILE_USE),
    document_numbers={
        choices.SourceKind.PAYOUT.value: statement_queries.payout_numbers,
        choices.SourceKind.PRODUCER_PAYMENT.value: producer_payments.payment_numbers,
    },
)
