from shouwang.dispatch.models.dispatch import (
    Dispatch,
    DispatchFigure,
    DispatchFile,
    Scan,
    Sending,
)
from shouwang.dispatch.models.recipient import Book, Layout, Recipient

__all__ = [
    "Book",
    "Dispatch",
    "DispatchFigure",
    "DispatchFile",
    "Layout",
    "Recipient",
    "Scan",
    "Sending",
]
