"""The producer's pages of its agreements: what they say, what a new version changes, and confirming it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.values.banks import bank_name
from core.values.uid import new_uid
from core.web.form_parsing import form_errors, put_once
from suppliers import producers
from suppliers.agreements import reading, versions
from suppliers.agreements.requests import ConfirmationRequest
from suppliers.agreements.results import AgreementResult, VersionResult
from suppliers.permits import SuppliersPermit
from suppliers.portal import agreement as told
from suppliers.portal.pages import own_producer

bp = Blueprint("portal_agreement", __name__)


@bp.get("/portal/agreement")
@needs(SuppliersPermit.PORTAL)
def agreements() -> str:
    """The producer's agreements in force, and what waits for it."""
    producer = own_producer()
    shown = [_shown(agreement) for agreement in told.own_agreements(producer)]
    return render_template("portal/agreement.html", items=shown, today=clock.today(), **_account(producer), tab="home")


def _account(producer: str) -> dict[str, str | None]:
    account = producers.bank_account_of(producer)
    return {"bank": bank_name(account.bank_bin), "account": account.bank_account[-4:] if account.bank_account else None}


def _shown(agreement: AgreementResult) -> dict[str, object]:
    found = versions.list_versions(agreement.number)
    return {
        "agreement": agreement,
        "shares": told.shares(agreement),
        "discounts": told.discount_rules(agreement),
        "losses": told.loss_rules(agreement),
        "allowances": told.loss_allowances(agreement),
        "waiting": told.waiting_versions(agreement.number),
        "versions": [(version, told.changes_of(version, found)) for version in reversed(found)],
    }


@bp.get("/portal/agreement/<number>/versions/<int:version>")
@needs(SuppliersPermit.PORTAL)
def version_page(number: str, version: int) -> str:
    """A version, what it changes and from when, and the confirmation."""
    return _version_page(number, version, {}, None)


def _version_page(number: str, version: int, errors: dict[str, str], sentence: str | None) -> str:
    agreement = reading.show(number)
    if agreement.producer != own_producer():
        raise NotFound(N_("Không có hợp đồng này."))
    found = versions.list_versions(number)
    chosen = next((one for one in found if one.version == version), None)
    if chosen is None:
        raise NotFound(N_("Không có phiên bản này."))
    return render_template(
        "portal/version.html",
        chosen=chosen,
        changes=told.changes_of(chosen, found),
        item=_shown(chosen.agreement),
        uid=request.form.get("uid") or new_uid(),
        errors=errors,
        sentence=sentence,
        tab="home",
    )


@bp.post("/portal/agreement/<number>/versions/<int:version>/confirm")
@needs(SuppliersPermit.PORTAL, Permit.ACCEPT)
def confirm(number: str, version: int) -> Any:
    """The producer agrees to a version."""
    actor = current_actor()

    def act(_uid: str, document: ConfirmationRequest) -> VersionResult:
        return versions.confirm(number, version, document, actor)

    try:
        if reading.show(number).producer != own_producer():
            raise NotFound(N_("Không có hợp đồng này."))
        if not request.form.get("read"):
            raise Invalid(("read", N_("Đánh dấu là đã xem rồi mới đồng ý.")))
        data = {"uid": request.form.get("uid", "")}
        put_once("agreement-confirmations", ConfirmationRequest, data, act, f"{number}/{version}", VersionResult)
    except DomainError as error:
        if error.status == 404:
            raise
        sentence, errors = form_errors(error)
        return _version_page(number, version, errors, sentence), error.status
    flash(_("Đã ghi nhận HTX xác nhận phiên bản %(n)s của hợp đồng %(number)s.", n=version, number=number), "good")
    return redirect(url_for("portal_agreement.agreements"))
