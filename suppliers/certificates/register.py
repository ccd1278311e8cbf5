"""The register of papers as pages show it: what needs doing, the most urgent first, and whose each paper is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from suppliers import producers, products
from suppliers.certificates import papers
from suppliers.certificates.papers import PaperFilter
from suppliers.certificates.results import PaperResult
from suppliers.choices import PaperState

SOON = (30, 60, 90)
"""Days before their end under which papers stand together."""
MOST = 500
"""Papers that one list shows at most; an outlet of a district has some hundreds."""


@dataclass(frozen=True, slots=True)
class NamedPaper:
    """A paper with what its product is called, or its producer where it is of none; `owner_name` is the producer."""

    paper: PaperResult
    name: str
    owner_name: str


@dataclass(frozen=True, slots=True)
class ToDo:
    """Papers that somebody must do something about; `soon` by the days that are left at most."""

    waiting: Sequence[NamedPaper]
    ended: Sequence[NamedPaper]
    soon: Sequence[tuple[int, Sequence[NamedPaper]]]

    @property
    def count(self) -> int:
        """How many papers these are."""
        return len(self.waiting) + len(self.ended) + sum(len(rows) for _days, rows in self.soon)


def to_do(wanted: PaperFilter) -> ToDo:
    """What waits for its approval, what has ended and what ends within SOON, of the papers that `wanted` names."""
    waiting = named(papers.list_papers(replace(wanted, state=PaperState.WAITING), None, MOST))
    ended = named(papers.to_renew(replace(wanted, state=PaperState.ENDED)))
    ending = named(papers.to_renew(replace(wanted, ending_within=SOON[-1])))
    soon = [
        (days, [row for row in ending if before < (row.paper.days_left or 0) <= days])
        for before, days in zip((-1, *SOON), SOON, strict=False)
    ]
    return ToDo(waiting, ended, [(days, rows) for days, rows in soon if rows])


def count_to_do() -> int:
    """How many papers need something done, of all."""
    return papers.count_to_do(SOON[-1])


def named(found: Sequence[PaperResult]) -> list[NamedPaper]:
    """Papers with the names of whose they are."""
    names = products.names_of({paper.product for paper in found if paper.product})
    owners = dict(producers.producer_names()) if found else {}
    return [
        NamedPaper(paper, names[paper.product][0] if paper.product else owners[paper.owner], owners[paper.owner])
        for paper in found
    ]
