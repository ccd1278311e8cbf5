"""Offers and baskets in versions, with the producers that agreed to bear them."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT

TERMS = (
    "(kind = 'percent' AND rate_bp IS NOT NULL AND amount_vnd IS NULL AND price_vnd IS NULL"
    " AND buy_units IS NULL AND threshold_vnd IS NULL)"
    " OR (kind = 'amount' AND amount_vnd IS NOT NULL AND rate_bp IS NULL AND price_vnd IS NULL"
    " AND buy_units IS NULL AND threshold_vnd IS NULL)"
    " OR (kind = 'price' AND price_vnd IS NOT NULL AND rate_bp IS NULL AND amount_vnd IS NULL"
    " AND buy_units IS NULL AND threshold_vnd IS NULL)"
    " OR (kind = 'buy_get' AND buy_units IS NOT NULL AND rate_bp IS NULL AND amount_vnd IS NULL"
    " AND price_vnd IS NULL AND threshold_vnd IS NULL)"
    " OR (kind = 'basket' AND threshold_vnd IS NOT NULL AND (rate_bp IS NULL) <> (amount_vnd IS NULL)"
    " AND price_vnd IS NULL AND buy_units IS NULL)"
    " OR (kind = 'age' AND rate_bp IS NULL AND amount_vnd IS NULL AND price_vnd IS NULL"
    " AND buy_units IS NULL AND threshold_vnd IS NULL)"
)
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds the tables."""
    _offers()
    _baskets()
    for table in ("offer", "basket"):
        _agreements(table)


