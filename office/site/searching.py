"""The list of products narrowed by group, commune, stars, season and words. Read-only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _

from core import clock
from core.text.labels import say
from core.text.search_fold import search_words
from office.site.results import Choice, SiteProduct

NOW = "now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a visitor looks for, as the address says it; nothing is everything."""

    words: str = ""
    group: str = ""
    commune: str = ""
    stars: str = ""
    season: str = ""

    @property
    def is_all(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.words or self.group or self.commune or self.stars or self.season)


def address_of(wanted: Wanted, name: str, value: object) -> str:
    """The address of the list with one of its wishes changed; what is empty is left out."""
    wishes = {"q": wanted.words, "group": wanted.group, "commune": wanted.commune, "stars": wanted.stars, "season": wanted.season}
    kept = {field: str(wish) for field, wish in (wishes | {name: value}).items() if wish}
    return f"{url_for('site.products')}?{urlencode(kept)}" if kept else url_for("site.products")


def found(products: Iterable[SiteProduct], wanted: Wanted) -> list[SiteProduct]:
    """The products that a visitor looks for."""
    words, month = search_words(wanted.words), clock.today().month
    return [
        one
        for one in products
        if all(word in one.search for word in words)
        and wanted.group in {"", str(one.product_set)}
        and wanted.commune in {"", one.place}
        and wanted.stars in {"", str(one.stars)}
        and (wanted.season != NOW or not one.season or month in one.season)
    ]


def groups(products: Sequence[SiteProduct]) -> list[Choice]:
    """The product sets that are sold here."""
    return _choices(products, lambda one: str(one.product_set or ""), lambda value: say(value, "product_set"))


def communes(products: Sequence[SiteProduct]) -> list[Choice]:
    """The communes whose goods are sold here."""
    return _choices(products, lambda one: one.place, str)


def stars(products: Sequence[SiteProduct]) -> list[Choice]:
    """The stars of what is sold here, most first."""
    made = _choices(products, lambda one: str(one.stars or ""), lambda value: _("%(n)s sao", n=value))
    return sorted(made, key=lambda choice: choice.value, reverse=True)


def _choices(
    products: Sequence[SiteProduct], value_of: Callable[[SiteProduct], str], label_of: Callable[[str], str]
) -> list[Choice]:
    counted = Counter(value_of(one) for one in products)
    made = [Choice(value, label_of(value), n) for value, n in counted.items() if value]
    return sorted(made, key=lambda choice: (-choice.count, choice.label))
