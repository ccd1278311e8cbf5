"""Rows of goods as they are typed: a quantity beside each product, perhaps dates and household; rows left empty are no lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.web.figure_fields import quantity
from core.web.form_parsing import filled, form_text, lines

MOST_DECIMALS = 3
"""Decimals of a quantity whose product is not known."""


@dataclass(frozen=True, slots=True)
class TypedLines:
    """What was typed, by product, and what is wrong with it; `data` are the lines of the document."""

    quantities: Mapping[str, str] = field(default_factory=dict)
    made_on: Mapping[str, str] = field(default_factory=dict)
    best_before: Mapping[str, str] = field(default_factory=dict)
    member: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    data: list[dict[str, object]] = field(default_factory=list)

    def refused(self, errors: Mapping[str, str]) -> TypedLines:
        """The same with the messages of a refusal (`lines.2.quantity`) at their products."""
        at_products: dict[str, str] = {}
        for name, message in errors.items():
            head, _dot, rest = name.partition(".")
            n = rest.partition(".")[0]
            if head == "lines" and n.isdecimal() and int(n) < len(self.data):
                at_products.setdefault(str(self.data[int(n)]["product"]), message)
        return replace(self, errors=at_products)


def read_lines(places: Mapping[str, int]) -> TypedLines:
    """The rows of a form, with the decimals of each product that it shows."""
    table = [row for row in lines("product", "quantity", "made_on", "best_before", "member") if row["product"]]
    chosen = [row for row in table if row["quantity"].strip()]
    return TypedLines(
        quantities={row["product"]: row["quantity"] for row in table if row["quantity"]},
        made_on={row["product"]: row["made_on"] for row in table if row["made_on"]},
        best_before={row["product"]: row["best_before"] for row in table if row["best_before"]},
        member={row["product"]: row["member"] for row in table if row["member"]},
        data=[
            filled({name: form_text(name, row) for name in ("made_on", "best_before", "member")})
            | {"product": row["product"], "quantity": quantity("quantity", row, places.get(row["product"], MOST_DECIMALS))}
            for row in chosen
        ],
    )
