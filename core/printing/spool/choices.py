"""The closed list of what becomes of a print job."""

from __future__ import annotations

from core.choices import Choice, JobState
from core.i18n import N_


class PrintJobState(Choice):
    """Where a print job stands."""

    WAITING = "waiting", N_("đang chờ")
    PRINTING = "printing", N_("đang in")
    PRINTED = "printed", N_("đã in")
    FAILED = "failed", N_("không in được")
    EXPIRED = "expired", N_("chờ quá lâu, không in nữa")
    CANCELLED = "cancelled", N_("đã hủy")


STATES = {
    JobState.WAITING: PrintJobState.WAITING,
    JobState.TAKEN: PrintJobState.PRINTING,
    JobState.DONE: PrintJobState.PRINTED,
    JobState.FAILED: PrintJobState.FAILED,
    JobState.EXPIRED: PrintJobState.EXPIRED,
    JobState.CANCELLED: PrintJobState.CANCELLED,
}
"""A print job stands where its job in the outbox stands."""
JOB_STATES = {state: job_state for job_state, state in STATES.items()}
UNPRINTED = (JobState.WAITING, JobState.FAILED, JobState.EXPIRED)
"""What has not been printed and is not being printed."""
