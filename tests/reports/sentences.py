"""Reads the figures out of the sentences that tell why an amount is what it is."""

from __future__ import annotations

import re

FIGURE = r"−?[0-9.]+(?:,[0-9]+)?"


def figure(text: str) -> float:
    """A figure as it is shown: `1.500,5`."""
    return float(text.rstrip(".").replace(".", "").replace(",", ".").replace("−", "-"))


def figures(sentence: str) -> list[float]:
    """Every figure of a sentence."""
    return [figure(found) for found in re.findall(r"−?[0-9][0-9.]*(?:,[0-9]+)?", sentence)]


def reckoned(sentence: str) -> tuple[float, float] | None:
    """Both sides of a sentence that reckons: `2 × 30.000 = 60.000`, `55.500 − hoa hồng 9.990 = 45.510`."""
    if "=" not in sentence:
        return None
    left, right = sentence.rsplit("=", 1)
    words = re.sub(r"^[^:]*: ", "", left)
    parts = re.findall(rf"(?:([×÷−])\s*)?(?:[^\W\d_]+\s)*({FIGURE})(?:\s[^\W\d_]+)*", words)
    value = figure(parts[0][1])
    for sign, number in parts[1:]:
        match sign:
            case "×":
                value *= figure(number)
            case "÷":
                value /= figure(number)
            case "−":
                value -= figure(number)
            case _:
                raise AssertionError(sentence)
    return value, figure(re.findall(FIGURE, right)[0])
