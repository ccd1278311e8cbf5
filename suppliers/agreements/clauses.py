"""What an agreement says, in numbered clauses of plain sentences: pages, the portal and the paper print the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.i18n import gettext as _
from core.money import Bp, Vnd, share_of
from core.text.formats import capitalized, rate, vnd
from core.text.formats import day as day_words
from suppliers.agreements.changes import Names, allowance, charge, goods_of, on_expiry, paper_asked, without
from suppliers.agreements.results import AgreementResult, TermResult
from suppliers.choices import Basis, Bearer, CommissionBase, Cycle, LossCause, VatKeeper, Visibility

SOLD_VND = 100_000
"""Of so much the sentences say who gets what."""
OFF_VND = 10_000
"""Of so much taken off the price the sentences say who bears what."""
Units = Mapping[str, str]
"""The units of the producer's products, by their codes."""


@dataclass(frozen=True, slots=True)
class LossGrid:
    """Who bears a loss by each cause, for the goods of one or more terms that say the same."""

    goods: str
    bearers: Mapping[LossCause, Bearer]


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered part of an agreement. Where it has grids, they and the notes say the same as the sentences."""

    title: str
    sentences: Sequence[str]
    grids: Sequence[LossGrid] = ()
    notes: Sequence[str] = ()


def clauses(says: AgreementResult, names: Names, units: Units) -> list[Clause]:
    """The clauses of a version; those that would say nothing are left out."""
    found = [
        Clause(_("Chia tiền bán"), _shares(says, names, units)),
        Clause(_("Giảm giá cho khách"), [_discount(term, names) for term in says.terms]),
        _loss_clause(says, names),
        Clause(_("Trả tiền"), _money(says)),
        Clause(_("Các khoản trừ"), [f"{one.name}: {charge(one)}." for one in says.charges]),
        Clause(_("Sắp hết hạn"), [f"{capitalized(on_expiry(says))}."] if says.on_expiry else []),
        Clause(_("Giấy tờ phải có"), [f"{paper_asked(one.kind)}, {without(one.without)}." for one in says.papers]),
        Clause(_("HTX xem được"), [_visible(says.visibility)]),
        Clause(_("Thời hạn"), _term_of(says)),
    ]
    return [clause for clause in found if clause.sentences]


def _shares(says: AgreementResult, names: Names, units: Units) -> list[str]:
    sentences = [share(term, names, units) for term in says.terms]
    if len(says.terms) > 1:
        sentences.append(precedence())
    return sentences


def precedence() -> str:
    """Which of several terms counts."""
    return _("Điều khoản cho sản phẩm hơn cho bộ, cho bộ hơn cho hàng bất kỳ.")


def share(term: TermResult, names: Names, units: Units) -> str:
    goods = capitalized(goods_of(term, names))
    if term.basis is Basis.FIXED_PRICE:
        unit = units.get(term.product or "") or _("đơn vị")
        owed = vnd(term.owed_per_unit_vnd or Vnd(0))
        return _("%(goods)s: HTX được %(owed)s mỗi %(unit)s bán được.", goods=goods, owed=owed, unit=unit)
    sentence = _("%(goods)s: điểm bán giữ %(rate)s", goods=goods, rate=rate(term.rate_bp or Bp(0)))
    if term.commission_base is CommissionBase.WITHOUT_VAT:
        sentence += _(" của giá chưa thuế")
    elif term.vat_kept_by is VatKeeper.PRODUCER:
        owed = vnd(SOLD_VND - share_of(Vnd(SOLD_VND), term.rate_bp or Bp(0)))
        sentence += _(", bán %(sold)s thì HTX được %(owed)s", sold=vnd(SOLD_VND), owed=owed)
    who = {VatKeeper.PRODUCER: _("HTX kê khai thuế GTGT"), VatKeeper.OUTLET: _("điểm bán giữ và kê khai thuế GTGT")}
    return f"{sentence}; {who[term.vat_kept_by]}."


def _discount(term: TermResult, names: Names) -> str:
    return f"{capitalized(goods_of(term, names))}: {discount(term)}."


def discount(term: TermResult) -> str:
    """Who bears what is taken off the price for customers."""
    match term.discount_bearer:
        case Bearer.OUTLET:
            return _("điểm bán chịu hết, HTX được như bán đúng giá")
        case Bearer.PRODUCER:
            return _("HTX chịu hết")
        case Bearer.SHARED if term.basis is Basis.FIXED_PRICE:
            return _("hai bên chịu theo phần mỗi bên được trong giá bán")
        case Bearer.SHARED:
            kept = share_of(Vnd(OFF_VND), term.rate_bp or Bp(0))
            figures = {"off": vnd(OFF_VND), "producer": vnd(OFF_VND - kept), "outlet": vnd(kept)}
            return _("chia theo tỷ lệ hoa hồng: giảm %(off)s thì HTX chịu %(producer)s, điểm bán %(outlet)s", **figures)


def _loss_clause(says: AgreementResult, names: Names) -> Clause:
    sentences, notes = [], []
    grids: dict[tuple[Bearer, ...], list[str]] = {}
    for term in says.terms:
        goods = capitalized(goods_of(term, names))
        grids.setdefault(tuple(term.loss[cause] for cause in LossCause), []).append(goods)
        if term.loss_allowance_bp:
            figures = {"goods": goods, "rate": rate(term.loss_allowance_bp)}
            sentences.append(_("%(goods)s: hao trong %(rate)s số đã giao thì HTX chịu, quá nữa mới theo câu trên.", **figures))
            notes.append(_("%(goods)s: hao trong %(rate)s số đã giao thì HTX chịu, quá nữa mới theo bảng trên.", **figures))
    for cause in LossCause:
        if cause in says.allowances:
            figures = {"cause": _(cause.label), "allowance": allowance(says.allowances[cause])}
            sentences.append(_("Hàng %(cause)s: HTX chịu đến %(allowance)s, quá nữa mới theo câu trên.", **figures))
            notes.append(_("Hàng %(cause)s: HTX chịu đến %(allowance)s, quá nữa mới theo bảng trên.", **figures))
    shown = [LossGrid("; ".join(goods), dict(zip(LossCause, bearers, strict=True))) for bearers, goods in grids.items()]
    first = [f"{grid.goods}: {losses(grid.bearers)}." for grid in shown]
    return Clause(_("Hàng hỏng, mất thì ai chịu"), [*first, *sentences], shown, notes)


def losses(bearers: Mapping[LossCause, Bearer]) -> str:
    """Who bears goods that are lost, the causes by who bears them."""
    who = {
        Bearer.OUTLET: _("điểm bán chịu khi %(causes)s"),
        Bearer.PRODUCER: _("HTX chịu khi %(causes)s"),
        Bearer.SHARED: _("mỗi bên một nửa khi %(causes)s"),
    }
    parts = []
    for each, sentence in who.items():
        causes = [_(cause.label) for cause in LossCause if bearers[cause] is each]
        if causes:
            parts.append(sentence % {"causes": ", ".join(causes)})
    return "; ".join(parts)


def _money(says: AgreementResult) -> list[str]:
    closes = {
        Cycle.WEEK: _("Chốt vào Chủ Nhật hằng tuần."),
        Cycle.HALF_MONTH: _("Chốt ngày 15 và ngày cuối tháng."),
        Cycle.MONTH: _("Chốt ngày cuối tháng."),
    }
    sentences = [closes[says.cycle]]
    if says.holding_days:
        sentences.append(_("Tiền bán giữ %(n)s ngày phòng khách trả hàng.", n=says.holding_days))
    if says.minimum_payout_vnd:
        sentences.append(_("Dưới %(amount)s thì dồn kỳ sau.", amount=vnd(says.minimum_payout_vnd)))
    sentences.append(_("HTX có %(n)s ngày để đồng ý hoặc hỏi lại bảng thanh toán và số đếm.", n=says.answer_days))
    return sentences


def _visible(visibility: Visibility) -> str:
    return {
        Visibility.DETAILED: _("Từng dòng bán, hàng, sổ và bảng thanh toán."),
        Visibility.BASIC: _("Hàng và bảng thanh toán, không xem sổ từng ngày."),
        Visibility.BALANCE: _("Số dư và bảng thanh toán, không xem hàng."),
    }[visibility]


def _term_of(says: AgreementResult) -> list[str]:
    first = day_words(says.starts_on)
    if says.ends_on is None:
        return [_("Từ %(first)s, không thời hạn.", first=first)]
    sentences = [_("Từ %(first)s đến hết %(last)s.", first=first, last=day_words(says.ends_on))]
    if says.grace_days:
        sentences.append(_("Hết hạn rồi vẫn nhận hàng thêm %(n)s ngày.", n=says.grace_days))
    sentences.append(_("Hàng còn ở điểm bán khi hết hạn vẫn bán và trả tiền theo hợp đồng này."))
    return sentences
