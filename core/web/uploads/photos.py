"""Photos on pages: where they are read, and those that come with a form."""

from __future__ import annotations

import hashlib

from flask import request, url_for

from core.errors import Invalid
from core.files import storing
from core.files.choices import Width
from core.people.actor import Actor
from core.values.uid import derived_uid, is_uid

FORM_WIDTH = Width.CARD


def photo_address(uid: str, width: int = FORM_WIDTH) -> str:
    """Where who may read a photo reads it; without an id the beginning of all such addresses."""
    if not uid:
        return url_for("files.list_files") + "/"
    return url_for("files.get_file", uid=uid, width=width)


def picture_address(uid: str, width: int = FORM_WIDTH) -> str:
    """Where everybody reads the photo of something that everybody may see."""
    return url_for("files.picture", uid=uid, width=width)


def photos_of_form(name: str, actor: Actor) -> list[str]:
    """The ids of a form's photos: those it names, and those whose files came along because no script had sent them.

    Call it outside a transaction. The same bytes of one person get the same id, so that a second press names the same photos.
    Raises Invalid at `name` for a file that cannot be used, and what else `storing.store` raises.
    """
    uids = [uid.lower() for uid in request.form.getlist(name) if is_uid(uid)]
    for file in request.files.getlist(f"{name}_files"):
        content = file.read()
        if not content:
            continue
        uid = derived_uid("photo", actor.name, hashlib.sha256(content).hexdigest())
        try:
            storing.store(uid, content, actor)
        except Invalid as error:
            raise Invalid(*((name, sent["message"]) for sent in error.errors)) from None
        uids.append(uid)
    return list(dict.fromkeys(uids))
