"""What documents correct, and what corrects them. Read-only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select

from core.db import fetch_all
from inventory.choices import GoodsDocumentKind
from inventory.correcting.models import GoodsCorrection


@dataclass(frozen=True, slots=True)
class Correction:
    """What a document corrects, and what corrects it."""

    corrects: str | None = None
    corrected_by: str | None = None


def corrections_of(kind: GoodsDocumentKind, uids: Collection[str]) -> dict[str, Correction]:
    """What documents correct and what corrects them; those without either are left out."""
    found: dict[str, Correction] = {}
    uids = sorted(uids)
    of_them = or_(GoodsCorrection.document_uid.in_(uids), GoodsCorrection.corrected_uid.in_(uids))
    rows = fetch_all(select(GoodsCorrection.__table__).where(GoodsCorrection.kind == kind, of_them))
    corrects = {r["document_uid"]: r["corrected_uid"] for r in rows}
    corrected_by = {r["corrected_uid"]: r["document_uid"] for r in rows}
    for uid in uids:
        if uid in corrects or uid in corrected_by:
            found[uid] = Correction(corrects.get(uid), corrected_by.get(uid))
    return found
