"""The eleventh schema: the programme's plans, files, councils, checks, fairs and marks, and what visitors read and write.

Revision: 0011, after 0010. How to change a table stands at the head of 0002; here a change goes into the file of its
subject, `migrations/eleventh/<subject>.py`. A table that only grows is added to the lists of the revision before, repeated here.
"""

from types import ModuleType

from migrations.eleventh import fairs, feedback, inspections, marks, news, pads, paper_refusals, plans, programme_files, site

revision = "0011"
down_revision = "0010"
SUBJECTS: tuple[ModuleType, ...] = (fairs, programme_files, plans, feedback, site, news, inspections, paper_refusals, pads, marks)

APPEND_ONLY = (
    "audit_line",
    "chain_link",
    "product_price",
    "agreement_version",
    "agreement_term",
    "term_loss",
    "book_line",
    "correction",
    "statement_line",
    "statement_message",
    "payout",
    "producer_payment",
    "goods_document",
    "goods_reversal",
    "movement",
    "delivery_line",
    "count_line",
    "surplus_line",
    "printed_labels",
    "till_presence",
    "skipped_number",
    "cash_move",
    "sale",
    "sale_line",
    "sale_line_adjustment",
    "shift_count",
    "payment",
    "payment_confirmation",
    "refund",
    "refund_line",
    "customer_sale",
    "customer_payment",
    "account_entry",
    "voucher_entry",
    "slip_logo",
    "slip_template",
    "drawer_opening",
    "cart_void",
    "cart_void_line",
    "shift_recount",
    "shift_recount_note",
    "payment_correction",
    "exchange",
    "keyed_sheet",
    "spoiled_sheet",
    "offer_version",
    "offer_day",
    "offer_target",
    "offer_step",
    "offer_agreement",
    "basket_version",
    "basket_item",
    "basket_agreement",
    "sale_note",
    "shift_float",
    "count_session_product",
    "count_entry",
    "count_reply",
    "call_up_line",
    "announced_delivery",
    "agreement_allowance",
    "agreement_expiry",
    "allowance_use",
    "expiry_answer",
    "oversold_decision",
    "expiry_asking",
    "recall",
    "recalled_lot",
    "set_aside_line",
    "set_aside_end",
    "stored_file",
    "file_copy",
    "goods_photo",
    "agreement_charge",
    "agreement_paper",
    "agreement_confirmation",
    "agreement_end_notice",
    "goods_correction",
    "settlement",
    "payout_batch",
    "programme_pack",
    "member_lot",
    "mark_rule",
    "mark_file",
    "mark_target",
    "mark_use",
    "programme_step",
    "programme_council",
    "programme_score",
    "programme_reversal",
    "feedback",
    "feedback_decision",
    "feedback_note",
)
MUTABLE_COLUMNS = {
    "account_change": ("decision", "decided_by", "decided_at"),
    "offline_code": ("used_at", "used_for", "withdrawn_at"),
    "statement": ("paid_vnd", "accepted_at", "accepted_by", "accepted_note"),
    "producer_message": ("read_at", "read_by"),
    "message_delivery": ("transport", "address", "state", "sent_at", "trouble"),
    "settlement_item": ("statement_uid", "refusal"),
    "payout_batch_item": ("payout_uid", "refusal"),
    "price_proposal": ("decision", "decided_at", "decided_by", "answer"),
    "shift": ("closed_at", "closed_by", "expected_vnd", "counted_vnd", "difference_vnd", "close_approved_by"),
    "bank_notice": ("sale_uid",),
    "sale_flag": ("reviewed_by", "reviewed_at", "note"),
    "refund_flag": ("reviewed_by", "reviewed_at", "note"),
    "customer": (
        "phone",
        "name",
        "name_folded",
        "company",
        "tax_code",
        "address",
        "email",
        "consent",
        "note",
        "credit_limit_vnd",
        "salt",
        "erased_at",
    ),
    "voucher": ("value_vnd", "valid_until", "note"),
    "count_session": ("state", "ended_at", "ended_by", "count_uid"),
    "invitation": ("person_id", "opened_at", "opened_from", "withdrawn_at", "withdrawn_by"),
    "call_up": ("state", "ended_at", "ended_by", "answer_note"),
    "feedback_case": ("closed_at", "closed_by"),
}
CLEARABLE_COLUMNS = {"idempotency_key": ("answer",)}


def upgrade() -> None:
    """Changes the tables."""
    for subject in SUBJECTS:
        subject.upgrade()


def downgrade() -> None:
    raise NotImplementedError("an earlier schema is not made again; restore the backup that was made before the upgrade")