def _offers() -> None:
    _coded("offer")
    op.create_table(
        "offer_version",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("offer_code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("hours_from", sa.Text(), nullable=True),
        sa.Column("hours_to", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=True),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=True),
        sa.Column("price_vnd", sa.BigInteger(), nullable=True),
        sa.Column("buy_units", sa.Integer(), nullable=True),
        sa.Column("get_units", sa.Integer(), nullable=True),
        sa.Column("threshold_vnd", sa.BigInteger(), nullable=True),
        sa.Column("bearer", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("to_day >= from_day", name=op.f("ck_offer_version_ends_after_start")),
        sa.CheckConstraint(
            "(hours_from IS NULL AND hours_to IS NULL) OR (hours_from IS NOT NULL AND hours_to > hours_from)",
            name=op.f("ck_offer_version_hours"),
        ),
        sa.CheckConstraint("scope IN ('products', 'sets', 'producers', 'lots', 'all')", name=op.f("ck_offer_version_scope")),
        sa.CheckConstraint(
            "kind IN ('percent', 'amount', 'price', 'buy_get', 'basket', 'age')", name=op.f("ck_offer_version_kind")
        ),
        sa.CheckConstraint(TERMS, name=op.f("ck_offer_version_terms")),
        sa.CheckConstraint("rate_bp BETWEEN 1 AND 10000", name=op.f("ck_offer_version_rate")),
        sa.CheckConstraint("amount_vnd > 0", name=op.f("ck_offer_version_amount")),
        sa.CheckConstraint("price_vnd >= 0", name=op.f("ck_offer_version_price")),
        sa.CheckConstraint("threshold_vnd >= 0", name=op.f("ck_offer_version_threshold")),
        sa.CheckConstraint(
            "(buy_units IS NULL AND get_units IS NULL) OR (buy_units > 0 AND get_units > 0)",
            name=op.f("ck_offer_version_buys_and_gets"),
        ),
        sa.CheckConstraint("bearer IN ('outlet', 'producer', 'shared', 'agreement')", name=op.f("ck_offer_version_bearer")),
        sa.CheckConstraint("priority >= 0", name=op.f("ck_offer_version_priority")),
        sa.ForeignKeyConstraint(["offer_code"], ["offer.code"], name=op.f("fk_offer_version_offer_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_version")),
        sa.UniqueConstraint("offer_code", "version", name=op.f("uq_offer_version_offer_code_version")),
    )
    op.create_table(
        "offer_day",
        sa.Column("version_id", KEY, autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("day BETWEEN 1 AND 7", name=op.f("ck_offer_day_day")),
        sa.ForeignKeyConstraint(["version_id"], ["offer_version.id"], name=op.f("fk_offer_day_version_id")),
        sa.PrimaryKeyConstraint("version_id", "day", name=op.f("pk_offer_day")),
    )
    named = ("product_code", "product_set", "producer_code", "lot")
    one_thing = " OR ".join(
        "(" + " AND ".join(f"{name} IS {'NOT ' if name == one else ''}NULL" for name in named) + ")" for one in named
    )
    op.create_table(
        "offer_target",
        sa.Column("version_id", KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_code", sa.Text(), nullable=True),
        sa.Column("product_set", sa.Integer(), nullable=True),
        sa.Column("producer_code", sa.Text(), nullable=True),
        sa.Column("lot", sa.Text(), nullable=True),
        sa.CheckConstraint("product_set BETWEEN 1 AND 26", name=op.f("ck_offer_target_set")),
        sa.CheckConstraint(one_thing, name=op.f("ck_offer_target_one_thing")),
        sa.ForeignKeyConstraint(["version_id"], ["offer_version.id"], name=op.f("fk_offer_target_version_id")),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_offer_target_product_code")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_offer_target_producer_code")),
        sa.ForeignKeyConstraint(["lot"], ["lot.code"], name=op.f("fk_offer_target_lot")),
        sa.PrimaryKeyConstraint("version_id", "position", name=op.f("pk_offer_target")),
    )
    op.create_table(
        "offer_step",
        sa.Column("version_id", KEY, autoincrement=False, nullable=False),
        sa.Column("days_left", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.CheckConstraint("days_left >= 0", name=op.f("ck_offer_step_days_left")),
        sa.CheckConstraint("rate_bp BETWEEN 1 AND 10000", name=op.f("ck_offer_step_rate")),
        sa.ForeignKeyConstraint(["version_id"], ["offer_version.id"], name=op.f("fk_offer_step_version_id")),
        sa.PrimaryKeyConstraint("version_id", "days_left", name=op.f("pk_offer_step")),
    )


def _baskets() -> None:
    _coded("basket")
    op.create_table(
        "basket_version",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("basket_code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("price_vnd", sa.BigInteger(), nullable=False),
        sa.Column("wrapping", sa.Text(), nullable=True),
        sa.Column("bearer", sa.Text(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("price_vnd >= 0", name=op.f("ck_basket_version_price")),
        sa.CheckConstraint("bearer IN ('outlet', 'producer', 'shared', 'agreement')", name=op.f("ck_basket_version_bearer")),
        sa.ForeignKeyConstraint(["basket_code"], ["basket.code"], name=op.f("fk_basket_version_basket_code")),
        sa.ForeignKeyConstraint(["wrapping"], ["product.code"], name=op.f("fk_basket_version_wrapping")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basket_version")),
        sa.UniqueConstraint("basket_code", "version", name=op.f("uq_basket_version_basket_code_version")),
    )
    op.create_table(
        "basket_item",
        sa.Column("version_id", KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("share_vnd", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_basket_item_positive")),
        sa.CheckConstraint("share_vnd >= 0", name=op.f("ck_basket_item_share")),
        sa.ForeignKeyConstraint(["version_id"], ["basket_version.id"], name=op.f("fk_basket_item_version_id")),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_basket_item_product_code")),
        sa.PrimaryKeyConstraint("version_id", "position", name=op.f("pk_basket_item")),
        sa.UniqueConstraint("version_id", "product_code", name=op.f("uq_basket_item_version_id_product_code")),
    )


def _coded(table: str) -> None:
    """A thing under its code, and which of its versions is the newest."""
    op.create_table(
        table,
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("newest_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f(f"pk_{table}")),
    )


def _agreements(of: str) -> None:
    """Which producers agreed to bear a version."""
    table = f"{of}_agreement"
    op.create_table(
        table,
        sa.Column("version_id", KEY, autoincrement=False, nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("agreed_at", INSTANT, nullable=False),
        sa.Column("agreed_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], [f"{of}_version.id"], name=op.f(f"fk_{table}_version_id")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f(f"fk_{table}_producer_code")),
        sa.PrimaryKeyConstraint("version_id", "producer_code", name=op.f(f"pk_{table}")),
    )
