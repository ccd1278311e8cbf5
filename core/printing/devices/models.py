"""What the outlet knows of its printers, and what they are to print."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import UNCHAINED, BigKey, Model, Timestamp, UtcDateTime, choice_check
from core.printing.devices.choices import CutMode, DrawerPin, HeadDots, PrinterUse, PrinterWord, PrintMode

DOTS = ", ".join(str(int(dots)) for dots in HeadDots)
PINS = ", ".join(str(int(pin)) for pin in DrawerPin)


class Printer(Model):
    """A printer by its address (`tcp://…`); tills name it by that, too. One without a row prints by the settings of its till.

    `dots` is the width of the head, `strip_rows` the height of one raster command, `pause_ms` the rest after each.
    `code_page` is a name of `core.printing.skins.code_pages`, `code_page_number` what the printer calls it (`ESC t n`).
    `density` goes from −4 (light) to 4 (dark). A NULL drawer pin: no drawer hangs on it.
    """

    __tablename__ = "printer"
    uri: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    use: Mapped[str] = mapped_column(Text)
    paper_mm: Mapped[int]
    dots: Mapped[int]
    mode: Mapped[str] = mapped_column(Text)
    code_page: Mapped[str | None] = mapped_column(Text)
    code_page_number: Mapped[int | None]
    cut: Mapped[str] = mapped_column(Text)
    drawer_pin: Mapped[int | None]
    density: Mapped[int]
    strip_rows: Mapped[int]
    pause_ms: Mapped[int]
    shows_logo: Mapped[bool]
    header: Mapped[str | None] = mapped_column(Text)
    footer: Mapped[str | None] = mapped_column(Text)
    added_at: Mapped[Timestamp]
    __table_args__ = (
        choice_check("use", PrinterUse, "use"),
        choice_check("mode", PrintMode, "mode"),
        choice_check("cut", CutMode, "cut"),
        CheckConstraint("paper_mm BETWEEN 20 AND 120", name="paper"),
        CheckConstraint(f"dots IN ({DOTS})", name="dots"),
        CheckConstraint(f"drawer_pin IN ({PINS})", name="drawer_pin"),
        CheckConstraint("density BETWEEN -4 AND 4", name="density"),
        CheckConstraint("strip_rows BETWEEN 1 AND 255", name="strip_rows"),
        CheckConstraint("pause_ms BETWEEN 0 AND 2000", name="pause"),
        CheckConstraint("(code_page IS NULL) = (code_page_number IS NULL)", name="whole_code_page"),
        CheckConstraint("mode <> 'text' OR code_page IS NOT NULL", name="text_has_code_page"),
        CheckConstraint("code_page_number BETWEEN 0 AND 255", name="code_page_number"),
    )


class PrintJob(Model):
    """What a printer is to print: which paper of which document, for which till; how far it is, says its job in the outbox.

    `number` is the document's number as people know it. `copy` counts reprints of a document's paper: 0 is the first one.
    `sent_at` is when the last try began to send: while the job is not done, some of it may be on paper.
    `printer_said` is the printer's own word at the last try. `from_job` is the job that this one prints again, on this or
    another printer.
    """

    __tablename__ = "print_job"
    outbox_job_id: Mapped[int] = mapped_column(BigKey, ForeignKey("outbox_job.id"), primary_key=True, autoincrement=False)
    printer: Mapped[str] = mapped_column(Text)
    till_code: Mapped[str | None] = mapped_column(Text)
    paper: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    number: Mapped[str | None] = mapped_column(Text)
    copy: Mapped[int]
    asked_by: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[Timestamp]
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    printer_said: Mapped[str | None] = mapped_column(Text)
    cancelled_by: Mapped[str | None] = mapped_column(Text)
    from_job: Mapped[int | None] = mapped_column(BigKey)
    __table_args__ = (
        CheckConstraint("copy >= 0", name="copy"),
        choice_check("printer_said", PrinterWord, "printer_said"),
        Index("ix_print_job_printer", "printer", "outbox_job_id"),
        Index("ix_print_job_till_code", "till_code", "outbox_job_id"),
        Index("ix_print_job_document", "document", "paper"),
        {"info": UNCHAINED},
    )
