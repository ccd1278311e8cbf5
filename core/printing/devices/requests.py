"""What comes in for printers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from core.printing.devices.choices import CodePageName, CutMode, PrinterUse, PrintMode
from core.printing.devices.settings import STRIP_ROWS
from core.values.field_types import WHOLE, PrinterUrl, RequestModel, ShortText, choice_of


class PrinterRequest(RequestModel):
    """PUT /printers. A width of the head left out is the usual one of the roll; a `drawer_pin` of null: no drawer hangs on it."""

    uri: PrinterUrl
    name: ShortText
    use: Annotated[PrinterUse, choice_of(PrinterUse)] = PrinterUse.RECEIPT
    paper_mm: Annotated[int, Field(ge=20, le=120)]
    dots: Annotated[Literal[384, 512, 576, 640], WHOLE] | None = None
    mode: Annotated[PrintMode, choice_of(PrintMode)] = PrintMode.RASTER
    code_page: Annotated[CodePageName, choice_of(CodePageName)] | None = None
    code_page_number: Annotated[int, Field(ge=0, le=255)] | None = None
    cut: Annotated[CutMode, choice_of(CutMode)] = CutMode.PARTIAL
    drawer_pin: Annotated[Literal[2, 5], WHOLE] | None = 2
    density: Annotated[int, Field(ge=-4, le=4)] = 0
    strip_rows: Annotated[int, Field(ge=1, le=255)] = STRIP_ROWS
    pause_ms: Annotated[int, Field(ge=0, le=2000)] = 0
    shows_logo: bool = True
    header: ShortText | None = None
    footer: ShortText | None = None


class PrinterQuery(RequestModel):
    """DELETE /printers: which one."""

    uri: PrinterUrl
