"""Parts around the text that both renderers place alike: who signs, who receives, where it ends."""

from __future__ import annotations

from .model import BulletinHead, Imprint, PaperLayout, RedHead, Signature
from .tables import lies_down
from .text import width


def head_lines(layout: PaperLayout) -> str:
    """What a paper without a title is called: the name in its head."""
    match layout.head:
        case BulletinHead(masthead=name, issue=issue):
            return f"{name}第{issue}期" if issue is not None else name
        case RedHead(mark=mark):
            return mark
    return "材料"


def signature_rows(signature: Signature) -> list[tuple[str, float]]:
    """The lines of the signature with the room left on their right, in characters.

    Unsealed, the organ ends two characters from the edge and the day begins two characters right
    of it; the longer of the two decides. Sealed, the day ends four characters from the edge and
    the organ is centred over it (GB/T 9704 7.3.5).
    """
    day = width(signature.day)
    if signature.sealed:
        rows = [(organ, max(0.0, 4 + (day - width(organ)) / 2)) for organ in signature.organs]
        return [*rows, (signature.day, 4.0)]
    longest = max((width(organ) for organ in signature.organs), default=0.0)
    if longest >= day + 2:
        gap, day_gap = 2.0, longest - day
    else:
        gap, day_gap = max(0.0, 4 + day - longest), 2.0
    rows = [(organ, gap + longest - width(organ)) for organ in signature.organs]
    return [*rows, (signature.day, day_gap)]


def imprint_rows(imprint: Imprint) -> list[tuple[str, tuple[str, ...]]]:
    """Whom the paper goes to, by the word that stands before them; empty ones left out."""
    rows = (
        ("抄报", imprint.report_to),
        ("抄送", imprint.copy_to),
        ("分送", imprint.distribute_to),
    )
    return [(word, names) for word, names in rows if names]


def imprint_last(layout: PaperLayout) -> bool:
    """Whether 版记 stands after the appendices; before them when the last lies sideways."""
    return bool(layout.appendices) and not lies_down(layout.appendices[-1])
