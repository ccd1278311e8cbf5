"""Amounts in words, the northern way: linh, tư, lăm, mốt, tỷ. Papers people sign carry them."""

from __future__ import annotations

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", "nghìn", "triệu")


def amount_in_words(amount_vnd: int) -> str:
    """An amount as a sentence: 1005000 is `Một triệu không trăm linh năm nghìn đồng`."""
    words = f"{_number(abs(amount_vnd))} đồng"
    if amount_vnd < 0:
        words = f"âm {words}"
    return words[0].upper() + words[1:]


def _number(n: int) -> str:
    """Any whole number from 0. Beyond 10⁹ the words of the front part are followed by `tỷ`."""
    if n == 0:
        return DIGITS[0]
    billions, rest = divmod(n, 10**9)
    words = [_number(billions), "tỷ"] if billions else []
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:  # a group of three zeros is not spoken
            words += [_group(group, first=not words), GROUPS[power]]
    return " ".join(word for word in words if word)


def _group(n: int, *, first: bool) -> str:
    """Three digits. Only the first group of a number may leave its hundreds unsaid."""
    hundreds, tens, ones = n // 100, n // 10 % 10, n % 10
    words = [] if first and not hundreds else [DIGITS[hundreds], "trăm"]
    if tens > 1:
        words += [DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif ones and words:
        words.append("linh")
    if ones:
        words.append(_ones(ones, tens))
    return " ".join(words)


def _ones(ones: int, tens: int) -> str:
    """The last digit changes its sound after tens: mốt, tư, lăm."""
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 4 and tens > 1:
        return "tư"
    if ones == 5 and tens:
        return "lăm"
    return DIGITS[ones]
