"""Codes to read: element strings of any AIs, and texts that are nearly codes."""

from __future__ import annotations

from hypothesis import strategies as st

from core.values.gtin import check_digit
from inventory.codes.gs1_table import FNC1, FORMATS

YEAR = 2026
RICE = "08938500000010"
LOT_LETTERS = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"

gtins = st.text(DIGITS, min_size=13, max_size=13).filter(lambda d: d.strip("0")).map(lambda d: d + check_digit(d))
lots = st.text(LOT_LETTERS, min_size=1, max_size=20)


def values(ai: str) -> st.SearchStrategy[str]:
    """The values an AI may have, with the right check digit where it has one."""
    form = FORMATS[ai]
    written = st.from_regex(form.pattern, fullmatch=True)
    if not form.checked:
        return written
    end = form.checked
    return written.map(lambda value: value[: end - 1] + check_digit(value[: end - 1]) + value[end:])


def element_string(pairs: list[tuple[str, str]]) -> str:
    """The pairs as GS1 writes them, FNC1 only where it must be."""
    written = [ai + value + ("" if FORMATS[ai].predefined else FNC1) for ai, value in pairs]
    return "".join(written).removesuffix(FNC1)


pairs_of_any_ai = st.lists(st.sampled_from(sorted(FORMATS)).flatmap(lambda ai: values(ai).map(lambda value: (ai, value))))
any_text = (
    st.text()
    | st.lists(st.sampled_from([*"]C1de/?&;%=T", FNC1, "http://", "/01/", RICE, "10", "17", "310", "000"])).map("".join)
    | st.from_regex(r"(\]C1)?(01[0-9]{14})?(10[A-Z]{1,4}\x1d?)?(17[0-9]{6})?(310[0-9][0-9]{6})?", fullmatch=True)
)
"""Texts, many of them nearly codes."""
