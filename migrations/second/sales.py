"""Flags, counted notes and the order of numbers as rows and columns.

The first schema kept the flags of a sale and the counted notes of a shift as JSON text, and a number only as it is printed.
"""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT

BATCH_ROWS = 5_000
CODES = (
    "price_differs", "stock_short", "expired_lot", "recalled_lot", "unknown_lot", "approval_missing", "no_agreement",
    "clock_differs", "shift_closed", "before_count",
)  # fmt: skip
_CODES = ", ".join(f"'{code}'" for code in CODES)


def upgrade() -> None:
    """Makes the tables, moves what the texts said, and drops the texts."""
    for document in ("sale", "refund"):
        op.create_table(
            f"{document}_flag",
            sa.Column(f"{document}_uid", sa.Text(), nullable=False),
            sa.Column("n", sa.Integer(), nullable=False),
            sa.Column("code", sa.Text(), nullable=False),
            sa.Column("line", sa.Integer(), nullable=True),
            sa.Column("seconds", sa.BigInteger(), nullable=True),
            sa.Column("reviewed_by", sa.Text(), nullable=True),
            sa.Column("reviewed_at", INSTANT, nullable=True),
            sa.Column("note", sa.Text(), nullable=True),
            sa.CheckConstraint(f"code IN ({_CODES})", name=op.f(f"ck_{document}_flag_code")),
            sa.CheckConstraint(
                "(reviewed_by IS NULL) = (reviewed_at IS NULL)", name=op.f(f"ck_{document}_flag_reviewed_by_somebody")
            ),
            sa.ForeignKeyConstraint([f"{document}_uid"], [f"{document}.uid"], name=f"fk_{document}_flag_{document}_uid"),
            sa.PrimaryKeyConstraint(f"{document}_uid", "n", name=f"pk_{document}_flag"),
        )
        open_flags = sa.text("reviewed_at IS NULL")
        op.create_index(
            f"ix_{document}_flag_open", f"{document}_flag", ["code"], sqlite_where=open_flags, postgresql_where=open_flags
        )
    op.create_table(
        "shift_count",
        sa.Column("shift_uid", sa.Text(), nullable=False),
        sa.Column("note_vnd", sa.BigInteger(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "note_vnd IN (500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100)",
            name=op.f("ck_shift_count_note"),
        ),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_shift_count_pieces")),
        sa.ForeignKeyConstraint(["shift_uid"], ["shift.uid"], name="fk_shift_count_shift_uid"),
        sa.PrimaryKeyConstraint("shift_uid", "note_vnd", name="pk_shift_count"),
    )
    for document in ("sale", "refund"):
        with op.batch_alter_table(document) as batch:
            batch.add_column(sa.Column("year", sa.Integer(), nullable=True))
            batch.add_column(sa.Column("sequence", sa.BigInteger(), nullable=True))
        table = sa.table(document, sa.column("number"), sa.column("year"), sa.column("sequence"))
        year, sequence = (sa.cast(sa.func.substr(table.c.number, *part), sa.BigInteger()) for part in ((1, 4), (6,)))
        op.execute(sa.update(table).values(year=year, sequence=sequence))
    _move_flags()
    _move_counts()
    for document in ("sale", "refund"):
        with op.batch_alter_table(document) as batch:
            batch.alter_column("year", existing_type=sa.Integer(), nullable=False)
            batch.alter_column("sequence", existing_type=sa.BigInteger(), nullable=False)
            batch.create_unique_constraint(op.f(f"uq_{document}_year_sequence"), ["year", "sequence"])
            if document == "sale":
                batch.drop_column("flags")
    with op.batch_alter_table("shift") as batch:
        batch.drop_column("counted")


def _move_flags() -> None:
    rows = (
        {"sale_uid": uid, "n": n, "code": flag["code"], "line": flag.get("line"), "seconds": flag.get("seconds")}
        for uid, flags in _texts("SELECT uid, flags FROM sale WHERE flags <> '[]'")
        for n, flag in enumerate(json.loads(flags), 1)
    )
    _insert("sale_flag", ("sale_uid", "n", "code", "line", "seconds"), rows)


def _move_counts() -> None:
    rows = (
        {"shift_uid": uid, "note_vnd": int(note), "pieces": pieces}
        for uid, counted in _texts("SELECT uid, counted FROM shift WHERE counted IS NOT NULL")
        for note, pieces in json.loads(counted).items()
        if pieces
    )
    _insert("shift_count", ("shift_uid", "note_vnd", "pieces"), rows)


def _texts(query: str) -> Iterator[tuple[str, str]]:
    for row in op.get_bind().execute(sa.text(query)).all():
        yield row[0], row[1]


def _insert(name: str, columns: tuple[str, ...], rows: Iterator[dict[str, object]]) -> None:
    table = sa.table(name, *(sa.column(column) for column in columns))
    batch: list[dict[str, object]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH_ROWS:
            op.get_bind().execute(sa.insert(table), batch)
            batch = []
    if batch:
        op.get_bind().execute(sa.insert(table), batch)
