"""A book line told in sentences: each says its figures in the order they are reckoned with.

Every figure that a sentence names is one that the rules of the contract (section 7) give, so that a reader with a calculator
arrives at the line's own amount.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.i18n import gettext as _
from core.money import half_up, share_of, times, vat_inside
from core.quantity import Milli
from core.text.formats import amount, qty, rate
from pos.pricing.lines import AdjustmentKind
from reports.why.facts import Agreed, Facts, Returned, Sold, allowance_used, lost_before, vat_percent_of
from reports.why.results import AdjustmentTold
from suppliers.choices import Basis, Bearer, BookKind, CommissionBase, SourceKind, VatKeeper
from suppliers.commission import beyond_allowance, loss_owed, refunded_part


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences of a line; what the outlet kept by its rate, and the rules of VAT and rounding where they mattered."""

    steps: list[str]
    commission_vnd: int | None = None
    vat_rule: str | None = None
    rounding: str | None = None


def tell(facts: Facts) -> Told:
    """The story of a book line, in the language of the reader."""
    if facts.line["reverses"]:
        return Told([_("Dòng này lấy lại một dòng đã ghi: %(reason)s.", reason=facts.line["memo"] or "")])
    match facts.kind:
        case BookKind.SOLD if facts.sold:
            return _sale(facts, facts.sold)
        case BookKind.REFUNDED if facts.returned:
            return _refund(facts, facts.returned)
        case BookKind.LOST | BookKind.COUNT:
            return _loss(facts)
        case _:
            return Told([_plain(facts)])


def _plain(facts: Facts) -> str:
    owed_vnd, memo = facts.line["owed_vnd"], facts.line["memo"] or ""
    match facts.kind:
        case BookKind.RECEIVED:
            return _("HTX giao %(goods)s. Hàng vẫn của HTX, bán được mới tính tiền.", goods=_goods(facts))
        case BookKind.RETURNED:
            return _("Trả lại HTX %(goods)s. Hàng chưa bán nên không có tiền.", goods=_goods(facts))
        case BookKind.CHARGE:
            return _("Trừ của HTX %(vnd)s: %(memo)s.", vnd=amount(-owed_vnd), memo=memo)
        case BookKind.ADJUSTMENT if owed_vnd >= 0:
            return _("Cộng cho HTX %(vnd)s: %(memo)s.", vnd=amount(owed_vnd), memo=memo)
        case BookKind.ADJUSTMENT:
            return _("Trừ của HTX %(vnd)s: %(memo)s.", vnd=amount(-owed_vnd), memo=memo)
        case BookKind.PAYOUT if facts.line["source_kind"] == SourceKind.PRODUCER_PAYMENT and owed_vnd >= 0:
            return _("HTX đã trả lại điểm bán %(vnd)s.", vnd=amount(owed_vnd))
        case BookKind.PAYOUT if facts.line["source_kind"] == SourceKind.PRODUCER_PAYMENT:
            return _("Lần thu %(vnd)s của HTX bị hủy: %(memo)s.", vnd=amount(-owed_vnd), memo=memo)
        case BookKind.PAYOUT if owed_vnd <= 0:
            return _("Điểm bán đã trả HTX %(vnd)s.", vnd=amount(-owed_vnd))
        case BookKind.PAYOUT:
            return _("Lần chi trả %(vnd)s bị hủy: %(memo)s.", vnd=amount(owed_vnd), memo=memo)
        case _:
            return _("%(goods)s, HTX được %(vnd)s.", goods=_goods(facts), vnd=amount(owed_vnd))


def _goods(facts: Facts, quantity: Milli | None = None) -> str:
    figure = abs(facts.line["quantity"]) if quantity is None else quantity
    return f"{qty(Milli(figure))} {facts.unit}"


def _sale(facts: Facts, sold: Sold) -> Told:
    gross_vnd = sold.gross_vnd
    steps = [
        _(
            "%(goods)s × %(price)s = %(gross)s.",
            goods=_goods(facts, sold.quantity),
            price=amount(sold.unit_price_vnd),
            gross=amount(gross_vnd),
        )
    ]
    steps += [_off(one) for one in sold.adjustments]
    agreed = facts.agreed
    if agreed is None:
        due = gross_vnd - sum(one.amount_vnd for one in sold.adjustments)
        told = Told([_("Không có hợp đồng: HTX được cả %(vnd)s.", vnd=amount(due))])
    elif agreed.term.basis is Basis.FIXED_PRICE:
        due, told = _fixed(facts, sold, agreed)
    else:
        due, told = _commission(sold, agreed)
    steps += told.steps
    if len(sold.parts) > 1:
        steps += _parts(facts, sold, due)
    return Told(steps, told.commission_vnd, told.vat_rule, told.rounding)


