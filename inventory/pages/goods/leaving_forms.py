"""The three forms whose rows are lots that leave their place: written off, given back, moved. What each sends and asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from pydantic import BaseModel

from core.i18n import N_
from core.people.actor import Actor
from core.people.approvals import Approval
from core.web.form_parsing import Typed, filled, form_text
from core.web.validation import Unread
from inventory import losses, returns, transfers
from inventory.choices import GoodsDocumentKind
from inventory.finding.results import FoundGoods
from inventory.goods_documents import without_approval
from inventory.previews import previews
from inventory.previews.results import LossPreview, ReturnPreview, TransferPreview
from inventory.requests import LossRequest, ReturnRequest, TransferRequest
from inventory.results import GoodsDocumentResult, LossResult, ReturnResult, TransferResult

Preview = LossPreview | ReturnPreview | TransferPreview


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingForm:
    """A form and the document it writes. `place` is the field of the place that goods leave.

    `head` makes the document's head of what was typed and of the goods in the rows.
    """

    kind: GoodsDocumentKind
    view: str
    title: str
    lead: str
    button: str
    model: type[BaseModel]
    result_type: type[GoodsDocumentResult]
    act: Callable[[str, Any, Approval, Actor], GoodsDocumentResult]
    preview: Callable[[Any, Approval], Preview]
    head: Callable[[Typed, Sequence[FoundGoods]], dict[str, object]]
    place: str = "place"

    @property
    def address(self) -> str:
        """Where the form is."""
        return self.address_of("")

    def address_of(self, part: str) -> str:
        """Where a part of the form is answered: `_rows`, `_meaning`."""
        return url_for(f"inventory.leaving.{self.view}{part}")

    def line(self, row: Typed, quantity: str | Unread, typed: Typed) -> dict[str, object]:
        """A line of the document."""
        line: dict[str, object] = {"lot": row["lot"], "quantity": quantity}
        return line | {"cause": cause_of(row, typed) or Unread(NO_CAUSE)} if self.kind is GoodsDocumentKind.LOSS else line


NO_CAUSE = N_("Chọn lý do.")


def cause_of(row: Typed, typed: Typed) -> str:
    """Why a row's goods are gone: its own reason, else that of all rows, else nothing."""
    return row.get("cause") or typed.get("cause_all") or ""


def _loss(typed: Typed, _goods: Sequence[FoundGoods]) -> dict[str, object]:
    return filled({"place": form_text("place", typed), "note": form_text("note", typed)})


def _return(typed: Typed, goods: Sequence[FoundGoods]) -> dict[str, object]:
    whose = {"producer": goods[0].producer} if goods else {}
    head = filled({"place": form_text("place", typed), "reason": form_text("note", typed)})
    return head | whose | {"handed_over": typed.get("handed_over") != "0"}


def _transfer(typed: Typed, _goods: Sequence[FoundGoods]) -> dict[str, object]:
    return {"from": form_text("place", typed) or "", "to": form_text("to", typed) or ""}


FORMS: Mapping[GoodsDocumentKind, LeavingForm] = {
    form.kind: form
    for form in (
        LeavingForm(
            kind=GoodsDocumentKind.LOSS,
            view="lose",
            title=N_("Ghi hao hụt"),
            lead=N_("Hàng hỏng, hết hạn, mất, dùng thử. Bên nào chịu thì theo hợp đồng với nhà sản xuất."),
            button=N_("Ghi hao hụt"),
            model=LossRequest,
            result_type=LossResult,
            act=losses.lose,
            preview=previews.preview_loss,
            head=_loss,
        ),
        LeavingForm(
            kind=GoodsDocumentKind.RETURN,
            view="give_back",
            title=N_("Trả hàng cho nhà sản xuất"),
            lead=N_("Hàng nhà sản xuất lấy về. Mỗi phiếu chỉ cho một nhà sản xuất."),
            button=N_("Trả hàng"),
            model=ReturnRequest,
            result_type=ReturnResult,
            act=without_approval(returns.give_back),
            preview=lambda document, _approval: previews.preview_return(document),
            head=_return,
        ),
        LeavingForm(
            kind=GoodsDocumentKind.TRANSFER,
            view="transfer",
            title=N_("Chuyển hàng"),
            lead=N_("Giữa quầy, kho và gian hàng hội chợ. Sổ nhà sản xuất không đổi."),
            button=N_("Chuyển"),
            model=TransferRequest,
            result_type=TransferResult,
            act=without_approval(transfers.transfer),
            preview=lambda document, _approval: previews.preview_transfer(document),
            head=_transfer,
            place="from",
        ),
    )
}
