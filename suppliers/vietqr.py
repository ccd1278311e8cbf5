"""VietQR: the EMVCo text behind the QR that a bank app reads (NAPAS 247, transfer to an account). PURE.

Writing keeps to what every bank app takes: bank, account, amount, purpose in plain ASCII. Reading is strict, and structure
and checksum are judged apart, because samples in print have a right checksum over a broken structure.
"""

from __future__ import annotations

import binascii
import re
import unicodedata
from dataclasses import dataclass

from core.text.letters import clean_text

NAPAS = "A000000727"
TO_ACCOUNT, TO_CARD = "QRIBFTTA", "QRIBFTTC"
PURPOSE_LENGTH = 25
LARGEST_VND = 10**13 - 1

_BIN = re.compile(r"[0-9]{6}")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}")
_AMOUNT = re.compile(r"[0-9]{1,13}")
_NUMBER = re.compile(r"[0-9]{2}")

Fields = dict[str, str]


class BadVietQr(ValueError):
    """The payload is not a VietQR transfer; the message says where it breaks."""


@dataclass(frozen=True)
class Transfer:
    """What a VietQR payload asks the payer's bank to do. `amount_vnd` None: the payer types it."""

    bank_bin: str
    account: str
    amount_vnd: int | None
    purpose: str
    to_card: bool = False


def payload(bank_bin: str, account: str, amount_vnd: int | None, purpose: str) -> str:
    """The text to draw as a QR: dynamic with an amount, static without. Raises ValueError on a bank or amount that cannot be."""
    account = re.sub(r"[ .-]", "", account)
    if not _BIN.fullmatch(bank_bin):
        raise ValueError("a bank BIN has six digits")
    if not _ACCOUNT.fullmatch(account):
        raise ValueError("a bank account has 1 to 19 letters and digits")
    if amount_vnd is not None and not 0 < amount_vnd <= LARGEST_VND:
        raise ValueError("an amount lies above 0 and has at most 13 digits")
    purpose = fold_purpose(purpose)
    beneficiary = _field("00", bank_bin) + _field("01", account)
    body = (
        _field("00", "01")
        + _field("01", "11" if amount_vnd is None else "12")
        + _field("38", _field("00", NAPAS) + _field("01", beneficiary) + _field("02", TO_ACCOUNT))
        + _field("53", "704")
        + ("" if amount_vnd is None else _field("54", str(amount_vnd)))
        + _field("58", "VN")
        + (_field("62", _field("08", purpose)) if purpose else "")
        + "6304"
    )
    return body + _checksum(body)


def fold_purpose(text: str) -> str:
    """A reference as banks carry it: ASCII without accents (đ as d), single blanks, at most 25 characters."""
    bare = unicodedata.normalize("NFKD", clean_text(text).replace("đ", "d").replace("Đ", "D"))
    plain = "".join(c if " " <= c <= "~" else " " if c.isspace() else "" for c in bare)
    return " ".join(plain.split())[:PURPOSE_LENGTH].rstrip()


def checksum_ok(text: str) -> bool:
    """Whether the last field is the right CRC-16/CCITT-FALSE of all before it."""
    return text[-8:-4] == "6304" and _checksum(text[:-4]) == text[-4:]


def fields(text: str) -> Fields:
    """Cuts a TLV text strictly: two digits of name, two of length, exactly that many characters, no name twice."""
    fields: Fields = {}
    rest = text
    while rest:
        name, length, value = rest[:2], rest[2:4], rest[4:]
        if not _NUMBER.fullmatch(name) or not _NUMBER.fullmatch(length):
            raise BadVietQr(f"{rest[:4]!r} is no name and length")
        if int(length) == 0 or len(value) < int(length):
            raise BadVietQr(f"field {name} says {length} characters")
        if name in fields:
            raise BadVietQr(f"field {name} stands twice")
        fields[name], rest = value[: int(length)], value[int(length) :]
    return fields


def structure(text: str) -> Transfer:
    """Reads the fields of a transfer without looking at the checksum. Raises BadVietQr."""
    top = fields(text)
    if text[:6] != "000201" or text[-8:-4] != "6304" or len(top.get("63", "")) != 4:
        raise BadVietQr("not an EMVCo payload")
    if top.get("53") != "704" or top.get("58") != "VN":
        raise BadVietQr("not a payment in đồng in Việt Nam")
    napas = fields(top.get("38", ""))
    if napas.get("00") != NAPAS or napas.get("02") not in {TO_ACCOUNT, TO_CARD}:
        raise BadVietQr("not a NAPAS transfer")
    to = fields(napas.get("01", ""))
    if set(to) != {"00", "01"} or not _BIN.fullmatch(to["00"]) or not _ACCOUNT.fullmatch(to["01"]):
        raise BadVietQr("no bank and account")
    amount = top.get("54")
    if top.get("01") not in {"11", "12"} or (amount is None and top["01"] == "12"):
        raise BadVietQr("neither static nor dynamic")
    if amount is not None and (not _AMOUNT.fullmatch(amount) or int(amount) == 0):
        raise BadVietQr("no whole amount")
    purpose = fields(top["62"]).get("08", "") if "62" in top else ""
    return Transfer(to["00"], to["01"], None if amount is None else int(amount), purpose, napas["02"] == TO_CARD)


def parse(text: str) -> Transfer:
    """Reads a payload as a bank app must: right structure and right checksum, or BadVietQr."""
    transfer = structure(text)
    if not checksum_ok(text):
        raise BadVietQr("wrong checksum")
    return transfer


def _field(name: str, value: str) -> str:
    assert 0 < len(value) < 100
    return f"{name}{len(value):02d}{value}"


def _checksum(text: str) -> str:
    return f"{binascii.crc_hqx(text.encode('utf-8', 'surrogatepass'), 0xFFFF):04X}"
