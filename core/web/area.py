"""What core itself registers: signing in, the way home, and the permits of no area."""

from __future__ import annotations

from core import audit_labels, models
from core.area import Area
from core.chain import check
from core.db.append_only import Guards
from core.db.integrity import changed_guards, dangling_rows
from core.files import integrity as files_integrity
from core.files import models as files
from core.i18n import N_
from core.people import account, api, sign_in
from core.people.choices import Proof, Right, Theme, TypeSize
from core.people.permits import Permit, Role
from core.printing.devices.choices import CutMode, PrinterKind, PrinterUse, PrintMode
from core.printing.slip_template import SlipPart
from core.printing.templates import models as templates
from core.web import chain, pages, proving
from core.web.printing import printers, slip_templates
from core.web.uploads import api as files_api

AREA = Area(
    name="core",
    blueprints=(sign_in.bp, proving.bp, account.bp, api.bp, pages.bp, chain.bp, printers.bp, slip_templates.bp, files_api.bp),
    permits=(Permit,),
    checks=(dangling_rows, changed_guards, check.gaps, files_integrity.gaps),
    guards=Guards(
        (*models.APPEND_ONLY, *templates.APPEND_ONLY, *files.APPEND_ONLY), models.MUTABLE_COLUMNS, models.CLEARABLE_COLUMNS
    ),
    labels={
        "role": {role.value: role.label for role in Role},
        "proof": Proof,
        "right": Right,
        "theme": Theme,
        "type_size": TypeSize,
        "printer_use": PrinterUse,
        "print_mode": PrintMode,
        "cut_mode": CutMode,
        "printer_kind": PrinterKind,
        "slip_part": SlipPart,
        "token_use": {"audit": N_("đọc nhật ký")},
    },
    token_uses={"audit": Permit.AUDIT},
    audit_actions=audit_labels.ACTIONS,
    audit_fields=audit_labels.FIELDS,
)
