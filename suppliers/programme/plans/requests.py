"""The document of a plan."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from core.i18n import N_
from core.values.field_types import WHOLE, Amount, Note, RequestModel, ShortText, refuse
from suppliers.programme.communes.history import bare_name

Count = Annotated[int, Field(ge=0, le=1_000_000)]
Group = Annotated[Literal[1, 2, 3], WHOLE]


class Targets(RequestModel):
    """What a year is to reach; a figure that is not named is no target."""

    products: Count | None = None
    cooperatives_new: Count | None = None
    cooperatives_strengthened: Count | None = None
    sales_points: Count | None = None
    trained: Count | None = None
    sales_vnd: Amount | None = None


class TargetNotes(RequestModel):
    """How the plan words a target, where it is no single figure: "từ 3 đến 5"."""

    products: ShortText | None = None
    cooperatives_new: ShortText | None = None
    cooperatives_strengthened: ShortText | None = None
    sales_points: ShortText | None = None
    trained: ShortText | None = None
    sales_vnd: ShortText | None = None


class GroupTargets(RequestModel):
    """The part of a priority group."""

    group: Group
    products: Count | None = None
    sales_vnd: Amount | None = None


class CommuneTargets(RequestModel):
    """The part of a commune or ward, named as it was called in that year."""

    commune: ShortText
    products: Count | None = None
    cooperatives_new: Count | None = None
    cooperatives_strengthened: Count | None = None
    sales_vnd: Amount | None = None


class PlanRequest(RequestModel):
    """PUT /programme/plans/{year}. `points` are the places that sell goods of the programme, where the plan names them."""

    targets: Targets
    notes: TargetNotes | None = None
    by_group: Annotated[list[GroupTargets], Field(max_length=3)] = []
    by_commune: Annotated[list[CommuneTargets], Field(max_length=100)] = []
    points: Annotated[list[ShortText], Field(max_length=100)] = []
    note: Note | None = None

    @model_validator(mode="after")
    def _names_each_part_once(self) -> Self:
        groups = [part.group for part in self.by_group]
        communes = [bare_name(part.commune) for part in self.by_commune]
        points = [name.casefold() for name in self.points]
        if len(set(groups)) < len(groups):
            raise refuse(N_("Mỗi nhóm chỉ ghi một lần."))
        if len(set(communes)) < len(communes):
            raise refuse(N_("Mỗi xã, phường chỉ ghi một lần."))
        if len(set(points)) < len(points):
            raise refuse(N_("Mỗi điểm bán chỉ ghi một lần."))
        return self
