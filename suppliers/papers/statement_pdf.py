"""A statement on A4: form 01-BH, the terms used, the sum, a code to every line, four signatures; annexes for all else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from core.i18n import gettext as _
from core.i18n import in_language
from core.printing.fonts import clean, reportlab_lock
from core.printing.sheets import parts
from core.printing.sheets.long_tables import long_table
from core.printing.sheets.pages import Ending, make_pdf
from core.printing.sheets.parts import SumLine
from core.printing.sheets.sizes import SHEETS, SheetSize
from core.printing.sheets.styles import (
    HEADING,
    INK,
    NOTE,
    RULE,
    SMALL,
    TEXT,
    TITLE_CENTRED,
    UNDER_TITLE_CENTRED,
    bold,
    safe,
    together,
)
from core.printing.sheets.tables import Column, table
from core.quantity import Milli
from core.text.formats import amount, qty, rate, vnd
from core.text.formats import day as day_text
from core.values.banks import bank_name
from suppliers.members.results import MemberShare
from suppliers.papers.member_shares import HEADS, figures, named
from suppliers.papers.statement_sheet import TITLE as FORM
from suppliers.papers.statement_sheet import AsideRow, GoodsRow, LineRow, Parties, Sheet, SumRow, build
from suppliers.papers.statement_terms import TermsUsed
from suppliers.results import StatementResult

SIZE = SheetSize.A4
WIDTH = SHEETS[SIZE].text_width
CODE_ROOM = 148.0
"""Points of the box with the code, beside the sum."""
CODE_SIDE = 66.0
SHARE = 0.55
"""Of the width, what names the one who delivers."""
TO_SIGN = 38.0
MOST_WHY = 1_500
"""Sold lines told one by one; a longer paper would take the tills' time, and nobody reads it."""


def statement_pdf(
    statement: StatementResult,
    *,
    parties: Parties,
    names: Mapping[str, str],
    terms: TermsUsed,
    shares: Sequence[MemberShare] = (),
    numbers: Mapping[str, str] | None = None,
) -> bytes:
    """The paper of a statement; `names` are those of its products, `terms` what its goods were sold under.

    `shares` are what is whose of it, where its producer has members, `numbers` the printed numbers of its lines' documents.
    """
    with reportlab_lock(), in_language(parties.issuer.language):
        sheet = build(statement, names=names, terms=terms)
        return make_pdf(
            [*_form(sheet, parties), *_annexes(sheet), *_by_member(shares), *_why(sheet, numbers or {})],
            SIZE,
            title=_("Bảng thanh toán %(number)s", number=sheet.number),
            author=parties.issuer.name,
            foot=sheet.foot(parties.producer.name),
            language=parties.issuer.language,
        )


def _form(sheet: Sheet, parties: Parties) -> list[Flowable]:
    """The form from top to bottom, without its annexes."""
    story: list[Flowable] = [
        parts.letterhead(parties.issuer, WIDTH, _marks(sheet)),
        Spacer(1, 6),
        Paragraph(safe(FORM), TITLE_CENTRED),
        *([Paragraph(safe(_(FORM)), UNDER_TITLE_CENTRED)] if _(FORM) != FORM else []),
        Paragraph(safe(sheet.period), UNDER_TITLE_CENTRED),
        Spacer(1, 8),
    ]
    if sheet.basis:
        story += [Paragraph(safe(sheet.basis), TEXT), Spacer(1, 5)]
    story += [_parties(parties), Spacer(1, 7), _goods(sheet)]
    if any(row.aside for row in sheet.goods):
        note = _("* Cột 7 = 3 − 4, và những lần hàng ra vào khác ở phụ lục 1.")
        story.append(parts.note(note, NOTE))
    end = _end(sheet, parties)
    if sheet.terms:
        notes = [parts.note(" ".join(sheet.term_notes), NOTE)] if sheet.term_notes else []
        story.append(Ending(_terms(sheet), notes, parts.note(_("Hoa hồng theo từng điều khoản"), HEADING)))
    return [*story, KeepTogether(end)]  # nobody signs a page without the sum


