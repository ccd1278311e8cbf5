"""Sets of letters in printers: what a text is in bytes there, or that a letter is missing. Pure: no printer is asked.

A table is the upper half of a code page, bytes 0x80 to 0xFF; a blank is a byte without a letter of ours. The two pages of
TCVN-3 are those of python-escpos' printer database, the rest those of RFC 1456 (VISCII), TCVN 5712:1993, Windows and IBM.
Letters that a page has below 0x20 are missing here: to a printer those bytes are commands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.printing.devices.choices import CodePageName

_TCVN_3_LOWER = (
    "                "
    "                "
    "        ăâêôơưđ "
    "     àảãáạ ằẳẵắ "
    "      ặầẩẫấậè ẻẽ"
    "éẹềểễếệìỉ   ĩíịò"
    " ỏõóọồổỗốộờởỡớợù"
    " ủũúụừửữứựỳỷỹýỵ "
)

_TCVN_3_UPPER = (
    "                "
    "                "
    " ĂÂ    Đ  ÊÔƠƯ  "
    "     ÀẢÃÁẠ ẰẲẴẮ "
    "      ẶẦẨẪẤẬÈ ẺẼ"
    "ÉẸỀỂỄẾỆÌỈ   ĨÍỊÒ"
    " ỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙ"
    " ỦŨÚỤỪỬỮỨỰỲỶỸÝỴ "
)

_TCVN_3_ONE_PAGE = (
    "                "
    "                "
    " ĂÂÊÔƠƯĐăâêôơưđ "
    "     àảãáạ ằẳẵắ "
    "      ặầẩẫấậè ẻẽ"
    "éẹềểễếệìỉ   ĩíịò"
    " ỏõóọồổỗốộờởỡớợù"
    " ủũúụừửữứựỳỷỹýỵ "
)

_TCVN_5712 = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨ"
    "ÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
    " ĂÂÊÔƠƯĐăâêôơưđẰ"
    "     àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ"
    "éẹềểễếệìỉỄẾỒĩíịò"
    "Ổỏõóọồổỗốộờởỡớợù"
    "ỖủũúụừửữứựỳỷỹýỵỐ"
)

_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"
    "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "Õắằặấầẩậẽẹếềểễệố"
    "ồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
    "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉ"
    "đựòóôõỏọụùúũủýợỮ"
)

_CP1258 = (
    "€ ‚ƒ„…†‡ˆ‰ ‹Œ   "
    " ‘’“”•–—˜™ ›œ  Ÿ"
    " ¡¢£¤¥¦§¨©ª«¬ ®¯"
    "°±²³´µ¶·¸¹º»¼½¾¿"
    "ÀÁÂĂÄÅÆÇÈÉÊË\u0300ÍÎÏ"
    "ĐÑ\u0309ÓÔƠÖ×ØÙÚÛÜƯ\u0303ß"
    "àáâăäåæçèéêë\u0301íîï"
    "đñ\u0323óôơö÷øùúûüư₫ÿ"
)

_CP1129 = (
    "                "
    "                "
    " ¡¢£¤¥¦§œ©ª«¬ ®¯"
    "°±²³Ÿµ¶·Œ¹º»¼½¾¿"
    "ÀÁÂĂÄÅÆÇÈÉÊË\u0300ÍÎÏ"
    "ĐÑ\u0309ÓÔƠÖ×ØÙÚÛÜƯ\u0303ß"
    "àáâăäåæçèéêë\u0301íîï"
    "đñ\u0323óôơö÷øùúûüư₫ÿ"
)

TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Grave, hook above, tilde, acute, dot below: the marks that some pages set behind a letter."""
_VOWELS = "aăâeêioôơuưy"
_WITHOUT_TONE = "đĐ"
_WITH_TONE = [unicodedata.normalize("NFC", letter + tone) for v in _VOWELS for letter in (v, v.upper()) for tone in ("", *TONES)]
VIETNAMESE_LETTERS = "".join(_WITH_TONE) + _WITHOUT_TONE
"""The 146 letters that an English printer lacks or has without marks: twelve vowels in six tones and đ, small and capital."""

SIGNS: Mapping[str, str] = {
    "₫": "đ", "–": "-", "—": "-", "−": "-", "·": "-", "•": "*", "×": "x", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...",
    "→": ">", "«": '"', "»": '"',
}  # fmt: skip
"""What stands for a sign that a page lacks. No letter is among them: a letter is printed as it is, or as a picture."""


def without_tone(letter: str) -> str:
    """A letter without its tone; the marks that make it another letter (ă, ê, ơ) stay."""
    return unicodedata.normalize("NFC", "".join(mark for mark in unicodedata.normalize("NFD", letter) if mark not in TONES))


@dataclass(frozen=True, slots=True)
class CodePage:
    """A set of letters: one table, or two that the printer calls by numbers one after the other.

    With `combines`, a letter that has no byte is its letter without the tone and the tone's byte behind it.
    """

    name: CodePageName
    tables: tuple[str, ...]
    combines: bool = False
    _bytes: dict[str, tuple[int, int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = {letter: (n, at + 0x80) for n, table in reversed([*enumerate(self.tables)]) for at, letter in enumerate(table)}
        object.__setattr__(self, "_bytes", {letter: place for letter, place in places.items() if letter != " "})

    def select(self, number: int) -> bytes:
        """The command that makes the printer use the page (its first one, where there are two)."""
        return b"\x1c(C\x02\x000" + bytes([number]) if self.name is CodePageName.UTF_8 else b"\x1bt" + bytes([number])

    def encode(self, text: str, number: int) -> bytes | None:
        """A text without line breaks in bytes of the page, with changes between its tables; None when a character is missing.

        Begins and ends in the first table.
        """
        if self.name is CodePageName.UTF_8:
            return text.encode() if all(" " <= letter <= "~" or letter in VIETNAMESE_LETTERS for letter in text) else None
        encoded, current = bytearray(), 0
        for letter in text:
            if " " <= letter <= "~":
                encoded.append(ord(letter))
                continue
            places = self._places(letter)
            if not places:
                return None
            for table, byte in places:
                if table != current:
                    encoded += self.select(number + table)
                    current = table
                encoded.append(byte)
        return bytes(encoded + (self.select(number) if current else b""))

    def _places(self, letter: str) -> list[tuple[int, int]]:
        """Table and byte of a letter, or of its letter and tone; nothing when the page lacks it."""
        if letter in self._bytes:
            return [self._bytes[letter]]
        if not self.combines:
            return []
        tone = next((mark for mark in unicodedata.normalize("NFD", letter) if mark in TONES), None)
        if tone is None or tone not in self._bytes:
            return []
        plain = without_tone(letter)
        if plain in self._bytes:
            return [self._bytes[plain], self._bytes[tone]]
        return [(0, ord(plain)), self._bytes[tone]] if " " <= plain <= "~" else []


CODE_PAGES: Mapping[CodePageName, CodePage] = {
    page.name: page
    for page in (
        CodePage(CodePageName.TCVN_3, (_TCVN_3_LOWER, _TCVN_3_UPPER)),
        CodePage(CodePageName.TCVN_3_ONE_PAGE, (_TCVN_3_ONE_PAGE,)),
        CodePage(CodePageName.TCVN_5712, (_TCVN_5712,)),
        CodePage(CodePageName.VISCII, (_VISCII,)),
        CodePage(CodePageName.CP1258, (_CP1258,), combines=True),
        CodePage(CodePageName.CP1129, (_CP1129,), combines=True),
        CodePage(CodePageName.UTF_8, ()),
    )
}
