"""How a producer is addressed: the texts of its pages say HTX, and a producer of another kind reads the word for its own."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask_babel import gettext
from markupsafe import Markup

from core.i18n import N_
from core.text.formats import capitalized
from suppliers.choices import ProducerKind

SHORT_NAMES = {
    ProducerKind.COOPERATIVE: N_("HTX"),
    ProducerKind.GROUP: N_("tổ hợp tác"),
    ProducerKind.ENTERPRISE: N_("doanh nghiệp"),
    ProducerKind.HOUSEHOLD: N_("hộ kinh doanh"),
    ProducerKind.OUTLET: N_("điểm bán"),
}
"""What a producer is called in a sentence about its money."""
_BEGINS = re.compile(r"(^|[.!?:;]\s+)HTX\b")
_INSIDE = re.compile(r"\bHTX\b")


def addressed(text: str, kind: ProducerKind) -> str:
    """A text that says HTX as a producer of this kind reads it."""
    if kind is ProducerKind.COOPERATIVE or "HTX" not in text:
        return text
    name = str(gettext(SHORT_NAMES[kind]))
    return _INSIDE.sub(name, _BEGINS.sub(lambda begin: begin[1] + capitalized(name), text))


def translators(kind: ProducerKind) -> dict[str, Callable[..., Markup]]:
    """The `_` of templates for a producer of this kind; the templates' own for a cooperative."""
    if kind is ProducerKind.COOPERATIVE:
        return {}

    def translate(text: str, **values: object) -> Markup:
        # As the templates' own does: the message is ours, the values are escaped.
        return Markup(addressed(str(gettext(text)), kind)) % values  # noqa: S704

    return {"_": translate, "gettext": translate}
