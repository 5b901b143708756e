"""What is wrong with a file, a row or a value, said so that the person can mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass


class UnusableFile(Exception):
    """The file as a whole cannot be read. `why_zh` is a Chinese sentence for the person."""

    def __init__(self, why_zh: str) -> None:
        super().__init__(why_zh)
        self.why_zh = why_zh


class BadValue(ValueError):
    """One cell cannot be read as what it should be.

    `value` is the cell as the person sees it, `why_zh` a Chinese sentence.
    """

    def __init__(self, value: str, why_zh: str) -> None:
        super().__init__(why_zh)
        self.value = value
        self.why_zh = why_zh


@dataclass(frozen=True, slots=True)
class Problem:
    """One refused row or one warning: where it stands in the person's own file, and why.

    `row` is the number that Excel shows at the left edge, `column` the head of the column
    (empty when the whole row is meant), `value` the text found, `why` a Chinese sentence.
    """

    row: int
    column: str
    value: str
    why: str

    def as_dict(self) -> dict[str, int | str]:
        """Return `{"row", "column", "value", "why"}` as the command line prints it."""
        return asdict(self)
