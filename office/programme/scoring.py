"""Forms of councils, of the points they give, and of those that producers give themselves."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.db import transaction
from core.errors import DomainError
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import needs
from core.text.labels import say
from core.values.uid import new_uid
from core.web import validation
from core.web.api import known_uid
from core.web.form_parsing import Typed, filled, form_errors, form_text, put_once
from core.web.validation import Unread
from office.programme.charts import LABELS, written_points
from office.programme.results import FileRow
from office.programme.steps import row_of
from suppliers.permits import SuppliersPermit
from suppliers.programme.councils import councils, scores
from suppliers.programme.councils.points import format_points, parse_points
from suppliers.programme.councils.requests import CouncilRequest, ScoreRequest, SelfScoreRequest
from suppliers.programme.councils.results import CouncilResult, ScoreResult
from suppliers.programme.councils.scores import PARTS
from suppliers.programme.councils.star_rules import RULES, Band, StarRules, rules_on
from suppliers.requests import ReversalRequest

bp = Blueprint("programme_scores", __name__)
NO_POINTS = N_("Không đọc được số điểm này. Ghi như 31,5.")


@bp.route("/councils", methods=["GET", "POST"])
@needs(SuppliersPermit.PROGRAMME)
def councils_list() -> Any:
    """The councils, the newest first, and the form of a new one."""
    typed: Typed = {"uid": new_uid()}
    errors: dict[str, str] = {}
    sentence, status = None, 200
    if request.method == "POST":
        actor, typed = current_actor(), request.form
        data = {name: form_text(name) or "" for name in ("level", "name", "decision", "on")}

        def act(uid: str, document: CouncilRequest) -> CouncilResult:
            return councils.put_council(uid, document, actor)

        try:
            made = put_once("programme-councils", CouncilRequest, data, act, None, CouncilResult)
        except DomainError as error:
            sentence, errors = form_errors(error)
            status = error.status
        else:
            flash(_("Đã thêm %(council)s.", council=made.name), "good")
            return redirect(url_for("programme_scores.councils_list"))
    page = render_template(
        "programme/councils.html", items=councils.that_may_score(), typed=typed, errors=errors, sentence=sentence
    )
    return page, status


@bp.post("/councils/<uid>/revert")
@needs(SuppliersPermit.PROGRAMME)
def revert_council(uid: str) -> Any:
    """Takes a council back that was recorded by mistake."""
    known, actor = councils.show_council(known_uid(uid)).uid, current_actor()

    def act(_uid: str, document: ReversalRequest) -> CouncilResult:
        return councils.take_back(known, document, actor)

    return _reverted(known, act, CouncilResult, url_for("programme_scores.councils_list"))


def _reverted(subject: str, act: Any, result: type, back: str) -> Any:
    data = {"uid": request.form.get("uid", ""), "reason": form_text("reason") or ""}
    try:
        put_once("programme-reversals", ReversalRequest, data, act, subject, result)
    except DomainError as error:
        flash(next(iter(form_errors(error)[1].values()), error.detail), "bad")
    else:
        flash(_("Đã hủy. Lần ghi nhầm vẫn còn trong nhật ký."), "good")
    return redirect(back)


@bp.route("/programme-files/<uid>/score", methods=["GET", "POST"])
@needs(SuppliersPermit.PROGRAMME)
def score(uid: str) -> Any:
    """The form of a council's points; `look` shows the stars they would be without recording them."""
    row = row_of(uid)
    standing = councils.that_may_score()
    if not standing:
        flash(_("Thêm hội đồng trước, rồi ghi điểm."), "warn")
        return redirect(url_for("programme_scores.councils_list"))
    if request.method == "GET":
        typed = {"uid": new_uid(), "council": standing[0].uid, "on": clock.today().isoformat()}
        return _score_page(row, typed, {}, None, standing)
    actor = current_actor()
    data = {**_points_data(), "file": row.file.uid, "council": request.form.get("council", "")}

    def act(score_uid: str, document: ScoreRequest) -> ScoreResult:
        return scores.put_score(score_uid, document, actor)

    try:
        if request.form.get("look"):
            _rules, band = scores.evaluate(validation.read(ScoreRequest, data))
            return _score_page(row, request.form, {}, None, standing, band)
        made = put_once("programme-scores", ScoreRequest, data, act, None, ScoreResult)
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _score_page(row, request.form, errors, sentence, standing), error.status
    flash(_("Đã ghi %(points)s điểm.", points=written_points(made.points)), "good")
    return redirect(url_for("programme_files.show", uid=row.file.uid))


