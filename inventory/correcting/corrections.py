"""Taking a goods document back and writing another in its place, in the transaction of the new one."""

from __future__ import annotations

from sqlalchemy import insert, select

from core.db import execute, fetch_one
from core.errors import Invalid
from core.i18n import N_
from core.people.actor import Actor
from core.values.uid import derived_uid
from inventory import reversals
from inventory.choices import GoodsDocumentKind
from inventory.correcting.models import GoodsCorrection
from inventory.models import GoodsDocument
from inventory.requests import ReversalRequest


def take_back(kind: GoodsDocumentKind, corrected: str, reason: str, by_document: str, producer: str, actor: Actor) -> None:
    """Takes a document of this producer back, for another that is written now.

    Raises Invalid for an unknown one and another producer's, and what `reversals.reverse` raises.
    """
    query = select(GoodsDocument.producer_code).where(GoodsDocument.kind == kind, GoodsDocument.uid == corrected)
    found = fetch_one(query)
    if found is None or found["producer_code"] != producer:
        raise Invalid(("corrects.delivery", N_("Không có phiếu này của nhà sản xuất này.")))
    reversal = ReversalRequest(uid=derived_uid(by_document, corrected), reason=reason)
    reversals.reverse(kind, corrected, reversal, actor)


def record(kind: GoodsDocumentKind, document: str, corrected: str) -> None:
    """Writes that a document, which is recorded, stands in the place of one that is taken back."""
    execute(insert(GoodsCorrection), {"kind": kind, "document_uid": document, "corrected_uid": corrected})
