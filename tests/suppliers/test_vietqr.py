"""VietQR payloads: known ones, a second implementation, and texts that only look like one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vietqr_emvco import VietQRGenerator, VietQRParser

from suppliers import vietqr
from suppliers.vietqr import BadVietQr, Transfer

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "vietqr.json").read_text())["cases"]

accounts = st.text("0123456789", min_size=1, max_size=19)
amounts = st.none() | st.integers(1, vietqr.LARGEST_VND)


@pytest.mark.parametrize("case", CASES, ids=[c["case"] for c in CASES])
def test_known_payloads_are_written_as_they_are_known(case: dict[str, object]) -> None:
    text = str(case["payload"])
    assert vietqr.checksum_ok(text) is case["crc_ok"]
    if case["valid"]:
        transfer = vietqr.parse(text)
        if not transfer.to_card and "0107NPS6869" not in text:
            assert vietqr.payload(transfer.bank_bin, transfer.account, transfer.amount_vnd, transfer.purpose) == text
    else:
        with pytest.raises(BadVietQr):
            vietqr.parse(text)


@given(accounts, amounts, st.text(max_size=60))
def test_what_is_written_reads_back(account: str, amount: int | None, purpose: str) -> None:
    text = vietqr.payload("970436", account, amount, purpose)
    assert text.isascii()
    assert vietqr.parse(text) == Transfer("970436", account, amount, vietqr.fold_purpose(purpose))


@given(accounts, st.integers(1, 10**9), st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789", max_size=25))
def test_a_second_implementation_agrees(account: str, amount: int, purpose: str) -> None:
    memo = vietqr.fold_purpose(purpose)
    theirs = VietQRParser.parse_raw(VietQRGenerator("970422", account).generate(amount, memo or None))
    ours = vietqr.fields(vietqr.payload("970422", account, amount, memo))
    # it always writes an optional category (52) and a merchant name of its own (59)
    assert {k: v for k, v in theirs.items() if k not in {"52", "59", "63"}} == {k: v for k, v in ours.items() if k != "63"}


def test_its_checksum_is_ours() -> None:
    assert vietqr.checksum_ok(VietQRGenerator("970422", "0987654321").generate(500, "DH1"))


@given(accounts, amounts, st.integers(0, 200), st.characters(min_codepoint=32, max_codepoint=126))
def test_one_wrong_character_is_noticed(account: str, amount: int | None, at: int, letter: str) -> None:
    text = vietqr.payload("970405", account, amount, "TT HD 7")
    at %= len(text)
    if text[at] != letter:
        with pytest.raises(BadVietQr):
            vietqr.parse(text[:at] + letter + text[at + 1 :])


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(BadVietQr):
        vietqr.parse(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đường phèn số 5 – đợt 2", "Duong phen so 5 dot 2"),
        ("  HD\t20261105-0007\n", "HD 20261105-0007"),
        ("OCOP QV 000123 tiền hàng tháng mười một", "OCOP QV 000123 tien hang"),
        ("\u00d0on 12, \u0189ợt \u200b3", "Don 12, Dot 3"),
        ("", ""),
        ("★", ""),
    ],
)
def test_purpose_is_folded(text: str, folded: str) -> None:
    assert vietqr.fold_purpose(text) == folded
    assert vietqr.fold_purpose(folded) == folded


@pytest.mark.parametrize(
    ("bank_bin", "account", "amount"),
    [("97043", "1", 1), ("97043６", "1", 1), ("970436", "", 1), ("970436", "1" * 20, 1), ("970436", "1/2", 1),
     ("970436", "1", 0), ("970436", "1", -5), ("970436", "1", 10**13)],
)  # fmt: skip
def test_what_no_bank_takes_is_refused(bank_bin: str, account: str, amount: int) -> None:
    with pytest.raises(ValueError):
        vietqr.payload(bank_bin, account, amount, "")


def test_an_account_may_be_written_in_groups() -> None:
    assert vietqr.parse(vietqr.payload("970436", "0123 456.789-0", 45_000, "")).account == "01234567890"