@bp.route("/programme-files/<uid>/self-score", methods=["GET", "POST"])
@needs(SuppliersPermit.PROGRAMME)
def self_score(uid: str) -> Any:
    """The form of the points that a producer gives itself."""
    row = row_of(uid)
    if request.method == "GET":
        own = row.file.self_score
        typed = {"on": (own.on if own else clock.today()).isoformat()}
        if own:
            typed |= {part: written_points(getattr(own, part)) for part in PARTS}
            typed |= {f"reason_{part}": getattr(own.reasons, part) or "" for part in PARTS}
        return _score_page(row, typed, {}, None, None)
    actor = current_actor()
    try:
        document = validation.read(SelfScoreRequest, _points_data())
        if request.form.get("look"):
            return _score_page(row, request.form, {}, None, None, scores.evaluate(document)[1])
        transaction(lambda: scores.put_self_score(row.file.uid, document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _score_page(row, request.form, errors, sentence, None), error.status
    flash(_("Đã lưu điểm tự chấm."), "good")
    return redirect(url_for("programme_files.show", uid=row.file.uid))


@bp.post("/programme-scores/<uid>/revert")
@needs(SuppliersPermit.PROGRAMME)
def revert_score(uid: str) -> Any:
    """Takes a council's points back."""
    known, actor = scores.show_score(known_uid(uid)), current_actor()

    def act(_uid: str, document: ReversalRequest) -> ScoreResult:
        return scores.take_back(known.uid, document, actor)

    return _reverted(known.uid, act, ScoreResult, url_for("programme_files.show", uid=known.file))


def _points_data() -> dict[str, object]:
    reasons = filled({part: form_text(f"reason_{part}") for part in PARTS})
    return {**{part: _typed_points(part) for part in PARTS}, "on": form_text("on") or "", "reasons": reasons}


def _typed_points(name: str) -> str | Unread:
    """Points as documents write them, read as people type them: `31,5`."""
    text = (form_text(name) or "").replace(",", ".")
    try:
        return format_points(parse_points(text))
    except ValueError:
        return Unread(NO_POINTS)


def _score_page(
    row: FileRow,
    typed: Typed,
    errors: dict[str, str],
    sentence: str | None,
    standing: list[CouncilResult] | None,
    band: Band | None = None,
) -> str:
    """The form; with a band what it would say. `standing` are the councils to choose from, None for a producer's own points."""
    today = rules_on(clock.today())
    return render_template(
        "programme/score.html",
        row=row,
        typed=typed,
        errors=errors,
        sentence=sentence,
        councils=[(one.uid, f"{one.name}, {say(one.level, 'council_level')}") for one in standing] if standing else None,
        parts=[(part, _(LABELS[part]), format_points(today.most[part]) if today else "") for part in PARTS],
        says=_says(band) if band else None,
        rules=json.dumps([_rules_data(rules) for rules in RULES], ensure_ascii=False),
    )


def _says(band: Band) -> str:
    """What points would be: the stars, and who recognises them."""
    if band.decided_by is None:
        return str(_("%(n)s sao, chưa được công nhận.", n=band.stars))
    return str(_("Đủ %(n)s sao, %(level)s công nhận.", n=band.stars, level=say(band.decided_by, "council_level")))


def _rules_data(rules: StarRules) -> dict[str, object]:
    """Rules as the page's script reads them, with the sentence of each band."""
    return {
        "from": rules.from_day.isoformat(),
        "most": {part: rules.most[part] for part in PARTS},
        "source": rules.source,
        "bands": [{"from": band.from_tenths, "says": _says(band)} for band in rules.bands],
    }