def _marks(sheet: Sheet) -> list[str]:
    """What stands right of the letterhead."""
    number = safe(_("Số %(number)s", number="%s")) % bold(sheet.number) if sheet.number else safe(_("Bản xem trước"))
    return [safe(_("Mẫu số 01-BH")), number, safe(_("Quyển %(year)s", year=sheet.year))]


def _parties(parties: Parties) -> Flowable:
    producer = parties.producer
    left: list[tuple[str, str | None]] = [
        (_("Bên giao hàng"), producer.name),
        (_("Đại diện"), producer.representative),
        (_("Địa chỉ"), producer.address),
        (_("Mã số thuế"), producer.tax_code),
    ]
    account = producer.bank_account and _(
        "%(bank)s, số %(account)s", bank=bank_name(producer.bank_bin), account=producer.bank_account
    )
    right: list[tuple[str, str | None]] = [
        (_("Bên nhận bán"), parties.issuer.name),
        (_("Đại diện"), parties.representative),
        (
            _("Trả vào"),
            "\n".join(line.removeprefix(", ") for line in (account, producer.bank_holder) if line) if account else None,
        ),
    ]
    left_facts = parts.facts(left, WIDTH * SHARE - 14, ruled=False)
    return parts.beside(left_facts, parts.facts(right, WIDTH * (1 - SHARE), ruled=False), WIDTH, SHARE)


def _q(quantity: Milli | None) -> str:
    return "" if quantity is None else qty(quantity)


def _m(vnd_or_none: int | None) -> str:
    return "" if vnd_or_none is None else amount(vnd_or_none)


def _goods(sheet: Sheet) -> Table:
    columns = [
        Column(_("STT"), mark="A"),
        Column(_("Tên hàng, quy cách"), mark="B", wide=True),
        Column(_("ĐVT"), mark="C"),
        Column(_("Tồn đầu kỳ"), figures=True, mark="1"),
        Column(_("Nhận trong kỳ"), figures=True, mark="2"),
        Column(_("Tổng số"), figures=True, mark="3 = 1+2"),
        Column(_("Đã bán"), figures=True, mark="4"),
        Column(_("Đơn giá"), figures=True, mark="5"),
        Column(_("Thành tiền"), figures=True, mark="6 = 4×5"),
        Column(_("Tồn cuối kỳ"), figures=True, mark="7"),
    ]
    total = ["", _("Cộng (I)"), "", "×", "×", "×", "×", "×", amount(sheet.gross_vnd), "×"]
    return table(columns, [_goods_cells(row) for row in sheet.goods], WIDTH, total)


def _goods_cells(row: GoodsRow) -> list[str]:
    return [
        _m(row.number), ("" if row.number else "\u00a0\u00a0\u00a0") + row.name, row.unit, _q(row.opening), _q(row.received),
        _q(row.total), _q(row.sold), _m(row.unit_price_vnd), _m(row.gross_vnd), _q(row.closing) + ("*" if row.aside else ""),
    ]  # fmt: skip


def _terms(sheet: Sheet) -> Table:
    kept = "e = c×d" if sheet.by_rate else "e = c−g"
    columns = [
        Column(_("Điều khoản trong hợp đồng"), wide=True),
        Column(_("Tiền hàng"), figures=True, mark="a"),
        Column(_("Giảm giá cho khách"), figures=True, mark="b"),
        Column(_("Khách trả"), figures=True, mark="c = a−b"),
        Column(_("Tỷ lệ hoặc giá cố định") if sheet.has_fixed_prices else _("Tỷ lệ"), figures=True, mark="d"),
        Column(_("Điểm bán giữ") if sheet.has_fixed_prices else _("Hoa hồng"), figures=True, mark=kept),
        Column(_("Bên giao được"), figures=True, mark="g = c−e" if sheet.by_rate else "g"),
    ]
    rows = [
        [
            row.label,
            *map(amount, (row.gross_vnd, row.discount_vnd, row.net_vnd)),
            row.rate,
            *map(amount, (row.kept_vnd, row.owed_vnd)),
        ]
        for row in sheet.terms
    ]
    sums = [
        amount(sum(getattr(row, name) for row in sheet.terms))
        for name in ("gross_vnd", "discount_vnd", "net_vnd", "kept_vnd", "owed_vnd")
    ]
    return table(columns, rows, WIDTH, [_("Cộng"), *sums[:3], "", *sums[3:]])


