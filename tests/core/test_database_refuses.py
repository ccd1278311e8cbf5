"""The database itself refuses what no act of the outlet may do: named checks, unique rules, and books that only grow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError

from core.db import db
from tests.api.lived_in import live_in
from tests.conftest import BOTH, NewDatabase, _application, _close
from tests.core.selling_checks import SELLING_CHECKS, SELLING_UNIQUE
from tests.guards import APPEND_ONLY, CLEARABLE_COLUMNS, MUTABLE_COLUMNS
from tests.paper.printer_rows import PRINTER, PRINTER_CHECKS


@pytest.fixture(scope="module", params=BOTH)
def lived_in(
    request: pytest.FixtureRequest, new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """An outlet with at least one row in every book, on each kind of database."""
    app = _application(new_database(request.param), tmp_path_factory.mktemp("data"))
    live_in(app)
    yield app
    _close(app)


@pytest.fixture
def raw(lived_in: Flask) -> Iterator[Connection]:
    """A connection whose changes are always rolled back."""
    with lived_in.app_context(), db.engine.connect() as connection:
        yield connection
        connection.rollback()


def _refused(raw: Connection, sql: str, name: str, **values: Any) -> None:
    """The statement is refused, and the error names the broken rule."""
    with pytest.raises(IntegrityError) as refusal:
        raw.execute(text(sql), values)
    message = str(refusal.value.orig)
    unnamed = raw.dialect.name == "sqlite" and "UNIQUE" in message and name.startswith(("uq_", "pk_"))
    assert name in message or unnamed, message
    raw.rollback()


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("act", ["UPDATE", "DELETE"])
def test_books_only_grow(raw: Connection, table: str, act: str) -> None:
    assert raw.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 0, "the test's outlet has no such row"
    column = inspect(raw).get_columns(table)[-1]["name"]
    raw.rollback()
    _refused(raw, f"UPDATE {table} SET {column} = {column}" if act == "UPDATE" else f"DELETE FROM {table}", "only grows")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_books_are_not_emptied_at_a_stroke(raw: Connection, table: str) -> None:
    if raw.dialect.name == "postgresql":
        _refused(raw, f"TRUNCATE {table} CASCADE", "only grows")
    else:
        _refused(raw, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}", "only grows")


@pytest.mark.parametrize("table", [*MUTABLE_COLUMNS, *CLEARABLE_COLUMNS])
def test_a_row_with_mutable_columns_is_never_removed(raw: Connection, table: str) -> None:
    assert raw.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 0, "the test's outlet has no such row"
    _refused(raw, f"DELETE FROM {table}", "only grows")
    if raw.dialect.name == "postgresql":
        _refused(raw, f"TRUNCATE {table} CASCADE", "only grows")
    else:
        _refused(raw, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}", "only grows")


@pytest.mark.parametrize("table", [*MUTABLE_COLUMNS, *CLEARABLE_COLUMNS])
def test_every_other_column_stays_as_it_was_written(raw: Connection, table: str) -> None:
    columns = {c["name"]: c["type"] for c in inspect(raw).get_columns(table)}
    raw.rollback()
    for name, kind in columns.items():
        if name in MUTABLE_COLUMNS.get(table, ()):
            raw.execute(text(f"UPDATE {table} SET {name} = {name}"))
            raw.rollback()
            continue
        other = {int: f"COALESCE({name}, 0) + 1", str: "'another'"}.get(kind.python_type, "'1999-01-01'")
        _refused(raw, f"UPDATE {table} SET {name} = {other}", "columns that never change")


@pytest.mark.parametrize("table", CLEARABLE_COLUMNS)
def test_a_clearable_column_becomes_null_and_stays_null(raw: Connection, table: str) -> None:
    for column in CLEARABLE_COLUMNS[table]:
        raw.execute(text(f"UPDATE {table} SET {column} = NULL"))
        raw.execute(text(f"UPDATE {table} SET {column} = NULL"))
        _refused(raw, f"UPDATE {table} SET {column} = 'another'", "columns that never change")
        key = inspect(raw).get_pk_constraint(table)["constrained_columns"][0]
        raw.rollback()
        _refused(raw, f"UPDATE {table} SET {column} = NULL, {key} = 'another'", "columns that never change")
        raw.execute(text(f"UPDATE {table} SET {column} = NULL"))
        with pytest.raises(IntegrityError, match="columns that never change"):
            raw.execute(text(f"UPDATE {table} SET {column} = 'the first one again'"))
        raw.rollback()


def _copied(raw: Connection, table: str, where: str, change: dict[str, str]) -> str:
    """The SQL that inserts a changed copy of one good row."""
    names = [c["name"] for c in inspect(raw).get_columns(table)]
    raw.rollback()
    fresh = {"uid": "'copy'", "number": "'9999-000001'", "chain_no": "900000", "digest": "'copy'", "id": "900000"}
    if table in {"sale", "refund"}:
        fresh |= {"year": "9999", "sequence": "900000"}
    if table == "payout":
        fresh |= {"sequence": "sequence + 900000"}
    values = [change.get(n, fresh.get(n, f'"{n}"')) for n in names]
    quoted = ", ".join(f'"{n}"' for n in names)
    rows = f"SELECT * FROM {table} WHERE {where} LIMIT 1"
    return f"INSERT INTO {table} ({quoted}) SELECT {', '.join(values)} FROM ({rows}) AS good"


CHECKS: list[tuple[str, str, str, dict[str, str]]] = [
    ("sale_line", "ck_sale_line_splits_exactly", "1=1", {"line": "99", "owed_vnd": "owed_vnd + 1"}),
    (
        "sale_line",
        "ck_sale_line_net",
        "1=1",
        {"line": "99", "discount_vnd": "-1", "net_vnd": "gross_vnd + 1", "kept_vnd": "kept_vnd + 1"},
    ),
    ("sale_line", "ck_sale_line_not_negative", "1=1", {"line": "99", "owed_vnd": "-1", "kept_vnd": "net_vnd + 1"}),
    ("sale_line", "ck_sale_line_positive", "1=1", {"line": "99", "quantity": "0"}),
    ("sale_line_adjustment", "ck_sale_line_adjustment_positive", "1=1", {"n": "9", "amount_vnd": "0"}),
    ("sale_line_adjustment", "ck_sale_line_adjustment_by_hand_has_no_code", "1=1", {"n": "9", "code": "'TET'"}),
    ("sale_line_adjustment", "ck_sale_line_adjustment_by_hand_has_no_code", "1=1", {"n": "9", "kind": "'offer'"}),
    ("sale", "ck_sale_not_negative", "1=1", {"total_vnd": "-1"}),
    ("sale", "ck_sale_hour", "1=1", {"business_hour": "24"}),
    ("payment", "ck_payment_method", "1=1", {"n": "9", "method": "'shells'"}),
    ("payment", "ck_payment_enough", "1=1", {"n": "9", "tendered_vnd": "amount_vnd - 1"}),
    ("account_change", "ck_account_change_decided", "decision IS NULL", {"decided_by": "'quanly'"}),
    ("sale_flag", "ck_sale_flag_reviewed_by_somebody", "1=1", {"n": "9", "reviewed_by": "'quanly'"}),
    ("refund_flag", "ck_refund_flag_reviewed_by_somebody", "1=1", {"n": "9", "reviewed_by": "'quanly'"}),
    ("shift_count", "ck_shift_count_pieces", "1=1", {"note_vnd": "500", "pieces": "0"}),
    ("shift_count", "ck_shift_count_note", "1=1", {"note_vnd": "30000"}),
    ("refund", "ck_refund_method", "1=1", {"method": "'shells'"}),
    (
        "refund_line",
        "ck_refund_line_splits_exactly",
        "1=1",
        {"before": "after", "after": "after + quantity", "kept_vnd": "kept_vnd + 1"},
    ),
    ("refund_line", "ck_refund_line_never_over_sold", "1=1", {"before": "sold", "after": "sold + quantity"}),
    ("refund_line", "ck_refund_line_condition", "1=1", {"before": "9", "after": "9 + quantity", "condition": "'eaten'"}),
    ("shift", "ck_shift_closed_means_counted", "closed_at IS NULL", {"till_code": "till_code", "counted_vnd": "1"}),
    ("shift", "ck_shift_float", "closed_at IS NULL", {"opening_float_vnd": "-1"}),
    (
        "shift",
        "ck_shift_difference",
        "closed_at IS NULL",
        {"closed_at": "opened_at", "expected_vnd": "5", "counted_vnd": "7", "difference_vnd": "1"},
    ),
    ("cash_move", "ck_cash_move_positive", "1=1", {"amount_vnd": "0"}),
    ("cash_move", "ck_cash_move_kind", "1=1", {"kind": "'lent'"}),
    ("till", "ck_till_paper", "1=1", {"code": "'NEW'", "paper_mm": "70"}),
    ("place", "ck_place_kind", "1=1", {"code": "'NEW'", "kind": "'cellar'"}),
    ("lot", "ck_lot_not_negative", "1=1", {"code": "'NEW'", "lost": "-1"}),
    ("movement", "ck_movement_positive", "1=1", {"quantity": "0"}),
    ("movement", "ck_movement_has_a_from_and_a_to", "kind = 'received'", {"to_place": "NULL"}),
    ("movement", "ck_movement_has_a_from_and_a_to", "kind = 'sold'", {"to_place": "from_place"}),
    ("movement", "ck_movement_has_a_from_and_a_to", "kind = 'transfer'", {"to_place": "NULL"}),
    ("movement", "ck_movement_source_kind", "1=1", {"source_kind": "'hearsay'"}),
    ("movement", "ck_movement_has_a_from_and_a_to", "reverses IS NOT NULL", {"reverses": "NULL"}),
    ("goods_document", "ck_goods_document_kind", "1=1", {"kind": "'gift'"}),
    ("goods_document", "ck_goods_document_producer", "kind = 'delivery'", {"producer_code": "NULL"}),
    ("goods_document", "ck_goods_document_transfers_go_somewhere", "kind = 'transfer'", {"to_place_code": "NULL"}),
    ("printed_labels", "ck_printed_labels_label", "1=1", {"n": "900", "label": "'word'"}),
    ("printed_labels", "ck_printed_labels_of_a_lot", "1=1", {"n": "900", "lot": "NULL"}),
    ("printed_labels", "ck_printed_labels_has_a_weight", "1=1", {"n": "900", "label": "'weight'"}),
    ("printed_labels", "ck_printed_labels_has_a_weight", "1=1", {"n": "900", "weight": "5"}),
    ("printed_labels", "ck_printed_labels_positive", "1=1", {"n": "900", "pieces": "0"}),
    ("delivery_line", "ck_delivery_line_positive", "1=1", {"n": "900", "quantity": "0"}),
    ("delivery_line", "ck_delivery_line_of_a_delivery", "1=1", {"n": "900", "document_kind": "'loss'"}),
    ("book_line", "ck_book_line_sign_of_quantity", "reverses IS NOT NULL", {"reverses": "NULL"}),
    ("book_line", "ck_book_line_goods_are_reversed", "kind = 'sold'", {"reverses": "uid"}),
    ("book_line", "ck_book_line_sign_of_quantity", "kind = 'sold'", {"quantity": "-quantity"}),
    ("book_line", "ck_book_line_sign_of_owed", "kind = 'sold'", {"owed_vnd": "-1"}),
    ("book_line", "ck_book_line_sign_of_owed", "kind = 'received'", {"owed_vnd": "1"}),
    ("book_line", "ck_book_line_goods_have_a_lot", "kind = 'sold'", {"lot": "NULL"}),
    ("book_line", "ck_book_line_loss_has_a_cause", "kind = 'lost'", {"cause": "NULL"}),
    ("book_line", "ck_book_line_loss_has_a_cause", "kind = 'sold'", {"cause": "'damage'"}),
    ("correction", "ck_correction_amount", "1=1", {"amount_vnd": "0"}),
    ("book_line", "ck_book_line_money_has_no_goods", "kind = 'payout'", {"quantity": "1"}),
    ("payout", "ck_payout_sign_of_amount", "reverses IS NULL", {"amount_vnd": "-1"}),
    ("payout", "ck_payout_sign_of_amount", "reverses IS NULL", {"amount_vnd": "0"}),
    ("payout", "ck_payout_method", "reverses IS NULL", {"method": "'shells'"}),
    ("payout", "ck_payout_has_a_number", "reverses IS NULL", {"year": "NULL", "sequence": "NULL"}),
    ("payout", "ck_payout_has_a_number", "reverses IS NULL", {"sequence": "NULL"}),
    ("payout", "ck_payout_has_a_number", "reverses IS NOT NULL", {"year": "2026", "sequence": "1"}),
    ("agreement_term", "ck_agreement_term_basis", "basis = 'commission'", {"rate_bp": "10001"}),
    ("agreement_term", "ck_agreement_term_basis", "basis = 'commission'", {"owed_per_unit_vnd": "5"}),
    ("agreement_term", "ck_agreement_term_one_scope", "product_code IS NOT NULL", {"product_set": "3"}),
    ("agreement_term", "ck_agreement_term_discount_bearer", "1=1", {"discount_bearer": "'nobody'"}),
    ("agreement_version", "ck_agreement_version_ends_after_start", "1=1", {"version": "99", "ends_on": "'1999-01-01'"}),
    ("product", "ck_product_price", "1=1", {"code": "'NEW'", "plu": "NULL", "price_vnd": "-1"}),
    ("product", "ck_product_places", "1=1", {"code": "'NEW'", "plu": "NULL", "places": "4"}),
    ("product", "ck_product_vat", "1=1", {"code": "'NEW'", "plu": "NULL", "vat": "'20'"}),
    ("product", "ck_product_stars", "1=1", {"code": "'NEW'", "plu": "NULL", "stars": "6"}),
    ("producer", "ck_producer_kind", "1=1", {"code": "'NEW'", "kind": "'pirates'"}),
    ("count_line", "ck_count_line_of_a_count", "1=1", {"document_kind": "'loss'"}),
    ("surplus_line", "ck_surplus_line_of_a_count", "1=1", {"is_reversal": "true", "document_kind": "'loss'"}),
    ("chain_link", "ck_chain_link_signed", "signature IS NOT NULL", {"n": "900000", "key_id": "NULL"}),
    ("skipped_number", "ck_skipped_number_range", "1=1", {"first": "900"}),
    ("surplus_line", "ck_surplus_line_not_zero", "1=1", {"is_reversal": "true", "quantity": "0"}),
    ("vat_rate", "ck_vat_rate_percent", "vat = '8'", {"from_day": "'2090-01-01'", "rate_percent": "101"}),
    ("outlet", "ck_outlet_only_one", "1=1", {"id": "2"}),
    ("person", "ck_person_role", "1=1", {"username": "'x'", "role": "'king'"}),
    ("person", "ck_person_producer_of_role", "1=1", {"username": "'x'", "role": "'producer'"}),
    ("api_token", "ck_api_token_producer_of_role", "1=1", {"digest": "'x'", "role": "'producer'"}),
    *SELLING_CHECKS,
]


@pytest.mark.parametrize(("table", "name", "where", "change"), CHECKS, ids=[f"{c[1]}-{i}" for i, c in enumerate(CHECKS)])
def test_a_check_refuses(raw: Connection, table: str, name: str, where: str, change: dict[str, str]) -> None:
    _refused(raw, _copied(raw, table, where, change), name)


UNIQUE: list[tuple[str, str, str, dict[str, str]]] = [
    ("shift", "uq_shift_one_open_per_till", "closed_at IS NULL", {}),
    ("sale", "uq_sale_number", "1=1", {"number": "number"}),
    ("sale", "pk_sale", "1=1", {"uid": "uid"}),
    ("sale", "uq_sale_year_sequence", "1=1", {"year": "year", "sequence": "sequence"}),
    ("refund", "uq_refund_year_sequence", "1=1", {"year": "year", "sequence": "sequence"}),
    ("sale_flag", "pk_sale_flag", "1=1", {}),
    ("shift_count", "pk_shift_count", "1=1", {}),
    ("sale_line", "uq_sale_line_sale_uid_line", "1=1", {}),
    ("sale_line_adjustment", "pk_sale_line_adjustment", "1=1", {}),
    ("refund", "uq_refund_number", "1=1", {"number": "number"}),
    ("refund_line", "uq_refund_line_sale_uid_line_before", "1=1", {}),
    ("payout", "uq_payout_reverses", "reverses IS NOT NULL", {}),
    ("payout", "uq_payout_year_sequence", "reverses IS NULL", {"sequence": "sequence"}),
    ("movement", "uq_movement_uid", "1=1", {"uid": "uid"}),
    ("movement", "uq_movement_reverses", "reverses IS NOT NULL", {}),
    ("goods_document", "uq_goods_document_kind_uid", "1=1", {"uid": "uid", "sequence": "900"}),
    ("goods_document", "uq_goods_document_kind_year_sequence", "1=1", {}),
    ("goods_reversal", "pk_goods_reversal", "1=1", {}),
    ("book_line", "uq_book_line_reverses", "reverses IS NOT NULL", {}),
    ("book_line", "uq_book_line_uid", "1=1", {"uid": "uid"}),
    ("lot", "uq_lot_code", "1=1", {}),
    ("product", "uq_product_plu", "plu IS NOT NULL", {"code": "'NEW'"}),
    ("barcode", "pk_barcode", "1=1", {}),
    ("idempotency_key", "pk_idempotency_key", "1=1", {}),
    ("statement", "uq_statement_number", "1=1", {"number": "number", "sequence": "99", "year_sequence": "99"}),
    ("statement", "uq_statement_year_year_sequence", "1=1", {"sequence": "99"}),
    ("statement_message", "uq_statement_message_kind_uid", "1=1", {"uid": "uid"}),
    ("correction", "pk_correction", "1=1", {"uid": "uid"}),
    ("term_loss", "pk_term_loss", "1=1", {}),
    ("statement", "uq_statement_producer_code_sequence", "1=1", {"year_sequence": "99"}),
    ("statement_line", "pk_statement_line", "1=1", {}),
    ("payment_confirmation", "pk_payment_confirmation", "1=1", {}),
    ("person", "uq_person_username", "1=1", {}),
    ("api_token", "uq_api_token_digest", "1=1", {"digest": "digest"}),
    ("shelf", "pk_shelf", "1=1", {}),
    ("skipped_number", "pk_skipped_number", "1=1", {}),
    ("surplus_line", "uq_surplus_line_count_uid_product_code_is_reversal", "1=1", {}),
    *SELLING_UNIQUE,
]


@pytest.mark.parametrize(("table", "name", "where", "change"), UNIQUE, ids=[u[1] for u in UNIQUE])
def test_a_second_one_is_refused(raw: Connection, table: str, name: str, where: str, change: dict[str, str]) -> None:
    _refused(raw, _copied(raw, table, where, change), name)


def test_a_shelf_never_goes_below_nothing(raw: Connection) -> None:
    _refused(raw, "UPDATE shelf SET on_hand = -1", "ck_shelf_never_below_nothing")


def test_a_statement_is_never_paid_over(raw: Connection) -> None:
    _refused(raw, "UPDATE statement SET paid_vnd = payable_vnd + 1", "ck_statement_never_over_payable")


def test_an_outlets_steps_and_layout_are_whole(raw: Connection) -> None:
    _refused(raw, "UPDATE outlet SET cash_rounding_vnd = 300", "ck_outlet_rounding_step")
    _refused(raw, "UPDATE outlet SET weight_label = '2FPPPPPGGGGG'", "ck_outlet_weight_label")
    _refused(raw, "UPDATE outlet SET refund_days = -1", "ck_outlet_limits")


def test_a_till_is_heard_until_after_since(raw: Connection) -> None:
    back = "SELECT code, '2026-01-02 00:00:00', '2026-01-01 00:00:00' FROM till LIMIT 1"
    if raw.dialect.name == "postgresql":
        back = back.replace("'2026-01-02 00:00:00', '2026-01-01 00:00:00'", "timestamptz '2026-01-02', timestamptz '2026-01-01'")
    _refused(raw, f"INSERT INTO till_contact (till_code, since, until) {back}", "ck_till_contact_forward")


def test_a_session_ends_at_a_moment_and_for_a_reason(raw: Connection) -> None:
    columns = "id, digest, person_id, started_at, seen_at, ended_at"
    half = "SELECT 900, 'x', id, created_at, created_at, created_at FROM person LIMIT 1"
    _refused(raw, f"INSERT INTO session ({columns}) {half}", "ck_session_whole_end")


@pytest.mark.parametrize(("name", "change"), PRINTER_CHECKS, ids=[check[0] for check in PRINTER_CHECKS])
def test_a_printer_has_settings_that_printers_have(raw: Connection, name: str, change: dict[str, str]) -> None:
    insert = "INSERT INTO printer ({}, added_at) SELECT {}, at FROM audit_line LIMIT 1"
    names = ", ".join(f'"{column}"' for column in PRINTER)
    raw.execute(text(insert.format(names, ", ".join(PRINTER.values()))))
    raw.rollback()
    _refused(raw, insert.format(names, ", ".join((PRINTER | change).values())), f"ck_printer_{name}")


def test_versions_of_a_slip_template_count_from_one_and_speak_known_languages(raw: Connection) -> None:
    columns = "version, second_language, hidden, changed_by, changed_at"
    for values, name in (("0, NULL", "version"), ("900, 'fr'", "second_language")):
        row = f"SELECT {values}, '', 'system', at FROM audit_line LIMIT 1"
        _refused(raw, f"INSERT INTO slip_template ({columns}) {row}", f"ck_slip_template_{name}")


def test_a_slips_picture_goes_by_a_whole_digest(raw: Connection) -> None:
    row = "SELECT 'abc', png, added_by, added_at FROM slip_logo LIMIT 1"
    _refused(raw, f"INSERT INTO slip_logo (digest, png, added_by, added_at) {row}", "ck_slip_logo_digest")


def test_copies_are_counted_from_nothing(raw: Connection) -> None:
    columns = "outbox_job_id, printer, paper, document, copy, asked_by, asked_at"
    below = "SELECT 1, 'none:', 'sale', '7c', -1, 'system', at FROM audit_line LIMIT 1"
    _refused(raw, f"INSERT INTO print_job ({columns}) {below}", "ck_print_job_copy")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("sale_line", "product_code"),
        ("sale_line", "lot"),
        ("sale", "shift_uid"),
        ("shelf", "lot"),
        ("movement", "lot"),
        ("book_line", "producer_code"),
        ("payment", "sale_uid"),
        ("refund", "sale_uid"),
        ("lot", "product_code"),
        ("api_token", "till_code"),
        ("book_line", "lot"),
        ("statement_message", "line_uid"),
        ("payout", "shift_uid"),
        ("count_line", "count_uid"),
        ("surplus_line", "count_uid"),
        ("bank_notice", "sale_uid"),
    ],
)
def test_nothing_points_nowhere(raw: Connection, table: str, column: str) -> None:
    keys = {"line": "99", "n": "99", "code": "'NEW'"}
    where = {"payout": "reverses IS NULL", "book_line": "lot IS NOT NULL"}.get(table, "1=1")
    sql = _copied(raw, table, where, {**keys, column: "'nowhere'"} if table != "shelf" else {column: "'nowhere'"})
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        raw.execute(text(sql))
    raw.rollback()


def test_every_table_that_should_only_grow_is_guarded(raw: Connection) -> None:
    """A new book is either guarded or named here as one that changes in place."""
    changing = {
        "account_change", "producer_message", "alembic_version", "api_token", "attempt", "agreement", "bank_notice",
        "barcode", "counter", "lot", "outbox_job", "outlet", "print_job", "printer", "recovery_code", "session", "person",
        "place", "producer", "product", "shelf", "shift", "refund_flag", "sale_flag", "statement", "till", "till_contact",
        "vat_rate", "customer", "voucher", "held_cart", "offline_code", "offer", "basket", "display_pairing",
    }  # fmt: skip
    assert set(inspect(raw).get_table_names()) == changing | set(APPEND_ONLY) | set(CLEARABLE_COLUMNS)


def test_names_of_the_checks_are_all_tried(raw: Connection) -> None:
    """Every named check of the schema is broken once above, except those on closed lists."""
    tried = {c[1] for c in CHECKS} | {"ck_shelf_never_below_nothing", "ck_statement_never_over_payable"}
    tried |= {
        "ck_outlet_rounding_step",
        "ck_outlet_weight_label",
        "ck_outlet_limits",
        "ck_session_whole_end",
        "ck_till_contact_forward",
        "ck_print_job_copy",
        "ck_slip_logo_digest",
        "ck_display_pairing_paired_with_a_device",
        "ck_slip_template_version",
        *(f"ck_printer_{name}" for name, _change in PRINTER_CHECKS),
    }
    choice_checks = {
        "ck_account_change_decision", "ck_outlet_own_confirm", "ck_outlet_refund_other_method", "ck_outlet_short_stock",
        "ck_session_ended_why", "ck_producer_message_kind", "ck_agreement_term_commission_base",
        "ck_agreement_term_vat_kept_by", "ck_sale_line_adjustment_kind", "ck_sale_line_adjustment_bearer",
        "ck_sale_flag_code", "ck_refund_flag_code", "ck_goods_document_kind", "ck_statement_message_kind",
        "ck_term_loss_cause", "ck_term_loss_bearer", "ck_correction_kind", "ck_book_line_source_kind", "ck_book_line_cause",
        "ck_outbox_job_state", "ck_print_job_printer_said", "ck_outlet_paper_language", "ck_printer_use", "ck_printer_mode",
        "ck_printer_cut", "ck_slip_template_second_language",
    }  # fmt: skip
    choice_checks |= {
        "ck_api_token_role",
        "ck_product_set",
        "ck_agreement_version_not_negative",
        "ck_agreement_term_loss_allowance",
    }
    choice_checks |= {
        "ck_offer_version_scope", "ck_offer_version_kind", "ck_offer_version_bearer", "ck_basket_version_bearer",
        "ck_customer_payment_method", "ck_account_entry_kind",
    }  # fmt: skip
    # An unknown kind of movement or book line breaks the rule on its sides or signs first.
    choice_checks |= {"ck_movement_kind", "ck_book_line_kind"}
    checks = {str(c["name"]) for t in inspect(raw).get_table_names() for c in inspect(raw).get_check_constraints(t)}
    assert checks == tried | choice_checks
