"""What differs between two versions of an agreement, in words: what it is about, how it was, how it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.i18n import N_
from core.i18n import gettext as _
from core.money import Bp, Vnd
from core.text.formats import capitalized, rate, vnd
from core.text.formats import day as day_words
from suppliers.agreements.results import AgreementResult, ChargeResult, TermResult
from suppliers.allowances.results import AllowanceResult
from suppliers.choices import (
    DISCOUNT_BEARER_LABELS,
    PRODUCT_SETS,
    Basis,
    Bearer,
    ExpiryChoice,
    LossCause,
    PaperKind,
    WithoutPaper,
)

Names = Mapping[str, str]
"""The names of the producer's products, by their codes."""
Scope = tuple[str | None, int | None]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs."""

    about: str
    before: str
    after: str


def goods_of(term: TermResult, names: Names) -> str:
    """The goods that a term is for, as they stand in a sentence."""
    if term.product is not None:
        return names.get(term.product, term.product)
    if term.set is not None:
        return _("bộ %(n)s: %(name)s", n=term.set, name=_(PRODUCT_SETS[term.set - 1]).lower())
    return _("hàng bất kỳ")


def share(term: TermResult) -> str:
    """How a term divides the money of goods sold."""
    if term.basis is Basis.FIXED_PRICE:
        return _("HTX được %(amount)s mỗi đơn vị", amount=vnd(term.owed_per_unit_vnd or Vnd(0)))
    return _("điểm bán giữ %(rate)s", rate=rate(term.rate_bp or Bp(0)))


def bearer(value: Bearer) -> str:
    """Who bears a loss."""
    return {Bearer.OUTLET: _("điểm bán"), Bearer.PRODUCER: _("HTX"), Bearer.SHARED: _("mỗi bên một nửa")}[value]


def discount_bearer(value: Bearer) -> str:
    """Who bears a discount: what both bear follows the division of the price, it is no half."""
    return _("HTX") if value is Bearer.PRODUCER else _(DISCOUNT_BEARER_LABELS[value])


def charge(one: ChargeResult) -> str:
    """A charge with what it is counted by."""
    return f"{vnd(one.amount_vnd)} {_(one.per.label)}"


def allowance(one: AllowanceResult) -> str:
    """How much of losses is the producer's."""
    return f"{vnd(one.value_vnd)} {_(one.per.label)}"


def on_expiry(says: AgreementResult) -> str:
    """What happens to goods near their day when the producer does not answer."""
    rule = says.on_expiry
    if rule is None:
        return _("không làm gì")
    act = _(rule.choice.label)
    if rule.choice is ExpiryChoice.MARK_DOWN:
        act = f"{act} {rate(rule.rate_bp or Bp(0))}"
    return _(
        "còn %(days)s ngày là hết hạn thì hỏi HTX, quá %(answer)s ngày chưa trả lời thì %(act)s",
        days=rule.days,
        answer=rule.answer_days,
        act=act,
    )


def changes(before: AgreementResult, after: AgreementResult, names: Names) -> list[Change]:
    """Everything in which two versions differ, the terms first."""
    return [*_terms(before, after, names), *_whole(before, after), *_named(before, after)]


def _terms(before: AgreementResult, after: AgreementResult, names: Names) -> list[Change]:
    old = {_scope(term): term for term in before.terms}
    new = {_scope(term): term for term in after.terms}
    found: list[Change] = []
    for scope, term in new.items():
        goods = capitalized(goods_of(term, names))
        if scope not in old:
            found.append(Change(goods, _("chưa có điều khoản riêng"), share(term)))
        else:
            found += [Change(f"{goods}: {about}", *pair) for about, *pair in _term(old[scope], term)]
    for scope, term in old.items():
        if scope not in new:
            found.append(Change(capitalized(goods_of(term, names)), share(term), _("bỏ điều khoản riêng")))
    return found


def _scope(term: TermResult) -> Scope:
    return term.product, term.set