def _off(one: AdjustmentTold) -> str:
    why = {
        AdjustmentKind.PACK: _("giá cả thùng, lốc"),
        AdjustmentKind.BASKET: _("giá giỏ quà"),
        AdjustmentKind.OFFER: _("khuyến mại %(code)s", code=one.code or ""),
        AdjustmentKind.MANUAL: _("giảm tại quầy"),
        AdjustmentKind.SALE: _("giảm trên cả đơn"),
    }[one.kind]
    who = {
        Bearer.OUTLET: _("điểm bán chịu"),
        Bearer.PRODUCER: _("HTX chịu"),
        Bearer.SHARED: _("chia theo tỷ lệ hoa hồng"),
    }[one.bearer]
    return _("Giảm %(vnd)s, %(why)s, %(who)s.", vnd=amount(one.amount_vnd), why=why, who=who)


def _fixed(facts: Facts, sold: Sold, agreed: Agreed) -> tuple[int, Told]:
    each = agreed.rule.owed_per_unit_vnd
    full = times(each, sold.quantity)
    steps = [
        _(
            "Giá HTX được theo hợp đồng: %(goods)s × %(each)s = %(full)s.",
            goods=_goods(facts, sold.quantity),
            each=amount(each),
            full=amount(full),
        )
    ]
    producer, shared = sold.borne_by(Bearer.PRODUCER), sold.borne_by(Bearer.SHARED)
    part = half_up(shared * full, sold.gross_vnd) if sold.gross_vnd else 0
    due = max(0, full - producer - part) if sold.gross_vnd else full
    if part:
        steps.append(
            _(
                "Phần giảm chia của HTX: %(shared)s × %(full)s ÷ %(gross)s = %(part)s.",
                shared=amount(shared),
                full=amount(full),
                gross=amount(sold.gross_vnd),
                part=amount(part),
            )
        )
    if (off := full - due) != producer + part and sold.gross_vnd:
        steps.append(_nothing_left(producer + part, full))
    elif off:
        steps.append(_("HTX được %(full)s − %(off)s = %(due)s.", full=amount(full), off=amount(off), due=amount(due)))
    return due, Told(steps)


def _commission(sold: Sold, agreed: Agreed) -> tuple[int, Told]:
    rule = agreed.rule
    base = sold.gross_vnd - sold.borne_by(Bearer.SHARED)
    vat = vat_inside(base, sold.vat_percent)
    of = base - vat if rule.commission_base is CommissionBase.WITHOUT_VAT else base
    kept = share_of(of, rule.rate_bp)
    steps = []
    if of != base:
        steps.append(_("Giá chưa thuế: %(base)s − thuế %(vat)s = %(of)s.", base=amount(base), vat=amount(vat), of=amount(of)))
    steps.append(_("Hoa hồng %(rate)s của %(of)s: %(kept)s.", rate=rate(rule.rate_bp), of=amount(of), kept=amount(kept)))
    rest: list[tuple[str, int]] = [(_("hoa hồng"), kept)]
    vat_rule = None
    if rule.vat_kept_by is VatKeeper.OUTLET and vat:
        vat_rule = _("Điểm bán kê khai thuế GTGT %(vat)s trong %(base)s.", vat=amount(vat), base=amount(base))
        steps.append(vat_rule)
        rest.append((_("thuế"), vat))
    producer = sold.borne_by(Bearer.PRODUCER)
    if producer:
        rest.append((_("giảm giá HTX chịu"), producer))
    off = sum(vnd for _name, vnd in rest)
    due = max(0, base - off)
    if off > base:
        steps.append(_nothing_left(off, base))
    else:
        taken = "".join(f" − {name} {amount(vnd)}" for name, vnd in rest)
        steps.append(_("HTX được %(base)s%(taken)s = %(due)s.", base=amount(base), taken=taken, due=amount(due)))
    exact = of * rule.rate_bp % 10_000 == 0
    rounding = None if exact else _("Hoa hồng làm tròn đến đồng, nửa đồng làm tròn lên.")
    return due, Told(steps, kept, vat_rule, rounding)


