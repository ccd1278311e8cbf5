"""The API of backups: made and tried out by a manager's program; a restore stays a command."""

from __future__ import annotations

from flask import Blueprint, Response

from core.people.actor import current_actor
from core.people.permits import Permit
from core.results import Page
from core.values.field_types import RequestModel, Uid
from core.web.api import PageQuery, endpoint, path_uid, put_once, read_body, read_query, respond
from ops import archive, backups
from ops.backups import BackupCheck, BackupResult

bp = Blueprint("backups_api", __name__)


class BackupRequest(RequestModel):
    """PUT /backups/{uid}: there is nothing to say."""


class BackupCheckRequest(RequestModel):
    """POST /backups/{uid}/verify."""

    uid: Uid


@endpoint(bp, "PUT", "/backups/<uid>", Permit.MANAGE, body=BackupRequest, answer=BackupResult, statuses=(200, 201))
def put_backup(uid: str) -> Response:
    """Makes a backup now, in the data folder, while tills sell; another at work is 409 `backup_running`."""
    uid = path_uid(uid)
    _, data = read_body(BackupRequest)
    actor = current_actor()
    written: list[str] = []
    return put_once(
        "backups",
        uid,
        data,
        lambda: backups.record(uid, written[0], actor),
        lambda: written.append(backups.write(uid)),
    )


@endpoint(bp, "GET", "/backups", Permit.MANAGE, query=PageQuery, answer=Page[BackupResult])
def list_backups() -> Response:
    """The backups in the data folder, the oldest first, also those made before an upgrade."""
    q = read_query(PageQuery)
    items = [backup for backup in backups.list_backups() if backups.cursor(backup) > (q.after or "")]
    return respond(Page.cut(items[: q.limit + 1], q.limit, backups.cursor), result_type=Page[BackupResult])


@endpoint(bp, "GET", "/backups/<uid>", Permit.MANAGE, answer=BackupResult)
def get_backup(uid: str) -> Response:
    """A backup that was made under this id."""
    return respond(backups.find(uid))


@endpoint(bp, "POST", "/backups/<uid>/verify", Permit.MANAGE, body=BackupCheckRequest, answer=BackupCheck, statuses=(200, 201))
def verify_backup(uid: str) -> Response:
    """Restores a backup aside, checks its books there, and says what it is worth; the outlet stays as it is."""
    backup = backups.find(uid).uid or uid
    document, data = read_body(BackupCheckRequest)
    actor = current_actor()
    verified: list[archive.Verified] = []
    return put_once(
        "backup-checks",
        document.uid,
        [backup, data],
        lambda: backups.record_check(document.uid, backup, verified[0], actor),
        lambda: verified.append(backups.try_out(backup)),
    )
