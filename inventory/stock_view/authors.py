"""Who recorded goods documents, and who took them back. Read-only."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from core.area import authors_of as recorded_by
from core.db import fetch_all
from inventory.choices import GoodsDocumentKind
from inventory.models import GoodsDocument, GoodsReversal


def authors_of(kind: GoodsDocumentKind, uids: Collection[str]) -> dict[str, str]:
    """Who recorded documents of a kind, by their ids."""
    query = select(GoodsDocument.uid, GoodsDocument.recorded_by)
    rows = fetch_all(query.where(GoodsDocument.kind == kind, GoodsDocument.uid.in_(uids)))
    return {r["uid"]: r["recorded_by"] for r in rows}


def of_movements(documents: Collection[tuple[str, bool]]) -> dict[tuple[str, bool], str]:
    """Who caused the movements of documents (`loss/{uid}`), each with whether it takes the document back."""
    recorded = recorded_by(document for document, is_reversal in documents if not is_reversal)
    names = {(document, False): name for document, name in recorded.items()}
    taken_back = {document.partition("/")[2] for document, is_reversal in documents if is_reversal}
    if taken_back:
        query = select(GoodsReversal.kind, GoodsReversal.document_uid, GoodsReversal.recorded_by)
        for r in fetch_all(query.where(GoodsReversal.document_uid.in_(sorted(taken_back)))):
            names[f"{r['kind']}/{r['document_uid']}", True] = r["recorded_by"]
    return names