def _end(sheet: Sheet, parties: Parties) -> list[Flowable]:
    """The sum beside the code, the amount in words, place and day, signatures."""
    room = WIDTH - CODE_ROOM - 24 if parties.link else WIDTH * 0.66
    sums = _sums(sheet, room)
    if parties.link:
        beside = parts.plain([[_code(parties.link), "", sums]], [CODE_ROOM, 24, room], ("TOPPADDING", (0, 0), (-1, -1), 10))
    else:
        beside = parts.plain([["", sums]], [WIDTH - room, room], ("TOPPADDING", (0, 0), (-1, -1), 10))
    who = [_("Bên giao hàng"), _("Người lập"), _("Kế toán"), _("Quản lý điểm bán")]
    day = [parts.place_and_day(parties.issuer, sheet.issued_on)] if sheet.issued_on else []
    return [beside, parts.in_words(sheet.pay_vnd), *day, parts.signatures(who, WIDTH, room=TO_SIGN)]


def _sums(sheet: Sheet, width: float) -> Flowable:
    lines = [SumLine(row.label, _signed(row), strong=row.strong, indent=row.indent) for row in sheet.sums]
    lines.append(SumLine(_("V. Thanh toán kỳ này"), vnd(sheet.pay_vnd), result=True))
    if sheet.left_vnd:
        lines.append(SumLine(_("VI. Nợ lại chuyển kỳ sau"), amount(sheet.left_vnd)))
    return parts.sums(lines, width)


def _signed(row: SumRow) -> str:
    return f"+{amount(row.amount_vnd)}" if row.signed and row.amount_vnd > 0 else amount(row.amount_vnd)


def _code(link: str) -> Flowable:
    """The code to every line, with what it is for."""
    first = Paragraph(bold(together(_("Quét để xem từng dòng trên điện thoại."))), TEXT)
    then = parts.note(
        together(_("Bán ngày nào, phiếu nào, vì sao số này. Thấy chưa đúng thì bấm vào dòng đó và hỏi trước khi ký.")), SMALL
    )
    made = Table([[parts.Code(link, CODE_SIDE, CODE_SIDE)], [first], [then]], colWidths=[CODE_ROOM])
    made.setStyle(
        TableStyle(
            [
                ("BOX", (0, 0), (-1, -1), RULE, INK),
                ("ROUNDEDCORNERS", [6, 6, 6, 6]),
                ("LEFTPADDING", (0, 0), (-1, -1), 11),
                ("RIGHTPADDING", (0, 0), (-1, -1), 10),
                ("TOPPADDING", (0, 0), (0, 0), 10),
                ("TOPPADDING", (0, 1), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -2), 3),
                ("BOTTOMPADDING", (0, -1), (-1, -1), 9),
            ]
        )
    )
    return made


def _annexes(sheet: Sheet) -> list[Flowable]:
    story: list[Flowable] = []
    if sheet.aside:
        columns = [
            Column(_("Tên hàng, quy cách"), wide=True),
            Column(_("ĐVT")),
            Column(_("Khách trả hàng"), figures=True),
            Column(_("Trả lại bên giao"), figures=True),
            Column(_("Hao hụt"), figures=True),
            Column(_("Kiểm kê thừa, thiếu"), figures=True),
        ]
        title = _("Phụ lục 1. Hàng ra vào ngoài giao và bán")
        story += _annex(title, columns, [_aside_cells(row) for row in sheet.aside])
    if sheet.aside_lines:
        columns = [
            Column(_("Ngày")),
            Column(_("Việc")),
            Column(_("Sản phẩm, lý do"), wide=True),
            Column(_("Lô")),
            Column(_("Số lượng"), figures=True),
            Column(_("Tiền được tính"), figures=True),
        ]
        title = _("Phụ lục 2. Từng dòng ngoài hàng nhận và bán")
        total = ["", "", _("Cộng"), "", "", amount(sum(row.owed_vnd for row in sheet.aside_lines))]
        story += _annex(title, columns, [_line_cells(row) for row in sheet.aside_lines], total)
    return story


