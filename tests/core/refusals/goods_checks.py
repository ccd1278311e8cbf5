"""Rows of goods in trust that the database refuses: table, rule, a good row, and what is changed in its copy."""

from __future__ import annotations

GOODS_CHECKS: list[tuple[str, str, str, dict[str, str]]] = [
    ("count_session", "ck_count_session_ended_by_somebody", "state = 'open'", {"ended_by": "'thukho'"}),
    ("count_session", "ck_count_session_ended_by_somebody", "state = 'dropped'", {"ended_at": "NULL"}),
    ("count_session", "ck_count_session_closed_by_a_count", "state = 'closed'", {"count_uid": "NULL"}),
    ("count_session", "ck_count_session_of_a_count", "state = 'open'", {"document_kind": "'loss'"}),
    ("count_entry", "ck_count_entry_not_negative", "1=1", {"counted": "-1"}),
    ("agreement_version", "ck_agreement_version_answer_days", "1=1", {"version": "99", "answer_days": "-1"}),
    ("agreement_allowance", "ck_agreement_allowance_value", "1=1", {"cause": "'recall'", "value_vnd": "-1"}),
    ("agreement_expiry", "ck_agreement_expiry_not_negative", "1=1", {"version_id": "900000", "days": "-1"}),
    ("agreement_expiry", "ck_agreement_expiry_rate", "1=1", {"version_id": "900000", "rate_bp": "NULL"}),
    ("allowance_use", "ck_allowance_use_within_its_worth", "reverses IS NULL", {"used_vnd": "worth_vnd + 1"}),
    ("allowance_use", "ck_allowance_use_within_its_worth", "reverses IS NOT NULL", {"reverses": "NULL"}),
    ("set_aside_line", "ck_set_aside_line_of_a_return", "1=1", {"n": "99", "document_kind": "'loss'"}),
    ("set_aside_line", "ck_set_aside_line_positive", "1=1", {"n": "99", "quantity": "0"}),
    ("set_aside_end", "ck_set_aside_end_of_a_return", "1=1", {"return_uid": "'x'", "document_kind": "'loss'"}),
    ("set_aside_end", "ck_set_aside_end_is_an_end", "outcome = 'cancelled'", {"return_uid": "'x'", "outcome": "'set_aside'"}),
    ("set_aside_end", "ck_set_aside_end_handed_to_somebody", "outcome = 'handed_over'", {"handed_to": "NULL"}),
    ("call_up", "ck_call_up_ended_by_somebody", "state = 'open'", {"ended_by": "'thukho'"}),
    ("call_up", "ck_call_up_note_of_an_answer", "state = 'cancelled'", {"answer_note": "'không có'"}),
    ("call_up_line", "ck_call_up_line_positive", "1=1", {"n": "99", "quantity": "0"}),
    ("announcement", "ck_announcement_of_a_delivery", "state = 'open'", {"document_kind": "'loss'"}),
    ("announcement", "ck_announcement_received_by_a_delivery", "state = 'open'", {"state": "'received'"}),
    ("announcement_line", "ck_announcement_line_positive", "1=1", {"n": "99", "quantity": "0"}),
    (
        "announcement_line",
        "ck_announcement_line_dates",
        "1=1",
        {"n": "99", "made_on": "'2026-12-02'", "best_before": "'2026-12-01'"},
    ),
    ("announced_delivery", "ck_announced_delivery_of_a_delivery", "1=1", {"delivery_uid": "'x'", "document_kind": "'loss'"}),
]

GOODS_UNIQUE: list[tuple[str, str, str, dict[str, str]]] = [
    ("count_session", "pk_count_session", "1=1", {"uid": "uid"}),
    ("count_session", "uq_count_session_count_uid", "state = 'closed'", {}),
    ("count_entry", "uq_count_entry_uid", "1=1", {"uid": "uid"}),
    ("agreement_allowance", "pk_agreement_allowance", "1=1", {}),
    ("agreement_expiry", "pk_agreement_expiry", "1=1", {}),
    ("allowance_use", "uq_allowance_use_reverses", "reverses IS NOT NULL", {}),
    ("set_aside_line", "pk_set_aside_line", "1=1", {}),
    ("set_aside_end", "pk_set_aside_end", "1=1", {"uid": "'x'"}),
    ("set_aside_end", "uq_set_aside_end_outcome_uid", "1=1", {"return_uid": "'x'", "uid": "uid"}),
    ("call_up", "uq_call_up_uid", "1=1", {"uid": "uid"}),
    ("call_up_line", "pk_call_up_line", "1=1", {}),
    ("announcement", "uq_announcement_uid", "state = 'open'", {"uid": "uid"}),
    ("announcement", "uq_announcement_delivery_uid", "state = 'received'", {}),
    ("announcement_line", "pk_announcement_line", "1=1", {}),
    ("announced_delivery", "pk_announced_delivery", "1=1", {}),
    ("count_session_product", "pk_count_session_product", "1=1", {}),
]
