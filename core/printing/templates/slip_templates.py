"""What is on the slips: the version that holds, earlier ones, a new one, and pictures made fit for a print head."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import insert, select

from core import audit_actions, clock
from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one
from core.errors import Invalid, NotFound
from core.i18n import N_, Language
from core.people.actor import Actor
from core.printing.slip_template import SlipPart, SlipTemplate
from core.printing.templates.models import SlipLogo, SlipTemplateVersion
from core.printing.templates.requests import MOST_LETTERS, MOST_LINES, SlipTemplateRequest
from core.results import TimestampOut

SUBJECT = "slips"
"""What the audit trail calls them."""
MOST_DOTS = 640
"""The widest head; a wider picture is made smaller."""
MOST_PIXELS = 40_000_000
"""A picture that unpacks to more is refused before it is unpacked."""


@dataclass(frozen=True, slots=True)
class SlipTemplateResult:
    """A version of what stands on the slips; version 0 is how they are without one. `logo` is a picture's digest."""

    version: int
    logo: str | None
    header: str | None
    footer: str | None
    thanks: str | None
    second_language: Language | None
    hidden: Sequence[SlipPart]
    changed_by: str | None = None
    changed_at: TimestampOut | None = None


@dataclass(frozen=True, slots=True)
class SlipLogoResult:
    """A picture that slips can show; `width` and `height` are in dots."""

    logo: str
    width: int
    height: int


UNCHANGED = SlipTemplateResult(0, None, None, None, None, None, ())


def present() -> SlipTemplateResult:
    """The version that holds."""
    newest = list_versions(1)
    return newest[0] if newest else UNCHANGED


def list_versions(limit: int = 100) -> list[SlipTemplateResult]:
    """Versions, the newest first."""
    query = select(SlipTemplateVersion.__table__).order_by(SlipTemplateVersion.version.desc()).limit(limit)
    return [_result(r) for r in fetch_all(query)]


def version_of(number: int) -> SlipTemplateResult:
    """One version. Raises NotFound."""
    row = fetch_one(select(SlipTemplateVersion.__table__).where(SlipTemplateVersion.version == number))
    if row is None:
        raise NotFound(N_("Không có bản này."))
    return _result(row)


def put(document: SlipTemplateRequest, actor: Actor) -> SlipTemplateResult:
    """Makes a new version unless the present one says the same. Raises Invalid."""
    advisory_lock(SUBJECT)
    check(document)
    before = present()
    wanted = document.model_dump() | {"hidden": sorted(set(document.hidden))}
    if wanted == {name: getattr(before, name) for name in wanted} | {"hidden": sorted(before.hidden)}:
        return before
    version = before.version + 1
    row = wanted | {"version": version, "hidden": " ".join(wanted["hidden"]), "changed_by": actor.name, "changed_at": clock.now()}
    execute(insert(SlipTemplateVersion), row)
    after = present()
    audit.record_change(actor, audit_actions.SLIP_TEMPLATE_RECORDED, SUBJECT, before, after)
    return after


def check(document: SlipTemplateRequest) -> None:
    """Raises Invalid for a text that is too long for a slip, and for a picture that is not there."""
    for name in ("header", "footer", "thanks"):
        text = getattr(document, name) or ""
        if len(text) > MOST_LETTERS or text.count("\n") >= MOST_LINES:
            raise Invalid((name, N_("Nhiều nhất 4 dòng, 300 chữ.")))
    if document.logo is not None and not _is_known(document.logo):
        raise Invalid(("logo", N_("Không có hình này.")))


def template_of(version: SlipTemplateResult | SlipTemplateRequest) -> SlipTemplate:
    """A version as slips take it."""
    return SlipTemplate(
        logo=_png(version.logo) if version.logo else None,
        header=version.header,
        footer=version.footer,
        thanks=version.thanks,
        second_language=version.second_language,
        hidden=frozenset(version.hidden),
    )


def add_logo(file: bytes, actor: Actor) -> SlipLogoResult:
    """Keeps a picture, turned upright, without what it says of camera and place, grey, and no wider than the widest head.

    Raises Invalid for a file that is no PNG or JPEG, or that is too large.
    """
    png, size = _fit(file)
    digest = hashlib.sha256(png).hexdigest()
    if not _is_known(digest):
        row = {"digest": digest, "png": png, "added_by": actor.name, "added_at": clock.now()}
        execute(insert(SlipLogo), row)
    return SlipLogoResult(digest, *size)


def _fit(file: bytes) -> tuple[bytes, tuple[int, int]]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(file), formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Invalid(("file", N_("Hình quá lớn. Hãy chọn hình nhỏ hơn.")))
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as error:
        raise Invalid(("file", N_("Không đọc được hình này. Hãy chọn tệp PNG hoặc JPEG."))) from error
    white = Image.new("RGBA", upright.size, "white")
    white.alpha_composite(upright)
    grey = white.convert("L")
    grey.thumbnail((MOST_DOTS, MOST_DOTS))
    out = io.BytesIO()
    grey.save(out, "PNG", optimize=True)
    return out.getvalue(), grey.size


def _is_known(digest: str) -> bool:
    return fetch_one(select(SlipLogo.digest).where(SlipLogo.digest == digest)) is not None


@lru_cache(maxsize=4)
def _png(digest: str) -> bytes:
    """The picture of a digest, which never changes."""
    row = fetch_one(select(SlipLogo.png).where(SlipLogo.digest == digest))
    assert row is not None  # whoever names a picture has looked for it
    return bytes(row["png"])


def _result(row: Row) -> SlipTemplateResult:
    return SlipTemplateResult(
        version=row["version"],
        logo=row["logo"],
        header=row["header"],
        footer=row["footer"],
        thanks=row["thanks"],
        second_language=Language(row["second_language"]) if row["second_language"] else None,
        hidden=[SlipPart(part) for part in row["hidden"].split()],
        changed_by=row["changed_by"],
        changed_at=row["changed_at"],
    )
