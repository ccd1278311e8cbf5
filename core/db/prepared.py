"""Statements of the busiest acts, made ready once: a sale runs some twenty, and compiling costs more than running them.

On SQLite the text, the order of the parameters and the conversions of a prepared statement are worked out at its first run.
PostgreSQL runs it as any other statement, and so does SQLite while somebody listens to what runs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Insert, Select, Table, Update, insert
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase

MAX_PLANS = 64
"""A statement with lists has a plan for each length of them; once it has so many, other lengths run as any other statement."""
Row = Mapping[str, Any]
"""A row by column name."""
Parameters = Mapping[str, Any]
"""The values of a statement by name; those of an `IN` are a list."""
Converter = Callable[[Any], Any]


class Driver:
    """A connection, and on SQLite the driver's own behind it; None while somebody listens to what runs."""

    __slots__ = ("connection", "sqlite", "written")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        own: Any = connection.connection.dbapi_connection
        heard = connection.dispatch.before_cursor_execute
        self.sqlite: sqlite3.Connection | None = own if isinstance(own, sqlite3.Connection) and not heard else None
        self.written: list[Any] | None = None
        """The rows of the present act (`core.db.written.Rows`); None outside an act."""

    def run(self, statement: str) -> None:
        """Runs a statement without parameters, on SQLite."""
        if self.sqlite is None:
            self.connection.exec_driver_sql(statement)
            return
        try:
            self.sqlite.execute(statement)
        except sqlite3.Error as error:
            raise self.refusal(statement, None, error) from error

    def refusal(self, statement: str, values: list[Any] | None, error: sqlite3.Error) -> BaseException:
        """The error of SQLite as SQLAlchemy's."""
        return DBAPIError.instance(statement, values, error, sqlite3.Error, dialect=self.connection.dialect)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A statement for lists of given lengths: its text, how its values are read, and the columns it returns."""

    text: str
    read: Callable[[Parameters], tuple[Any, ...]]
    bind_converters: tuple[tuple[int, Converter], ...]
    columns: tuple[str, ...]
    row_converters: tuple[tuple[str, Converter], ...]

    def bind(self, parameters: Parameters) -> list[Any]:
        """The values in the order of their question marks, as SQLite stores them."""
        values = [*self.read(parameters)]
        for i, convert in self.bind_converters:
            values[i] = convert(values[i])
        return values

    def row(self, record: tuple[Any, ...]) -> Row:
        """A record of SQLite by column name, in the values of Python."""
        row = dict(zip(self.columns, record, strict=True))
        for name, convert in self.row_converters:
            row[name] = convert(row[name])
        return row


class Prepared:
    """A statement that is always run with the same names of parameters; none of its columns has a default made in Python."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | Insert | Update) -> None:
        self.statement = statement
        self.table = _chained_insert(statement)
        """The table of the chain that the statement adds rows to, if any."""
        self._plans: dict[tuple[int, ...], _Plan] = {}
        self._lists: tuple[str, ...] | None = None
        """The parameters that are lists (`IN`); None before the first run."""

    def fetch_all(self, driver: Driver, parameters: Parameters) -> list[Row]:
        """Runs a reading statement and returns its rows."""
        plan = self._plan(driver, parameters)
        if driver.sqlite is None or plan is None:
            return cast("list[Row]", driver.connection.execute(self.statement, parameters).mappings().all())
        values = plan.bind(parameters)
        try:
            return [plan.row(record) for record in driver.sqlite.execute(plan.text, values)]
        except sqlite3.Error as error:
            raise driver.refusal(plan.text, values, error) from error

    def fetch_one(self, driver: Driver, parameters: Parameters) -> Row | None:
        """Runs a statement and returns its first row, if any."""
        plan = self._plan(driver, parameters)
        if driver.sqlite is None or plan is None:
            return cast("Row | None", driver.connection.execute(self.statement, parameters).mappings().first())
        values = plan.bind(parameters)
        try:
            cursor = driver.sqlite.execute(plan.text, values)
            record = cursor.fetchone()
            cursor.close()
        except sqlite3.Error as error:
            raise driver.refusal(plan.text, values, error) from error
        return None if record is None else plan.row(record)

    def execute(self, driver: Driver, parameters: Parameters | Sequence[Parameters]) -> int:
        """Runs a writing statement, many times for a list, and returns how many rows it changed."""
        many = parameters if isinstance(parameters, list) else [cast("Parameters", parameters)]
        plan = self._plan(driver, many[0])
        if driver.sqlite is None or plan is None:
            return int(driver.connection.execute(self.statement, parameters).rowcount)
        values = [plan.bind(each) for each in many]
        try:
            return driver.sqlite.executemany(plan.text, values).rowcount
        except sqlite3.Error as error:
            raise driver.refusal(plan.text, values, error) from error

    def insert(self, driver: Driver, rows: list[Parameters]) -> Sequence[int] | None:
        """Adds rows and returns the numbers the database gave them, if it gives any."""
        assert self.table is not None
        serial = self.table.autoincrement_column
        if serial is None or serial.name in rows[0]:
            self.execute(driver, rows)
            return None
        if driver.sqlite is None:
            numbered = cast("Insert", self.statement).returning(serial, sort_by_parameter_order=True)
            return driver.connection.execute(numbered, rows).scalars().all()
        self.execute(driver, rows)
        # There is one writer, and SQLite numbers the rows of a table one after the other.
        last = driver.sqlite.execute("SELECT last_insert_rowid()").fetchone()[0]
        return range(last - len(rows) + 1, last + 1)

    def _plan(self, driver: Driver, parameters: Parameters) -> _Plan | None:
        """The plan for lists of these lengths; None when there are too many plans already."""
        if self._lists is not None:
            plan = self._plans.get(tuple([len(parameters[name]) for name in self._lists]))
            if plan is not None or len(self._plans) >= MAX_PLANS:
                return plan
        return self._make(driver.connection.dialect, parameters) if driver.sqlite is not None else None

    def _make(self, dialect: Dialect, parameters: Parameters) -> _Plan:
        keys = list(parameters) if isinstance(self.statement, Insert) else None
        compiled = self.statement.compile(dialect=dialect, column_keys=keys)
        assert not compiled.prefetch, "a prepared statement has no defaults made in Python"
        state = compiled.construct_expanded_state(parameters, escape_names=False)
        elements = {e: (name, i) for name, expanded in state.parameter_expansion.items() for i, e in enumerate(expanded)}
        bound = [(name, *elements.get(name, (name, None))) for name in state.positiontup or ()]
        converters = [compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for _, name, _ in bound]
        fixed = {full: state.parameters[full] for full, name, _ in bound if name not in parameters}
        columns = {
            column.name: column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in self.statement.exported_columns
        }
        assert len(columns) == len(self.statement.exported_columns), "two columns of one name"
        plan = _Plan(
            state.statement,
            _reader([(name, i) for _, name, i in bound], [full for full, _, _ in bound], fixed),
            tuple((i, convert) for i, convert in enumerate(converters) if convert is not None),
            tuple(columns),
            tuple((name, convert) for name, convert in columns.items() if convert is not None),
        )
        self._lists = tuple(name for name in parameters if name in state.parameter_expansion)
        self._plans[tuple(len(parameters[name]) for name in self._lists)] = plan
        return plan