def _nothing_left(off: int, whole: int) -> str:
    """What is owed never falls below 0 (contract, section 7.3)."""
    return _(
        "Các khoản trừ cộng lại %(off)s, nhiều hơn %(whole)s: HTX được 0, không phải bù.", off=amount(off), whole=amount(whole)
    )


def _parts(facts: Facts, sold: Sold, due: int) -> list[str]:
    """How a line that several lots gave to is cut: each lot's part in turn, rounded so that the parts add up."""
    total, reached, before = sold.quantity, 0, 0
    sentences = [_("Dòng này lấy từ %(n)s lô, tiền chia theo lượng:", n=len(sold.parts))]
    for part in sold.parts:
        reached += part.quantity
        until = half_up(due * reached, total)
        sentences.append(
            _(
                "lô %(lot)s, %(goods)s: HTX được %(vnd)s.",
                lot=part.lot,
                goods=_goods(facts, part.quantity),
                vnd=amount(until - before),
            )
        )
        before = until
    return sentences


def _refund(facts: Facts, came: Returned) -> Told:
    part = refunded_part(came.owed_of_all_vnd, came.quantity, came.before, came.sold)
    steps = [
        _(
            "Khách trả %(goods)s trong %(sold)s đã mua; lúc bán HTX được %(all)s.",
            goods=_goods(facts, came.quantity),
            sold=_goods(facts, came.sold),
            all=amount(came.owed_of_all_vnd),
        )
    ]
    if came.before:
        steps.append(_("Trước đó khách đã trả %(goods)s.", goods=_goods(facts, came.before)))
    steps.append(_("Lấy lại của HTX phần ấy: %(vnd)s.", vnd=amount(part)))
    return Told(steps)


def _loss(facts: Facts) -> Told:
    line, agreed = facts.line, facts.agreed
    lost = Milli(max(0, -line["quantity"]))
    if not lost:
        return Told([_("Kiểm kê thấy thừa %(goods)s: hàng về lại sổ, không có tiền.", goods=_goods(facts))])
    price = line["unit_price_vnd"] or 0
    worth = times(price, lost)
    steps = [
        _("%(goods)s × %(price)s = %(worth)s.", goods=_goods(facts), price=amount(price), worth=amount(worth)),
    ]
    owed_vnd: int = line["owed_vnd"]
    cause = facts.cause
    bearer = agreed.rule.loss.get(cause, Bearer.OUTLET) if agreed and cause else Bearer.OUTLET
    steps.append(
        {
            Bearer.OUTLET: _("Theo hợp đồng điểm bán chịu: trả HTX như bán được."),
            Bearer.PRODUCER: _("Theo hợp đồng HTX chịu: không có tiền."),
            Bearer.SHARED: _("Theo hợp đồng mỗi bên chịu một nửa."),
        }[bearer]
        if agreed
        else _("Không có hợp đồng: điểm bán chịu, trả HTX như bán được.")
    )
    if bearer is Bearer.PRODUCER or cause is None:
        return Told(steps)
    rule = agreed.rule if agreed else None
    vat_percent = vat_percent_of(line)

    def owed_of(free: Milli) -> int:
        gross_vnd = times(price, Milli(lost - free))
        return loss_owed(rule, cause=cause, gross_vnd=gross_vnd, quantity=lost, free=free, vat_percent=vat_percent)

    full = owed_of(Milli(0))
    used = allowance_used(line)
    if used and beyond_allowance(full, used[0], used[1]) == owed_vnd:
        steps.append(
            _(
                "Định mức của hợp đồng nhận %(used)s trong %(worth)s; phần vượt: %(full)s × %(over)s ÷ %(worth)s = %(owed)s.",
                used=amount(used[1]),
                worth=amount(used[0]),
                full=amount(full),
                over=amount(used[0] - used[1]),
                owed=amount(owed_vnd),
            )
        )
    elif full != owed_vnd and rule:
        brought, earlier = lost_before(line)
        free = Milli(min(lost, max(0, half_up(brought * rule.loss_allowance_bp, 10_000) - earlier)))
        if owed_of(free) == owed_vnd:
            steps.append(
                _(
                    "%(free)s nằm trong mức hao hụt %(rate)s của %(brought)s đã giao, HTX chịu.",
                    free=_goods(facts, free),
                    rate=rate(rule.loss_allowance_bp),
                    brought=_goods(facts, brought),
                )
            )
    steps.append(_("HTX được %(vnd)s.", vnd=amount(owed_vnd)))
    return Told(steps)
