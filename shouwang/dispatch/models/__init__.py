from shouwang.dispatch.models.dispatch import (
    Dispatch,
    DispatchFigure,
    DispatchFile,
    Scan,
    Sending,
)
from shouwang.dispatch.models.recipient import Layout, Recipient

__all__ = [
    "Dispatch",
    "DispatchFigure",
    "DispatchFile",
    "Layout",
    "Recipient",
    "Scan",
    "Sending",
]