UNCHAINED = {"unchained": True}
"""The `info` of a table or column that no link of the chain covers."""


def is_chained(table: Table) -> bool:
    """Whether the rows of a table are covered by links of the chain."""
    return not table.info.get("unchained")


def _chained_insert(statement: Select[*tuple[Any, ...]] | Insert | Update) -> Table | None:
    if isinstance(statement, Select):
        return None
    table = cast("Table", statement.table)
    if not is_chained(table):
        return None
    assert isinstance(statement, Insert), "a prepared statement changes no row that the chain covers"
    return table


def _reader(places: list[tuple[str, int | None]], names: list[str], fixed: Parameters) -> Callable[[Parameters], tuple[Any, ...]]:
    """What reads the values in order: of parameters, of elements of a parameter that is a list, and fixed ones."""
    if len(places) > 1 and not fixed and all(i is None for _, i in places):
        return itemgetter(*names)

    def read(parameters: Parameters) -> tuple[Any, ...]:
        return tuple(
            fixed[full] if full in fixed else parameters[name] if i is None else parameters[name][i]
            for full, (name, i) in zip(names, places, strict=True)
        )

    return read


def prepared_insert(model: type[DeclarativeBase]) -> Prepared:
    """The statement that adds rows to a model's table."""
    return Prepared(insert(cast("Table", model.__table__)))
