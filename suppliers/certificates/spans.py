"""Which stars a product has on which days. Pure.

Source: contract of the outlet, section 15: a product's stars are those of its newest `ocop` paper still valid, and end with it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from suppliers.programme.councils.star_rules import RULES, rules_on

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StarPaper:
    """A paper that gives a product stars; of two issued on one day the one with the higher `order` is the newer."""

    issued_on: date
    valid_until: date
    stars: int
    order: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """So many stars from a day to a day, both included."""

    from_day: date
    until_day: date
    stars: int


def last_day(issued_on: date) -> date:
    """The last day of a certificate that names none, by the rules of its day; the first rules serve older ones too."""
    rules = rules_on(issued_on) or RULES[0]
    year, month = divmod(issued_on.year * 12 + issued_on.month - 1 + rules.valid_months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(issued_on.day, 28 if month == 1 else last)) - _DAY


def spans(papers: Sequence[StarPaper]) -> list[Span]:
    """The spans of a product's stars in their order; they meet nowhere, and two that touch have other stars."""
    begins = {paper.issued_on for paper in papers} | {paper.valid_until + _DAY for paper in papers}
    found: list[Span] = []
    for day, following in pairwise(sorted(begins)):
        valid = [paper for paper in papers if paper.issued_on <= day <= paper.valid_until]
        if not valid:
            continue
        stars = max(valid, key=lambda paper: (paper.issued_on, paper.order)).stars
        until = following - _DAY
        if found and found[-1].stars == stars and found[-1].until_day == day - _DAY:
            found[-1] = replace(found[-1], until_day=until)
        else:
            found.append(Span(day, until, stars))
    return found
