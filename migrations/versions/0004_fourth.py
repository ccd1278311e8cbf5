"""The fourth schema: paper. Printers have settings, and what they print is told apart.

Revision: 0004, after 0003. How to change a table stands at the head of 0002; here a change goes into the file of its
subject, `migrations/fourth/<subject>.py`. A table that only grows is added to the lists of 0003, repeated here.
"""

from migrations.fourth import payouts, printing

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Changes the tables."""
    for subject in (printing, payouts):
        subject.upgrade()


def downgrade() -> None:
    raise NotImplementedError("an earlier schema is not made again; restore the backup that was made before the upgrade")
