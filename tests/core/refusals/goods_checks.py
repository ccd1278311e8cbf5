"""Rows of goods in trust that the database refuses: table, rule, a good row, and what is changed in its copy."""

from __future__ import annotations

GOODS_CHECKS: list[tuple[str, str, str, dict[str, str]]] = [
    ("count_session", "ck_count_session_ended_by_somebody", "state = 'open'", {"ended_by": "'thukho'"}),
    ("count_session", "ck_count_session_ended_by_somebody", "state = 'dropped'", {"ended_at": "NULL"}),
    ("count_session", "ck_count_session_closed_by_a_count", "state = 'closed'", {"count_uid": "NULL"}),
    ("count_session", "ck_count_session_of_a_count", "state = 'open'", {"document_kind": "'loss'"}),
    ("count_entry", "ck_count_entry_not_negative", "1=1", {"counted": "-1"}),
]

GOODS_UNIQUE: list[tuple[str, str, str, dict[str, str]]] = [
    ("count_session", "pk_count_session", "1=1", {"uid": "uid"}),
    ("count_session", "uq_count_session_count_uid", "state = 'closed'", {}),
    ("count_entry", "uq_count_entry_uid", "1=1", {"uid": "uid"}),
    ("count_session_product", "pk_count_session_product", "1=1", {}),
]
