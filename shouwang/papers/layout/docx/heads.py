"""What stands above the title, as Word paragraphs."""

from __future__ import annotations

from .. import measures as m
from ..model import BulletinHead, RedHead
from .xml import Element, border, paragraph, run, tab


def bulletin(head: BulletinHead) -> list[Element]:
    """The plain head of an internal bulletin, six lines of the grid high."""
    end = (("right", m.TEXT_WIDTH),)
    first = [run(head.note, "hei"), tab()]
    if head.signer:
        first += [run("签发人："), run(head.signer, "kai")]
    name = [
        run(head.masthead[:-1], "biaosong", size=m.SIZE_MASTHEAD, spacing=0.28 * m.SIZE_MASTHEAD),
        run(head.masthead[-1:], "biaosong", size=m.SIZE_MASTHEAD),
    ]
    found = [
        paragraph(*first, tabs=end),
        paragraph(*name, align="center", line=3 * m.PITCH),
    ]
    if head.issue is not None:
        found.append(paragraph(run(f"第{head.issue}期"), align="center"))
    day = head.day + (f"（{head.lunar}）" if head.lunar else "")
    rule = border("bottom", 1.4, space=2)
    found.append(paragraph(run(head.organ), tab(), run(day), tabs=end, border=rule))
    return [*found, paragraph(line=m.PITCH - 3.5)]  # the rule and its space make up the line


def red_head(head: RedHead) -> list[Element]:
    """发文机关标志 35 mm below the text area's top, 发文字号, the red rule 4 mm below it."""
    notes = [note for note in (head.copy_no, head.secrecy, head.urgency) if note]
    found = [paragraph(run(note, "hei")) for note in notes]
    size = min(56.0, m.TEXT_WIDTH * 0.98 / max(len(head.mark), 1))
    drop = m.RED_MARK_DROP - len(notes) * m.PITCH
    tall = round((m.RED_MARK_DROP + size) / m.PITCH) * m.PITCH
    mark = run(head.mark, "biaosong", size=size, color=m.RED)
    line = size * 1.1
    found.append(paragraph(mark, align="center", line=line, before=max(0.0, drop)))
    found.append(paragraph(line=2 * m.PITCH + tall - m.RED_MARK_DROP - line))
    gap = m.RED_RULE_GAP - 5  # the line's own space below its letters is the rest of the 4 mm
    rule = border("bottom", 1.6, color=m.RED.lstrip("#"), space=gap)
    if head.signers:
        names = [run("签发人："), run("　".join(head.signers), "kai"), run("　")]
        line_of = [run(f"　{head.number}"), tab(), *names]
        found.append(paragraph(*line_of, tabs=(("right", m.TEXT_WIDTH),), border=rule))
    else:
        found.append(paragraph(run(head.number), align="center", border=rule))
    return [*found, paragraph(line=2 * m.PITCH - gap - 1.6)]
