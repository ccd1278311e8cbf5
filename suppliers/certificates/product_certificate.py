"""The certificate that a product's own master data name, kept as a paper among its others."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update

from core import clock
from core.db import execute, fetch_one
from core.people.actor import Actor
from core.values.uid import new_uid
from suppliers.certificates import stars
from suppliers.certificates.models import ProducerPaper
from suppliers.choices import PaperKind
from suppliers.requests import ProductRequest


def keep(product: str, document: ProductRequest, actor: Actor) -> None:
    """Writes, changes or takes away the paper of a product's master data, and its stars. Call it in the act that records them.

    A product that has no lots yet may become another producer's: its papers go with it.
    """
    of_another = ProducerPaper.product_code == product, ProducerPaper.producer_code != document.producer
    execute(update(ProducerPaper).where(*of_another).values(producer_code=document.producer))
    this = ProducerPaper.product_code == product, ProducerPaper.is_from_product
    known = fetch_one(select(ProducerPaper.uid).where(*this))
    certificate = document.certificate
    if certificate is None:
        if known is not None:
            execute(delete(ProducerPaper).where(*this))
            stars.refresh({product})
        return
    now = clock.now()
    values = {
        "number": certificate.number,
        "issuer": certificate.issuer,
        "issued_on": certificate.issued_on,
        "valid_until": certificate.valid_until,
        "stars": document.stars,
    }
    if known is not None:
        execute(update(ProducerPaper).where(*this).values(values))
    else:
        made = {
            "kind": PaperKind.OCOP,
            "producer_code": document.producer,
            "product_code": product,
            "is_from_product": True,
            "added_at": now,
            "added_by": actor.name,
        }
        execute(insert(ProducerPaper), {"uid": new_uid(), "approved_at": now, "approved_by": actor.name} | made | values)
    stars.refresh({product})
