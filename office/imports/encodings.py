"""The letters of a text file: UTF-8 and UTF-16, and the two old Vietnamese encodings, Windows-1258 and TCVN3. Pure.

TCVN3 (TCVN 5712:1993, the fonts named .VnTime) puts its letters where Latin-1 has signs, so a text in it has `®`, `µ`, `¸`
within words. Its capital letters with tones are the small ones in another font, and come out small.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
_SIGN_IN_A_WORD = re.compile("[A-Za-z][®µ¶·¸¹»¼½¾¨©«¬\xad]|[®§µ¶·¸¹»¼½¾¨©«¬\xad][A-Za-z]")
_LEAST_SIGNS = 2


def looks_like_tcvn3(text: str) -> bool:
    """Whether a text has signs within its words, as one in TCVN3 has that was read as Latin-1."""
    return len(_SIGN_IN_A_WORD.findall(text)) >= _LEAST_SIGNS


def from_tcvn3(text: str) -> str:
    """The letters of a TCVN3 text that was read as Latin-1."""
    return text.translate(_TCVN3)


def decode(content: bytes) -> str | None:
    """The text of a file, composed (NFC) and without a byte order mark; None where its encoding is not known."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return _strict(content.removeprefix(codecs.BOM_UTF8), encoding)
    text = _strict(content, "utf-8")
    if text is not None:
        return text
    latin = content.decode("latin-1")
    if looks_like_tcvn3(latin):
        return from_tcvn3(latin)
    return _strict(content, "cp1258")


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else unicodedata.normalize("NFC", text)
