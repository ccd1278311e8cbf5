"""Rows of goods in trust that the database refuses: table, rule, a good row, and what is changed in its copy."""

from __future__ import annotations

GOODS_CHECKS: list[tuple[str, str, str, dict[str, str]]] = [
    ("count_session", "ck_count_session_ended_by_somebody", "state = 'open'", {"ended_by": "'thukho'"}),
    ("count_session", "ck_count_session_ended_by_somebody", "state = 'dropped'", {"ended_at": "NULL"}),
    ("count_session", "ck_count_session_closed_by_a_count", "state = 'closed'", {"count_uid": "NULL"}),
    ("count_session", "ck_count_session_of_a_count", "state = 'open'", {"document_kind": "'loss'"}),
    ("count_entry", "ck_count_entry_not_negative", "1=1", {"counted": "-1"}),
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
    ("call_up", "uq_call_up_uid", "1=1", {"uid": "uid"}),
    ("call_up_line", "pk_call_up_line", "1=1", {}),
    ("announcement", "uq_announcement_uid", "state = 'open'", {"uid": "uid"}),
    ("announcement", "uq_announcement_delivery_uid", "state = 'received'", {}),
    ("announcement_line", "pk_announcement_line", "1=1", {}),
    ("announced_delivery", "pk_announced_delivery", "1=1", {}),
    ("count_session_product", "pk_count_session_product", "1=1", {}),
]
