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
from tests.core.refusals.checks import CHECKS, UNIQUE
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
        changes = {int: f"COALESCE({name}, 0) + 1", str: "'another'", bool: f"NOT {name}"}
        other = changes.get(kind.python_type, "'1999-01-01'")
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


@pytest.mark.parametrize(("table", "name", "where", "change"), CHECKS, ids=[f"{c[1]}-{i}" for i, c in enumerate(CHECKS)])
def test_a_check_refuses(raw: Connection, table: str, name: str, where: str, change: dict[str, str]) -> None:
    _refused(raw, _copied(raw, table, where, change), name)


@pytest.mark.parametrize(("table", "name", "where", "change"), UNIQUE, ids=[u[1] for u in UNIQUE])
def test_a_second_one_is_refused(raw: Connection, table: str, name: str, where: str, change: dict[str, str]) -> None:
    _refused(raw, _copied(raw, table, where, change), name)


def test_a_shelf_never_goes_below_nothing(raw: Connection) -> None:
    _refused(raw, "UPDATE shelf SET on_hand = -1", "ck_shelf_never_below_nothing")


def test_no_more_is_set_aside_than_is_here(raw: Connection) -> None:
    _refused(raw, "UPDATE shelf SET set_aside = on_hand + 1", "ck_shelf_set_aside_is_here")
    _refused(raw, "UPDATE shelf SET set_aside = -1", "ck_shelf_set_aside_is_here")


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
        ("count_session", "count_uid"),
        ("count_entry", "session_uid"),
        ("announcement_line", "product_code"),
        ("set_aside_line", "lot"),
        ("call_up_line", "product_code"),
    ],
)
def test_nothing_points_nowhere(raw: Connection, table: str, column: str) -> None:
    keys = {"line": "99", "n": "99", "code": "'NEW'"}
    where = {"payout": "reverses IS NULL", "book_line": "lot IS NOT NULL", "count_session": "state = 'closed'"}.get(table, "1=1")
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
        "count_session", "announcement", "announcement_line", "call_up",
        "planned_price", "price_proposal", "till_device", "till_look", "person_look",
        "bank_file_column", "import_file", "import_column",
        "invitation", "member", "settlement_item", "payout_batch_item", "producer_paper", "star_span", "inspection",
        "programme_file", "fair", "feedback_contact", "feedback_case", "article",
        "programme_plan", "programme_target", "programme_sales_point", "participant", "participation_year", "training",
        "trained_producer",
        "message_delivery", "failing_address", "producer_channels", "chosen_channel", "sold_told",
    }  # fmt: skip
    assert set(inspect(raw).get_table_names()) == changing | set(APPEND_ONLY) | set(CLEARABLE_COLUMNS)


def test_names_of_the_checks_are_all_tried(raw: Connection) -> None:
    """Every named check of the schema is broken once above, except those on closed lists."""
    tried = {c[1] for c in CHECKS} | {"ck_shelf_never_below_nothing", "ck_statement_never_over_payable"}
    tried |= {
        "ck_outlet_rounding_step",
        "ck_shelf_set_aside_is_here",
        "ck_outlet_weight_label",
        "ck_outlet_limits",
        "ck_session_whole_end",
        "ck_session_phone_is_proven",
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
        "ck_outlet_float_count", "ck_person_look_theme", "ck_person_look_type_size", "ck_person_look_language",
        "ck_till_look_sound",
        "ck_customer_payment_method", "ck_account_entry_kind", "ck_count_session_state", "ck_announcement_state",
        "ck_agreement_allowance_cause", "ck_agreement_allowance_per",
        "ck_agreement_expiry_choice", "ck_allowance_use_cause", "ck_allowance_use_source_kind",
        "ck_call_up_state", "ck_set_aside_end_outcome", "ck_expiry_answer_state", "ck_expiry_answer_choice",
        "ck_expiry_asking_choice", "ck_stored_file_type", "ck_file_copy_type",
        "ck_agreement_version_cycle", "ck_agreement_version_visibility", "ck_agreement_charge_per", "ck_agreement_paper_kind",
        "ck_agreement_paper_without", "ck_payout_batch_method", "ck_producer_payment_method", "ck_bank_file_column_field",
        "ck_count_reply_kind",
        "ck_oversold_decision_choice", "ck_producer_paper_kind", "ck_inspection_subject", "ck_inspection_result",
        "ck_mark_use_place",
        "ck_message_delivery_state", "ck_producer_channels_language",
        "ck_programme_council_level",
        "ck_producer_channels_sold_every", "ck_chosen_channel_kind", "ck_chosen_channel_channel",
        "ck_programme_target_kind", "ck_participation_year_kind", "ck_import_file_kind",
    }  # fmt: skip
    # An unknown kind of movement or book line breaks the rule on its sides or signs first.
    choice_checks |= {"ck_movement_kind", "ck_book_line_kind"}
    checks = {str(c["name"]) for t in inspect(raw).get_table_names() for c in inspect(raw).get_check_constraints(t)}
    assert checks == tried | choice_checks