def _term(old: TermResult, new: TermResult) -> list[tuple[str, str, str]]:
    pairs: list[tuple[str, str, str]] = []
    if old.basis is Basis.COMMISSION and new.basis is Basis.COMMISSION:
        pairs.append((_("điểm bán giữ"), rate(old.rate_bp or Bp(0)), rate(new.rate_bp or Bp(0))))
    else:
        pairs.append((_("chia tiền bán"), share(old), share(new)))
    pairs += [
        (_("ai chịu giảm giá"), discount_bearer(old.discount_bearer), discount_bearer(new.discount_bearer)),
        (_("hoa hồng tính trên"), _(old.commission_base.label), _(new.commission_base.label)),
        (_("ai kê khai thuế GTGT"), _(old.vat_kept_by.label), _(new.vat_kept_by.label)),
        *((_("hàng %(cause)s", cause=_(c.label)), bearer(old.loss[c]), bearer(new.loss[c])) for c in LossCause),
        (_("hao hụt HTX chịu trước"), rate(old.loss_allowance_bp), rate(new.loss_allowance_bp)),
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


_WHOLE: Sequence[tuple[str, Callable[[AgreementResult], str]]] = (
    (N_("Số trên bản ký"), lambda a: a.signed_number or _("không ghi")),
    (N_("Từ ngày"), lambda a: day_words(a.starts_on)),
    (N_("Đến ngày"), lambda a: day_words(a.ends_on) or _("không thời hạn")),
    (N_("Nhận hàng thêm sau khi hết hạn"), lambda a: _("%(n)s ngày", n=a.grace_days)),
    (N_("Kỳ đối soát"), lambda a: _(a.cycle.label)),
    (N_("Tiền bán giữ lại"), lambda a: _("%(n)s ngày", n=a.holding_days)),
    (N_("Chi trả từ"), lambda a: vnd(a.minimum_payout_vnd)),
    (N_("HTX trả lời trong"), lambda a: _("%(n)s ngày", n=a.answer_days)),
    (N_("Hàng gần hết hạn"), on_expiry),
    (N_("HTX xem được"), lambda a: _(a.visibility.label)),
)


def _whole(before: AgreementResult, after: AgreementResult) -> list[Change]:
    found = [Change(_(label), write(before), write(after)) for label, write in _WHOLE]
    return [change for change in found if change.before != change.after]


def _named(before: AgreementResult, after: AgreementResult) -> list[Change]:
    """What an agreement has several of, each under its own name."""
    return [
        *_entries(_by_name(before.charges), _by_name(after.charges)),
        *_entries(_allowances(before), _allowances(after)),
        *_entries(_papers(before), _papers(after)),
    ]


def _entries(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    names = [*new, *(name for name in old if name not in new)]
    found = [Change(name, old.get(name, _("không có")), new.get(name, _("bỏ"))) for name in names]
    return [change for change in found if change.before != change.after]


def _by_name(charges: Sequence[ChargeResult]) -> dict[str, str]:
    written: dict[str, list[str]] = {}
    for one in charges:
        written.setdefault(one.name, []).append(charge(one))
    return {name: ", ".join(each) for name, each in written.items()}


def _allowances(says: AgreementResult) -> dict[str, str]:
    causes = [(cause, says.allowances[cause]) for cause in LossCause if cause in says.allowances]
    return {_("Định mức cho hàng %(cause)s", cause=_(cause.label)): allowance(one) for cause, one in causes}


def _papers(says: AgreementResult) -> dict[str, str]:
    return {paper_asked(paper.kind): without(paper.without) for paper in says.papers}


def paper_asked(kind: PaperKind) -> str:
    """A paper that an agreement asks for."""
    return _("Giấy tờ: %(kind)s", kind=_(kind.label))


def without(rule: WithoutPaper) -> str:
    """What happens without a paper."""
    return _("thiếu thì %(act)s", act=_(rule.label))