def _by_member(shares: Sequence[MemberShare]) -> list[Flowable]:
    """What of the statement is whose."""
    if not shares:
        return []
    columns = [Column(_(HEADS[0]), wide=True), *(Column(_(head), figures=True) for head in HEADS[1:])]
    rows = [[named(share), *map(amount, figures(share))] for share in shares]
    sums = [amount(sum(column)) for column in zip(*(figures(share) for share in shares), strict=True)]
    return _annex(_("Phụ lục 3. Chia theo hộ thành viên"), columns, rows, [_("Cộng"), *sums])


def _why(sheet: Sheet, numbers: Mapping[str, str]) -> list[Flowable]:
    """What each sold line came to: receipt, list price, discount and who bore it, rate."""
    sold = [row for row in sheet.lines if row.is_sale]
    if not sold:
        return []
    title = _("Phụ lục 4. Vì sao từng dòng bán")
    if len(sold) > MOST_WHY:
        more = _("Kỳ này có %(n)s dòng bán. Từng dòng có ở tệp Excel và ở trang mở bằng mã trên bảng.", n=amount(len(sold)))
        return [Spacer(1, 6), parts.note(clean(title), HEADING), parts.note(more, NOTE)]
    columns = [
        Column(_("Ngày")),
        Column(_("Phiếu")),
        Column(_("Sản phẩm, lý do"), wide=True),
        Column(_("Số lượng"), figures=True),
        Column(_("Giá niêm yết"), figures=True),
        Column(_("Giảm giá"), figures=True),
        Column(_("HTX chịu"), figures=True),
        Column(_("Tỷ lệ"), figures=True),
        Column(_("HTX được"), figures=True),
    ]
    rows = [_why_cells(row, numbers.get(row.document, "")) for row in sold]
    discount, owed = (amount(sum(getattr(row, name) for row in sold)) for name in ("discount_vnd", "owed_vnd"))
    return _annex(title, columns, rows, ["", "", _("Cộng"), "", "", discount, "", "", owed])


def _why_cells(row: LineRow, number: str) -> list[str]:
    price = amount(row.unit_price_vnd) if row.unit_price_vnd is not None else ""
    share = rate(row.rate_bp) if row.rate_bp is not None else _m(row.fixed_vnd)
    borne = amount(row.borne_vnd) if row.discount_vnd and row.borne_vnd is not None else ""
    quantity = qty(Milli(-row.quantity))
    return [
        day_text(row.day),
        number,
        row.name,
        quantity,
        price,
        _m(row.discount_vnd or None),
        borne,
        share,
        amount(row.owed_vnd),
    ]


def _aside_cells(row: AsideRow) -> list[str]:
    moved = [qty(quantity) if quantity else "" for quantity in (row.refunded, row.returned, row.lost, row.counted)]
    return [row.name, row.unit, *moved]


def _line_cells(row: LineRow) -> list[str]:
    quantity = qty(row.quantity) if row.quantity else ""
    return [day_text(row.day), row.kind, row.text, row.lot, quantity, amount(row.owed_vnd)]


def _annex(
    title: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], total: Sequence[str] | None = None
) -> list[Flowable]:
    """A titled table; the title never stays alone at a page's end."""
    return [Spacer(1, 6), Ending(long_table(columns, rows, WIDTH, total), [], parts.note(clean(title), HEADING))]
