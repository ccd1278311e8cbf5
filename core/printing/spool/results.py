"""What the spool's verbs return."""

from __future__ import annotations

from dataclasses import dataclass

from core.printing.devices.choices import PrinterUse, PrinterWord
from core.printing.spool.choices import PrintJobState
from core.results import TimestampOut


@dataclass(frozen=True, slots=True)
class PrintJobResult:
    """A paper that was put in a printer's lane.

    `name` is what people call the paper, `use` the kind of printer that it needs, `number` its document's number, `copy` counts
    reprints (0: the first print). `printer_name` is what the outlet calls the printer, where it has settings. `trouble` says why
    it is not printed, `printer_said` is the printer's own word. `until` is how long it waits. `from_job` is the job that this one
    prints again.
    """

    id: int
    paper: str
    name: str
    use: PrinterUse
    document: str
    number: str | None
    copy: int
    till: str | None
    printer: str
    printer_name: str | None
    state: PrintJobState
    tries: int
    trouble: str | None
    printer_said: PrinterWord | None
    asked_by: str
    asked_at: TimestampOut
    until: TimestampOut | None
    printed_at: TimestampOut | None
    cancelled_by: str | None
    from_job: int | None
