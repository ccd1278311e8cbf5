"""Scores as a drawing over their bands and as a table. Pure arithmetic; the templates write it out."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from core.i18n import N_
from core.text.formats import qty_text
from core.text.labels import say
from office.programme.results import BandLine, BarPart, PartRow, ScoreBar, ScoreChart, ScoreTable
from suppliers.programme.councils.points import format_points
from suppliers.programme.councils.results import ScoreResult, SelfScoreResult
from suppliers.programme.councils.scores import PARTS
from suppliers.programme.councils.star_rules import rules_on

LABELS = {"a": N_("A. Sản xuất, cộng đồng"), "b": N_("B. Tiếp thị, câu chuyện"), "c": N_("C. Chất lượng")}
FULL = 1000
"""All points, in tenths."""
FIRST_BAND = 3
"""The fewest stars that a line is drawn for."""
GAP = 2
THICK = 38
_TOP, _ROW, _FOOT = 22, 52, 26


def written_points(tenths: int) -> str:
    """Points as people write them, always with a tenth: `72,5`, `79,0`."""
    text = format_points(tenths)
    return qty_text(text) if "." in text else f"{qty_text(text)},0"


def score_chart(scores: Sequence[SelfScoreResult], width: int, *, words_above: bool = False) -> ScoreChart:
    """A drawing of scores, one under the other; with `words_above` their names stand above them, for a narrow screen."""
    left = 2.0 if words_above else 128.0
    scale = (width - left - 46) / FULL
    row = _ROW + (20 if words_above else 0)
    top = _TOP + (20 if words_above else 0)
    newest = scores[-1]
    rules = rules_on(newest.on)
    bands = [band for band in rules.bands if band.stars >= FIRST_BAND] if rules else []
    return ScoreChart(
        width=width,
        height=_TOP + row * len(scores) + _FOOT,
        left=left,
        top=_TOP - 4,
        bars=[_bar(score, left, scale, top + row * n) for n, score in enumerate(scores)],
        bands=[
            BandLine(
                round(left + band.from_tenths * scale, 1), band.stars, format_points(band.from_tenths), band.stars == newest.stars
            )
            for band in bands
        ],
        words_above=words_above,
        says=_("%(scores)s điểm", scores=", ".join(f"{who_scored(score)} {written_points(score.points)}" for score in scores)),
    )


def _bar(score: SelfScoreResult, left: float, scale: float, y: int) -> ScoreBar:
    parts, at = [], left
    for part in PARTS:
        length = getattr(score, part) * scale
        parts.append(BarPart(part, round(at, 1), round(max(length - GAP, 0), 1)))
        at += length
    return ScoreBar(who_scored(score), y, parts, round(at + 8, 1), written_points(score.points))


def who_scored(score: SelfScoreResult) -> str:
    """Who gave the points."""
    if isinstance(score, ScoreResult):
        return str(_("Hội đồng %(level)s", level=say(score.level, "council_level")))
    return str(_("Tự chấm"))


def score_table(own: SelfScoreResult | None, given: ScoreResult | None) -> ScoreTable | None:
    """A producer's own points beside the council's; None without any."""
    last = given or own
    if last is None:
        return None
    rows = [
        _row(
            part,
            _(LABELS[part]),
            getattr(last.most, part),
            getattr(own, part) if own else None,
            getattr(given, part) if given else None,
            getattr(last.reasons, part),
        )
        for part in PARTS
    ]
    total = _row("", _("Cộng"), FULL, own.points if own else None, given.points if given else None)
    return ScoreTable(
        rows=rows,
        total=total,
        rules=last.rules,
        given_by=who_scored(last),
        on=last.on,
    )


def _row(name: str, label: str, most: int, own: int | None, given: int | None, reason: str | None = None) -> PartRow:
    difference = ""
    if own is not None and given is not None:
        sign = "−" if given < own else "+" if given > own else ""
        difference = f"{sign}{written_points(abs(given - own))}"
    return PartRow(
        name=name,
        label=label,
        most=format_points(most),
        own="" if own is None else written_points(own),
        given="" if given is None else written_points(given),
        difference=difference,
        reason=reason,
    )
