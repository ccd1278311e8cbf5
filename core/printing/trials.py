"""Prints a printer's first papers at once, while a manager stands beside it; other papers go through the print jobs."""

from __future__ import annotations

from core import clock
from core.db import db
from core.i18n import in_language
from core.printing.devices import printer_list, printers
from core.printing.devices.choices import PrinterUse
from core.printing.devices.settings import PrinterSettings
from core.printing.issuer import present_issuer
from core.printing.skins import zpl
from core.printing.skins.escpos_text import to_job
from core.printing.skins.raster import to_image
from core.printing.trial_papers import letters_job, trial_slip


def print_trial(uri: str) -> None:
    """Prints a trial slip as slips are printed there. Raises NotFound, PrinterUnavailable."""
    printer, issuer = printer_list.get_printer(uri), present_issuer()
    with in_language(issuer.language):
        rows = trial_slip(issuer, printer.name, clock.local(clock.now()))
        is_zpl = printer.use is PrinterUse.ZPL_LABEL
        job = zpl.encode([(to_image(rows, dots=printer.dots), 1)]) if is_zpl else to_job(rows, printer)
    _send(uri, job, printer)


def print_letters(uri: str) -> None:
    """Prints the page of letters in every mode that the printer might know. Raises NotFound, PrinterUnavailable."""
    printer = printer_list.get_printer(uri)
    with in_language(present_issuer().language):
        job = letters_job(printer)
    _send(uri, job, printer)


def _send(uri: str, job: bytes, settings: PrinterSettings) -> None:
    # The printer may take its time; nobody should wait for a database that we hold open.
    db.session.rollback()
    printers.send(uri, job, settings)
