"""The closed lists of the till are those of the server: the page sends them, or these tests compare them."""

from __future__ import annotations

import re
from typing import get_args
from unittest.mock import patch

import pytest
from flask import Flask, g

from core.choices import Choice
from core.paths import ROOT
from core.people.actor import SYSTEM
from pos.choices import Banknote, CashMoveKind, Condition, PaymentMethod
from pos.pricing import CASHIER_KINDS
from pos.receipts.slips import SlipKind
from pos.receipts.spool import PrinterState
from pos.terminal import pages, translations

TILL = ROOT / "static" / "js" / "till"


class MoreMethods(Choice):
    """The payment methods and one more."""

    CASH = "cash", "tiền mặt"
    POINTS = "points", "điểm thưởng"
    is_chosen = PaymentMethod.is_chosen
    slip_label = PaymentMethod.slip_label
    refund_label = PaymentMethod.refund_label


def boot(app: Flask) -> dict[str, object]:
    with app.test_request_context("/sell"), patch.object(pages, "_slip", dict):  # there is no outlet whose slips it could be
        g.actor = SYSTEM
        return pages._boot([], None)


def script(name: str) -> str:
    return (TILL / name).read_text("utf-8")


def union(name: str, pattern: str) -> set[str]:
    """The texts of a JSDoc union."""
    match = re.search(pattern, script(name))
    assert match, f"{name} has no {pattern}"
    return set(re.findall(r'"(\w+)"', match[1]))


def test_the_page_sends_every_payment_method_and_banknote(app: Flask) -> None:
    data = boot(app)
    methods = [{"code": str(m), "label": m.label, "refund_label": m.refund_label} for m in PaymentMethod if m.is_chosen]
    assert data["payment_methods"] == methods
    assert data["banknotes_vnd"] == [int(note) for note in Banknote]


def test_a_method_added_to_the_list_is_offered_by_the_till(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PaymentMethod", MoreMethods)
    methods = boot(app)["payment_methods"]
    assert methods[-1] == {"code": "points", "label": "điểm thưởng", "refund_label": "điểm thưởng"}  # type: ignore[index]


def test_the_names_of_payment_methods_are_translated_for_the_till(app: Flask) -> None:
    with app.test_request_context("/sell"):
        english = translations.translated("en")
    assert english["tiền mặt"] == "cash"
    assert english["Chuyển khoản"] == "Bank transfer"
    assert all(method.label in english and method.refund_label in english for method in PaymentMethod)


def test_no_script_of_the_till_lists_payment_methods_or_banknotes() -> None:
    others = [path for path in TILL.rglob("*.js") if path.name not in {"money.js", "open_shift.js"}]
    text = "\n".join(path.read_text("utf-8") for path in others)
    assert not re.search(r'"cash",\s*"', text)
    assert not re.search(r"500_?000,\s*200_?000", text)


def test_the_notes_the_till_proposes_are_banknotes() -> None:
    notes = re.search(r"export const NOTES = \[([\d, ]+)\]", script("domain/money.js"))
    assert notes
    proposed = [int(note) for note in notes[1].split(",")]
    assert proposed == [int(note) for note in Banknote if int(note) >= min(proposed)]


def test_the_codes_the_till_writes_itself_are_those_of_the_server() -> None:
    assert union("screens/returns/refund_lines.js", r"@property \{(.*)\} condition") == set(Condition)
    assert union("screens/shift/cash_move.js", r"@typedef \{(.*)\} Direction") == set(CashMoveKind)
    assert union("data/state.js", r"@typedef \{(.*)\} PrinterState") == set(get_args(PrinterState))
    assert union("data/state.js", r"@typedef \{\{ kind: (.*), uid: string \}\} Slip") == set(get_args(SlipKind))
    assert set(re.findall(r'kind: "(\w+)"', script("domain/pricing.js"))) == set(CASHIER_KINDS)
