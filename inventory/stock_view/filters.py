"""What a look at the stock is narrowed to and sorted by, as it stands in an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from core.people.actor import Actor
from inventory.stock_view import by_product
from inventory.stock_view.choices import Need, StockOrder
from inventory.stock_view.results import StockList


@dataclass(frozen=True, slots=True, kw_only=True)
class StockFilters:
    """The parameters of the stock page. What an address says wrongly is as if it said nothing."""

    q: str = ""
    place: str = ""
    producer: str = ""
    need: Need | None = None
    order: StockOrder = StockOrder.URGENT
    descending: bool = False

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> StockFilters:
        """Reads an address."""
        sort = arguments.get("sort", "")
        return cls(
            q=arguments.get("q", "").strip(),
            place=arguments.get("place", ""),
            producer=arguments.get("producer", ""),
            need=next((need for need in Need if need == arguments.get("need")), None),
            order=next((order for order in StockOrder if order == sort.lstrip("-")), StockOrder.URGENT),
            descending=sort.startswith("-"),
        )

    @property
    def sort(self) -> str:
        """The order as an address says it; nothing for the usual one."""
        if self.order is StockOrder.URGENT:
            return ""
        return f"-{self.order}" if self.descending else str(self.order)

    @property
    def narrows(self) -> bool:
        """Whether something is left out."""
        return bool(self.q or self.place or self.producer or self.need)

    def address(self, path: str, **changes: str | int | None) -> str:
        """The address of the same look under a path, with some parameters changed or (None) left out."""
        parameters: dict[str, str | int | None] = {
            "q": self.q,
            "place": self.place,
            "producer": self.producer,
            "need": self.need.value if self.need else None,
            "sort": self.sort,
        }
        query = urlencode({name: value for name, value in (parameters | changes).items() if value})
        return f"{path}?{query}" if query else path

    def sorted_by(self, order: StockOrder) -> str:
        """What the address says after a touch on a column's head: this order, and its opposite when it stands already."""
        return f"-{order}" if self.order is order and not self.descending else str(order)

    def read(self, actor: Actor) -> StockList:
        """The stock as this person may see it."""
        return by_product.stock_list(
            producer=actor.producer or self.producer or None,
            place=self.place or None,
            q=self.q,
            need=self.need,
            order=self.order,
            descending=self.descending,
        )
