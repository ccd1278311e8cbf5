"""Baskets read from their rows: as they stand, and as they stood at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import aliased

from core.db import Prepared, Row, fetch_all
from pos.baskets.models import Basket as BasketRow
from pos.baskets.models import BasketAgreement, BasketVersion
from pos.baskets.models import BasketItem as ItemRow
from pos.choices import OfferBearer
from pos.pricing import AdjustmentKind
from pos.pricing.baskets import Basket, BasketItem
from pos.pricing.parts import AgreedTo

_CODES: BindParameter[str] = bindparam("codes", expanding=True)
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_NEWEST = (BasketRow.code == BasketVersion.basket_code) & (BasketRow.newest_version == BasketVersion.version)
_NOW = Prepared(
    select(BasketVersion.__table__)
    .join(BasketRow, _NEWEST)
    .where(BasketVersion.basket_code.in_(_CODES))
    .order_by(BasketVersion.id)
)
_OTHER = aliased(BasketVersion)
_OF_MOMENT = (
    select(func.max(_OTHER.version))
    .where(_OTHER.basket_code == BasketVersion.basket_code, _OTHER.recorded_at <= bindparam("at"))
    .scalar_subquery()
)
_THEN = Prepared(
    select(BasketVersion.__table__)
    .where(BasketVersion.basket_code.in_(_CODES), BasketVersion.version == func.coalesce(_OF_MOMENT, 1))
    .order_by(BasketVersion.id)
)
_ITEMS = Prepared(select(ItemRow.__table__).where(ItemRow.version_id.in_(_IDS)).order_by(ItemRow.version_id, ItemRow.position))
_AGREED = Prepared(select(BasketAgreement.__table__).where(BasketAgreement.version_id.in_(_IDS)))


class Baskets:
    """Baskets by code at one moment (None: now), also those that are no longer sold.

    One that was first recorded after the moment counts with its first version.
    """

    def __init__(self, codes: Collection[str], at: datetime | None) -> None:
        self._at = at
        named = {"codes": sorted(codes)}
        rows = fetch_all(_NOW, named) if at is None else fetch_all(_THEN, {**named, "at": at})
        self._versions = {row["id"]: row["basket_code"] for row in rows}
        self.by_code = {basket.code: basket for basket in opened(rows)}

    def agreed(self) -> dict[str, set[AgreedTo]]:
        """The baskets that each producer had agreed to."""
        agreed: dict[str, set[AgreedTo]] = defaultdict(set)
        for row in fetch_all(_AGREED, {"ids": sorted(self._versions)}) if self._versions else ():
            if self._at is None or row["agreed_at"] <= self._at:
                agreed[row["producer_code"]].add((AdjustmentKind.BASKET, self._versions[row["version_id"]]))
        return agreed


def opened(rows: Sequence[Row]) -> list[Basket]:
    """Rows of versions as the pipeline of prices takes them."""
    items: dict[int, list[BasketItem]] = defaultdict(list)
    for row in fetch_all(_ITEMS, {"ids": sorted(row["id"] for row in rows)}) if rows else ():
        items[row["version_id"]].append(BasketItem(row["product_code"], row["quantity"], row["share_vnd"]))
    return [
        Basket(
            code=row["basket_code"],
            name=row["name"],
            price_vnd=row["price_vnd"],
            items=tuple(items[row["id"]]),
            wrapping=row["wrapping"],
            bearer=OfferBearer(row["bearer"]).named,
            retired=row["retired"],
        )
        for row in rows
    ]
