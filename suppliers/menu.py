"""The sections of the menu about goods and their makers; the areas above add their lines."""

from __future__ import annotations

from core.area import MenuSection
from core.i18n import N_

GOODS = MenuSection(10, N_("Hàng"))
PRODUCERS = MenuSection(20, N_("Nhà sản xuất"))
PROGRAMME = MenuSection(22, N_("Chương trình OCOP"))
CHECKS = "checks"
"""The pages of trainings and inspections, which stand together."""
