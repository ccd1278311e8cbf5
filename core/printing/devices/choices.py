"""Closed lists of printers and print jobs."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from core.choices import Choice
from core.i18n import N_


class PrinterUse(Choice):
    """What a printer prints on."""

    RECEIPT = "receipt", N_("cuộn giấy in phiếu")
    LABEL = "label", N_("cuộn tem")
    ZPL_LABEL = "zpl_label", N_("cuộn tem, máy in dùng lệnh ZPL")


class PrinterKind(Choice):
    """How a printer is reached."""

    NETWORK = "network", N_("Mạng LAN hoặc Wi-Fi")
    USB = "usb", N_("Dây USB cắm vào máy chủ")
    QUEUE = "queue", N_("Hàng in của máy chủ (CUPS)")
    WINDOWS = "windows", N_("Máy in của Windows")
    SERIAL = "serial", N_("Cổng nối tiếp (COM)")
    FILE = "file", N_("Tệp hoặc thư mục")


class PrintMode(Choice):
    """How letters reach the paper: as a picture, which every printer takes, or by the printer's own fonts."""

    RASTER = "raster", N_("in bằng ảnh")
    TEXT = "text", N_("in bằng chữ của máy in")


class CutMode(Choice):
    """What a printer does after a paper."""

    NONE = "none", N_("không cắt")
    PARTIAL = "partial", N_("cắt chừa một điểm")
    FULL = "full", N_("cắt rời")


class PrinterWord(Choice):
    """What a printer itself answers when it cannot print."""

    PAPER = "paper", N_("hết giấy")
    COVER = "cover", N_("mở nắp")
    OFFLINE = "offline", N_("đang dừng")


class CodePageName(StrEnum):
    """Sets of letters that a printer of our kind may have; their names are the same in every language."""

    TCVN_3 = "TCVN-3"
    TCVN_3_ONE_PAGE = "TCVN-3 ABC"
    TCVN_5712 = "TCVN 5712-1"
    VISCII = "VISCII"
    CP1258 = "Windows-1258"
    CP1129 = "CP1129"
    UTF_8 = "UTF-8"


class HeadDots(IntEnum):
    """How many dots a print head of 203 dpi has across the paper."""

    DOTS_384 = 384
    DOTS_512 = 512
    DOTS_576 = 576
    DOTS_640 = 640


class DrawerPin(IntEnum):
    """The pin of the printer's plug that opens a cash drawer."""

    PIN_2 = 2
    PIN_5 = 5
