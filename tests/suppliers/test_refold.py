"""Names recorded by the first version are found by the search of the second."""

from __future__ import annotations

import sqlalchemy as sa

from migrations.second.suppliers import FOLDED, refold


def test_names_are_folded_anew_where_the_rule_changed() -> None:
    old = {
        "DONG": ("\u00d0ông trùng", "\u00f0ong trung", "dong trung"),
        "GAO": ("Gạo tẻ", "gao te", "gao te"),
        "SEN": ("Mứt\u200b sen", "mut\u200b sen", "mut sen"),
    }
    with sa.create_engine("sqlite://").begin() as connection:
        for table in FOLDED:
            connection.execute(sa.text(f"CREATE TABLE {table} (code TEXT, name TEXT, name_folded TEXT)"))
            insert = sa.text(f"INSERT INTO {table} VALUES (:code, :name, :folded)")
            connection.execute(insert, [{"code": c, "name": name, "folded": was} for c, (name, was, _) in old.items()])
        refold(connection)
        refold(connection)
        for table in FOLDED:
            rows = connection.execute(sa.text(f"SELECT code, name, name_folded FROM {table}")).all()
            assert sorted(map(tuple, rows)) == [(c, name, folded) for c, (name, _, folded) in sorted(old.items())]
