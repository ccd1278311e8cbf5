"""Files as people's programs write them: encodings, delimiters, heads that stand lower, amounts and days."""

from __future__ import annotations

import io
import unicodedata
from datetime import date, datetime, time

import pytest
import xlsxwriter
from flask import Flask

from core.errors import Invalid
from office.imports.bank_file import BankFile
from office.imports.cells import amount_of, day_of, time_of
from office.imports.columns import map_columns
from office.imports.encodings import decode, from_tcvn3
from office.imports.table import read_rows

SENTENCE = "Khách chuyển tiền mua gạo tẻ thơm ở điểm bán, đã trả đủ"
TONES = "\u0300\u0301\u0303\u0309\u0323"


def _as_windows_writes(text: str) -> str:
    """Letters with their circumflex, breve or horn in one sign, and the tone after it."""
    out = ""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(c for c in parts if c in TONES)
        out += unicodedata.normalize("NFC", "".join(c for c in parts if c not in TONES)) + tone
    return out


TCVN3 = "Kh¸ch chuyÓn tiÒn mua g¹o tÎ th¬m ë ®iÓm b¸n, ®· tr¶ ®ñ".encode("latin-1")


@pytest.mark.parametrize(
    "content",
    [
        SENTENCE.encode(),
        b"\xef\xbb\xbf" + SENTENCE.encode(),
        SENTENCE.encode("utf-16"),
        TCVN3,
        unicodedata.normalize("NFD", SENTENCE).encode(),
        _as_windows_writes(SENTENCE).encode("cp1258"),
    ],
    ids=["utf-8", "with a mark", "utf-16", "TCVN3", "decomposed", "Windows-1258"],
)  # fmt: skip
def test_the_letters_of_a_file_are_read_in_whatever_encoding(content: bytes) -> None:
    assert decode(content) == SENTENCE


def test_every_letter_has_its_own_sign_in_tcvn3() -> None:
    signs = {from_tcvn3(chr(n)): n for n in range(0xA1, 0xFF) if from_tcvn3(chr(n)) != chr(n) or n == 0xFD}
    small = "àáạảãâầấậẩẫăằắặẳẵèéẹẻẽêềếệểễìíịỉĩòóọỏõôồốộổỗơờớợởỡùúụủũưừứựửữỳýỵỷỹđ"
    assert set(small) | set("ĂÂÊÔƠƯĐ") <= set(signs)


def test_a_picture_is_no_text(app: Flask) -> None:
    for content in (b"\x89PNG\r\n\x1a\n\x00\x00\x00", b"PK\x03\x04 no workbook", b"", b"\n\n"):
        with pytest.raises(Invalid):
            read_rows(content)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_csv_file_is_cut_at_its_own_sign(sign: str) -> None:
    text = "\n".join(sign.join(row) for row in (["Ngày", "Ghi có", "Nội dung"], ["30/11/2026", "1.500.000", "OCOP 12"]))
    assert [list(row.cells) for row in read_rows(text.encode())] == [
        ["Ngày", "Ghi có", "Nội dung"],
        ["30/11/2026", "1.500.000", "OCOP 12"],
    ]


def test_a_workbook_with_old_fonts_is_refused_in_words(app: Flask) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Ngµy", "Sè tiÒn", "Néi dung", "§iÓm b¸n"])
    with pytest.raises(Invalid) as refused:
        read_rows(out.getvalue())
    assert "TCVN3" in refused.value.errors[0]["message"]


def test_heads_are_found_under_what_a_bank_prints_above_them() -> None:
    text = (
        "NGÂN HÀNG TMCP\nSao kê tài khoản,0123456789\nTừ ngày,01/11/2026\n\n"
        "STT,Ngày giao dịch,Nội dung giao dịch,Ghi nợ (VND),Ghi có (VND),Số tham chiếu\n"
        "1,30/11/2026 09:41,OCOP 12,,10.000,FT1\n"
    )
    mapped = map_columns(BankFile.columns, read_rows(text.encode()), None)
    assert dict(mapped.heads) == {
        "day": "Ngày giao dịch",
        "credit": "Ghi có (VND)",
        "debit": "Ghi nợ (VND)",
        "description": "Nội dung giao dịch",
        "reference": "Số tham chiếu",
    }
    assert [row.number for row in mapped.rows] == [6] and not mapped.missing
    english = map_columns(BankFile.columns, read_rows(b"Transaction Date,Credit,Description\n2026-11-30,5,x"), None)
    assert set(english.heads) == {"day", "credit", "description"}


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (1_500_000, 1_500_000),
        ("1.500.000", 1_500_000),
        ("1,500,000", 1_500_000),
        ("1,500,000.00", 1_500_000),
        ("1.500.000,00", 1_500_000),
        ("+10.000 VND", 10_000),
        ("1500000", 1_500_000),
        ("-5.000", -5_000),
        ("abc", None),
        (1.5, None),
        (True, None),
    ],
)
def test_amounts_are_whole_dong_however_a_bank_writes_them(cell: str | float, amount: int | None) -> None:
    assert amount_of(cell) == amount


def test_days_and_times_are_read_with_the_day_before_the_month() -> None:
    moment = datetime(2026, 11, 5, 9, 41, 7)
    for cell in ("05/11/2026", "5-11-26", "2026-11-05", "05/11/2026 09:41:07", moment, date(2026, 11, 5)):
        assert day_of(cell) == date(2026, 11, 5)
    assert time_of("05/11/2026 09:41:07") == time_of(moment) == time(9, 41, 7)
    for cell in ("31/02/2026", "hôm qua", "", 7):
        assert day_of(cell) is None
    assert time_of("05/11/2026") is None and time_of("25:00") is None
