"""The sheet of an agreement: the parties, the clauses in sentences, who bears what as a grid, two signatures."""

from __future__ import annotations

from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer

from core.i18n import gettext as _
from core.printing.fonts import reportlab_lock
from core.printing.sheets import parts
from core.printing.sheets.pages import make_pdf
from core.printing.sheets.sizes import SHEETS, SheetSize
from core.printing.sheets.styles import (
    HEADING,
    NOTE,
    TEXT,
    TITLE_CENTRED,
    UNDER_TITLE_CENTRED,
    bold,
    safe,
)
from core.printing.sheets.tables import Column, table
from core.text.formats import capitalized
from core.text.formats import day as day_text
from suppliers.agreements.clauses import Clause, LossGrid, clauses
from suppliers.choices import Bearer, LossCause
from suppliers.papers.agreement_paper import AgreementPaper, account_words

SIZE = SheetSize.A4
WIDTH = SHEETS[SIZE].text_width
BLANK = "." * 34
"""What is written by hand."""
TO_SIGN = 62.0


def draw(paper: AgreementPaper) -> bytes:
    """The paper as PDF, in the present language."""
    with reportlab_lock():
        name = _("Hợp đồng ký gửi hàng hóa")
        story: list[Flowable] = [
            parts.letterhead(paper.issuer, WIDTH, [bold(_("Số %(number)s", number=paper.number)), safe(_version(paper))]),
            Spacer(1, 10),
            Paragraph(bold(_("Cộng hòa xã hội chủ nghĩa Việt Nam")), UNDER_TITLE_CENTRED),
            Paragraph(safe(_("Độc lập – Tự do – Hạnh phúc")), UNDER_TITLE_CENTRED),
            Spacer(1, 8),
            Paragraph(safe(name), TITLE_CENTRED),
            Spacer(1, 8),
            _parties(paper),
            Spacer(1, 4),
            parts.note(_("Hai bên đồng ý ký gửi hàng theo các điều sau. Hàng là của bên giao cho đến khi bán được."), TEXT),
        ]
        for n, clause in enumerate(clauses(paper.says, paper.names, paper.units), 1):
            story += _clause(n, clause)
        story.append(KeepTogether(_end(paper)))
        whole = f"{name} {paper.number}"
        return make_pdf(story, SIZE, title=whole, author=paper.issuer.name, foot=whole, language=paper.issuer.language)


def _version(paper: AgreementPaper) -> str:
    if paper.from_day:
        return _("Bản %(n)s, dùng từ %(day)s", n=paper.says.version, day=day_text(paper.from_day))
    return _("Bản %(n)s", n=paper.says.version)


def _parties(paper: AgreementPaper) -> Flowable:
    producer, issuer = paper.producer, paper.issuer
    account = account_words(producer.bank_bin, producer.bank_account, producer.bank_holder)
    left = [
        (_("Bên giao hàng"), producer.name),
        *_represented(producer.representative),
        *_known(producer.address, producer.tax_code, account),
    ]
    right = [
        (_("Bên nhận bán"), issuer.name),
        *_represented(paper.representative),
        *_known(issuer.address, issuer.tax_code, paper.issuer_account),
    ]
    half = WIDTH / 2
    return parts.beside(parts.facts(left, half - 14), parts.facts(right, half), WIDTH, 0.5)


def _represented(who: str | None) -> list[tuple[str, str]]:
    """Who stands for a side, the title in the same words; one that the outlet does not keep is written by hand."""
    return [(_("Đại diện"), who)] if who else [(_("Đại diện"), BLANK), (_("Chức vụ"), BLANK)]


def _known(address: str | None, tax_code: str | None, account: str | None) -> list[tuple[str, str]]:
    """Where a side is; what the outlet does not keep is written by hand."""
    return [(_("Địa chỉ"), address or BLANK), (_("Mã số thuế"), tax_code or BLANK), (_("Tài khoản"), account or BLANK)]


def _clause(n: int, clause: Clause) -> list[Flowable]:
    heading = Paragraph(safe(_("Điều %(n)s. %(title)s", n=n, title=clause.title)), HEADING)
    lines: list[Flowable] = []
    for grid in clause.grids:
        if len(clause.grids) > 1:
            lines.append(parts.note(grid.goods, NOTE))
        lines += [_grid(grid), Spacer(1, 4)]
    lines += [parts.note(sentence, TEXT) for sentence in (clause.notes if clause.grids else clause.sentences)]
    return [KeepTogether([heading, *lines[:1]]), *lines[1:]]


def _grid(grid: LossGrid) -> Flowable:
    """Who bears what, a cross in the row of each cause."""
    columns = [
        Column(_("Khi hàng"), wide=True),
        *(Column(words, figures=True) for words in (_("Điểm bán chịu"), _("HTX chịu"), _("Mỗi bên một nửa"))),
    ]
    order = (Bearer.OUTLET, Bearer.PRODUCER, Bearer.SHARED)
    rows = [
        [capitalized(_(cause.label)), *("×" if grid.bearers[cause] is bearer else "" for bearer in order)] for cause in LossCause
    ]
    return table(columns, rows, WIDTH)


def _end(paper: AgreementPaper) -> list[Flowable]:
    copies = _("Hợp đồng lập thành hai bản như nhau, mỗi bên giữ một bản.")
    who = [_("Đại diện bên giao hàng"), _("Đại diện bên nhận bán")]
    under = [_("Ký, họ tên, đóng dấu")] * 2
    return [
        parts.note(copies, NOTE),
        parts.place_and_day(paper.issuer, paper.day),
        parts.signatures(who, WIDTH, under=under, room=TO_SIGN),
    ]
