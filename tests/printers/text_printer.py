"""A printer that prints letters: reads a job with a second source for each code page."""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from importlib.resources import files

import pytest

from core.printing.devices.choices import CodePageName
from core.printing.skins.code_pages import CODE_PAGES

ICONV = {CodePageName.VISCII: "VISCII", CodePageName.TCVN_5712: "TCVN5712-1", CodePageName.CP1129: "IBM1129"}
PICTURE = "▒"
NUMBER = 30


def decode(name: CodePageName, table: int, data: bytes) -> str:
    """What a printer that knows the page reads, by a second source of its letters."""
    if name in {CodePageName.TCVN_3, CodePageName.TCVN_3_ONE_PAGE}:
        database = json.loads((files("escpos") / "capabilities.json").read_text())["encodings"]
        high = "".join(database[f"TCVN-3-{table + 1}"]["data"]).replace("Ð", "Đ")
        if name is CodePageName.TCVN_3_ONE_PAGE:  # the capitals without tone that VN3 has where the database shows none
            high = high[:0x21] + "ĂÂÊÔƠƯĐ" + high[0x28:]
        return "".join(chr(byte) if byte < 0x80 else high[byte - 0x80] for byte in data)
    if name is CodePageName.CP1258:
        return data.decode("cp1258")
    if name is CodePageName.UTF_8:
        return data.decode()
    if not shutil.which("iconv"):
        pytest.skip("no iconv to read this code page with")
    return subprocess.run(
        ["iconv", "-f", ICONV[name], "-t", "UTF-8"], input=data, capture_output=True, check=True
    ).stdout.decode()


def printed(name: CodePageName, job: bytes, number: int = NUMBER) -> Iterator[str]:
    """The lines of letters in a job, read as the printer would; a picture is a line of its own, `▒`, in however many strips."""
    at, table, line = 0, 0, ""
    while at < len(job):
        match job[at : at + 2]:
            case b"\x1bt":
                table, at = job[at + 2] - number, at + 3
                assert table in range(len(CODE_PAGES[name].tables)), "a page that the printer does not call so"
            case b"\x1c(":
                assert name is CodePageName.UTF_8 and job[at + 2 : at + 7] == b"C\x02\x000" + bytes([number])
                at += 7
            case b"\x1b@" | b"\x1c.":
                at += 2
            case b"\x1bE" | b"\x1d!" | b"\x1bJ" | b"\x1bd" | b"\x1dV":
                at += 3
            case b"\x1dv":
                width, height = (int.from_bytes(job[at + n : at + n + 2], "little") for n in (4, 6))
                at += 8 + width * height
                if job[at : at + 2] != b"\x1dv":
                    yield PICTURE
            case _ if job[at : at + 1] == b"\n":
                yield unicodedata.normalize("NFC", line)
                line, at = "", at + 1
            case _:
                end = at
                while job[end] >= 0x20:
                    end += 1
                assert end > at, f"a command nobody knows: {job[at : at + 4]!r}"
                line, at = line + decode(name, table, job[at:end]), end
