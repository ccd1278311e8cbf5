"""What verbs about printers return."""

from __future__ import annotations

from dataclasses import dataclass

from core.printing.devices.settings import PrinterSettings
from core.results import TimestampOut


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterResult(PrinterSettings):
    """A printer of the outlet by its address, with its settings."""

    uri: str
    name: str
    added_at: TimestampOut
