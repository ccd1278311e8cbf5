"""What stands on a slip, line by line, before any ink: one truth for text, picture, page and file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Title:
    """The name at the head, centred; the only large thing beside the total."""

    text: str


@dataclass(frozen=True)
class Text:
    """A sentence that may take several lines. A bold one that is not centred is the heading of what follows."""

    text: str
    bold: bool = False
    small: bool = False
    centred: bool = False


@dataclass(frozen=True)
class Pair:
    """Words on the left, a figure on the right."""

    left: str
    right: str
    bold: bool = False
    small: bool = False

    @property
    def right_bold(self) -> bool:
        """Whether the right part is bold as well: words are, figures and numbers of documents keep the width of all figures."""
        return self.bold and not any(letter.isdigit() for letter in self.right)


@dataclass(frozen=True)
class Goods:
    """A line of goods: its name, how many for how much, what they come to; in one line where there is room for all three.

    `origin` (whose they are, their lot) stands small below the name.
    """

    name: str
    sum: str
    amount: str
    origin: str = ""


@dataclass(frozen=True)
class Big:
    """The pair the slip is about: the total."""

    left: str
    right: str


@dataclass(frozen=True)
class Rule:
    """A line across the slip."""


@dataclass(frozen=True)
class Gap:
    """Air, `height_mm` high: a little between different goods, a hand's breadth to sign in."""

    height_mm: int = 1


@dataclass(frozen=True)
class Qr:
    """A code to scan, and the line that says what for; text output has no picture and shows neither.

    `beside` are sentences that stand with the caption at the right of the code where the paper has room for them.
    """

    content: str
    caption: str
    beside: tuple[str, ...] = ()

    @property
    def sentences(self) -> list[Text]:
        """What stands beside the code as rows of their own."""
        return [Text(sentence, small=True, centred=True) for sentence in self.beside]


@dataclass(frozen=True)
class Picture:
    """The file of a picture (PNG, JPEG) in the middle, at most so high; `alt` names it where none is shown."""

    content: bytes
    alt: str
    height_mm: int = 14


Row = Title | Text | Pair | Goods | Big | Rule | Gap | Qr | Picture
