"""Letters as files in `{OUTLET_OUT_DIR}/messages/`: for a person, or a program of the house, that sends them by hand.

It carries what no other transport does, so nothing is lost where no mail server is set.
"""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path

from core import clock
from core.settings import Settings
from suppliers.choices import ContactChannel
from suppliers.messages.transports import Letter, Transport, TransportDown

NAME = "file"


def configure(settings: Settings) -> Transport:
    """Always there; it needs no settings but the folder for what leaves the house."""
    folder = settings.out_dir / "messages"
    return Transport(NAME, partial(write, folder), reaches=tuple(ContactChannel), is_last_resort=True)


def write(folder: Path, letter: Letter) -> None:
    """Writes a letter into its file, whole or not at all; the same letter again is the same file. Raises TransportDown."""
    path = folder / f"{clock.day_of(letter.at).isoformat()}-{letter.channel}-{letter.id}.json"
    content = {
        "id": letter.id,
        "channel": letter.channel,
        "address": letter.address,
        "producer": letter.producer,
        "kind": letter.kind,
        "subject": letter.subject,
        "text": letter.text,
        "link": letter.link,
        "at": clock.rfc3339(letter.at),
    }
    unfinished = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with unfinished.open("w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=2)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise TransportDown(error.strerror or str(error)) from error
