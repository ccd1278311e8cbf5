"""Two indexes that answer by themselves: the sums of a stock card, and what sold of each product lately."""

from alembic import op


def upgrade() -> None:
    """Changes the tables."""
    op.drop_index("ix_movement_product", table_name="movement")
    columns = ["product_code", "moved_at", "quantity", "from_place", "to_place"]
    op.create_index("ix_movement_product", "movement", columns)
    op.drop_index("ix_book_line_producer_day", table_name="book_line")
    columns = ["producer_code", "day", "kind", "product_code", "quantity"]
    op.create_index("ix_book_line_producer_day", "book_line", columns)
