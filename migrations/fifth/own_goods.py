"""The outlet is an owner of goods itself: a producer of a kind of its own, one of them."""

import sqlalchemy as sa
from alembic import op

from core.text.search_fold import fold

KINDS = ("cooperative", "group", "enterprise", "household", "outlet")
OWNER_CODE = "DIEMBAN"
OUTLET = sa.table("outlet", sa.column("name", sa.Text()), sa.column("owner_code", sa.Text()))
PRODUCER = sa.table(
    "producer",
    sa.column("code", sa.Text()),
    sa.column("name", sa.Text()),
    sa.column("name_folded", sa.Text()),
    sa.column("kind", sa.Text()),
    sa.column("commune", sa.Text()),
)


def upgrade() -> None:
    """Changes the tables."""
    op.add_column("outlet", sa.Column("owner_code", sa.Text(), nullable=False, server_default=OWNER_CODE))
    with op.batch_alter_table("outlet") as batch:
        batch.alter_column("owner_code", existing_type=sa.Text(), existing_nullable=False, server_default=None)
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    with op.batch_alter_table("producer") as batch:
        batch.drop_constraint(op.f("ck_producer_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_producer_kind"), f"kind IN ({kinds})")
    op.create_index(
        "uq_producer_one_outlet",
        "producer",
        ["kind"],
        unique=True,
        sqlite_where=sa.text("kind = 'outlet'"),
        postgresql_where=sa.text("kind = 'outlet'"),
    )
    _make_owner()


def _make_owner() -> None:
    """The owner of an outlet that is set up; its code has a number where a producer is called so already."""
    connection = op.get_bind()
    name = connection.execute(sa.select(OUTLET.c.name)).scalar()
    if name is None:
        return
    taken = set(connection.execute(sa.select(PRODUCER.c.code)).scalars())
    numbered = (f"{OWNER_CODE}-{n}" for n in range(2, len(taken) + 3))
    code = next(code for code in (OWNER_CODE, *numbered) if code not in taken)
    owner = {"code": code, "name": name, "name_folded": fold(name), "kind": "outlet", "commune": ""}
    connection.execute(sa.insert(PRODUCER), owner)
    connection.execute(sa.update(OUTLET).values(owner_code=code))
