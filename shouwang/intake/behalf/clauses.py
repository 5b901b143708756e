"""What one institution's words state: numbers beside the form's items, 无异常; the rest is kept.

A number counts for an item only when there is one way to pair the words and the numbers of a
stretch of text. Anything else, and any word that is not known, leaves its whole stretch aside with
the reason: a chat is never half understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from shouwang.intake.behalf import numerals, phrases
from shouwang.intake.behalf.labels import Labels


class Why(StrEnum):
    """Why a piece of a chat was not used."""

    UNKNOWN = "unknown"  # no item goes by these words
    AMBIGUOUS = "ambiguous"  # several items may be meant
    UNCLEAR = "unclear"  # words and numbers pair in no way, or in several
    VAGUE = "vague"  # no exact number: about, more than, a range, a change
    TWICE = "twice"  # the item was given two different numbers
    LONELY = "lonely"  # an item without a number
    EXCEPT = "except"  # 除……外无异常 is no zero report
    PARTLY = "partly"  # 体温正常 says something of one thing, not that all is well
    DENIED = "denied"  # 无异常 beside a fever
    ELSEWHERE = "elsewhere"  # an institution of another place goes by this very name
    NO_UNIT = "no_unit"
    NO_SUCH_UNIT = "no_such_unit"
    NO_FIGURES = "no_figures"
    TOTAL = "total"  # a total of several, not one institution's
    TALK = "talk"  # nothing that looks like a report


@dataclass(frozen=True)
class Piece:
    """A piece of text that was not used, and why."""

    text: str
    why: Why


@dataclass
class Stated:
    """What a stretch of text states: texts by item code, whether all is well, what was not used.

    ``is_same``: what else it would state is as it was the day before (同昨日).
    """

    texts: dict[str, str] = field(default_factory=dict)
    is_quiet: bool = False
    is_same: bool = False
    pieces: list[Piece] = field(default_factory=list)
    # items that were given two different numbers: stated as none of them
    disputed: set[str] = field(default_factory=set)


# left aside as it was said: it may tell of something that no quiet day has
_UNREAD = {Why.UNKNOWN, Why.AMBIGUOUS, Why.UNCLEAR, Why.VAGUE, Why.TWICE, Why.LONELY}
_LABEL, _NUMBER, _QUIET, _WORD, _FILLER = "label", "number", "quiet", "word", "filler"


@dataclass(frozen=True)
class _Chunk:
    """The tokens of a run without spaces; ``is_told`` when a colon stands before it."""

    tokens: list[_Token]
    is_told: bool


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    value: str | None = None


_NEGATIONS = re.compile(
    r"(?:暂无|没有|未出现|未发现|未见|未|无)(?=$|[^\u4e00-\u9fff])|无|没有|暂无|未出现|未发现|未见"
)
_FILLERS = re.compile(
    r"人员数|总人数|人数|总数|合计数|今[日天]|当[日天]|目前|现在|现有|现|实有|实际|其中|我院|本院|全院"
    r"|数量|数为|共计|总共|共有|人次|老人数|老人|人员|共|批次|餐次|处次|总|有|为|是|计|含|另|约为|数|元|批|对|处|人|名|位|个|张|只|间|次|件|份|天|家|户|例|场|具|桌|台"
)
_CHUNKS = re.compile(r"([\s:=]*)([^\s:=]+)")
_COLON = re.compile(r"([\u4e00-\u9fff]{2,12})\s*:\s*([\u4e00-\u9fff]{2,8})")
_BREAKS = re.compile(r"[,，;；。、|\n\t()（）【】\[\]《》\"“”「」『』!！/]+|(?<!\d)-|-(?!\d)")


def read(text: str, labels: Labels) -> Stated:
    """Return what a normalised text, without its institution's name, states."""
    stated = Stated()
    text, stated.is_same, left = phrases.without_yesterday(text)
    stated.pieces += [Piece(words, Why.VAGUE) for words in left]
    text = phrases.without_symptoms(text)
    guarded = phrases.is_reserved(text)
    words = labels.longest_first
    for clause in _clauses(_whole_labels(text, labels)):
        chunks = [
            _Chunk(list(_tokens(found[2], labels, words)), ":" in found[1])
            for found in _CHUNKS.finditer(clause)
        ]
        _read_clause(chunks, labels, stated, guarded=guarded)
    for code in stated.disputed:
        stated.texts.pop(code, None)
    settle(stated, labels)
    return stated


def unknown_head(text: str, labels: Labels) -> str:
    """Return the words that a text begins with where they are no item, number or phrase: whoever
    is meant by them is not known. Empty where it begins with something known."""
    chunk = re.match(r"[^\s:=,;。、|()（）]+", text)
    if (
        chunk is None
        or phrases.QUIETS.match(chunk[0])
        or not re.match(r"[\u4e00-\u9fffA-Za-z]", text)
    ):
        return ""
    kinds = {token.kind for token in _tokens(chunk[0], labels, labels.longest_first)}
    return chunk[0] if kinds <= {_WORD, _FILLER} and _WORD in kinds else ""


def settle(stated: Stated, labels: Labels) -> None:
    """Take back that all is well where something beside it says otherwise."""
    if not stated.is_quiet:
        return
    told = [code for code, text in stated.texts.items() if code in labels.quiet and text != "0"]
    worries = any(p.why in _UNREAD and phrases.is_worrying(p.text) for p in stated.pieces)
    if told or worries or stated.disputed & labels.quiet:
        stated.is_quiet = False
        stated.pieces.append(Piece("无异常", Why.DENIED))


def _whole_labels(text: str, labels: Labels) -> str:
    """Return a text with the colon taken out of labels that hold one: 今日新发发热：职工."""

    def joined(found: re.Match[str]) -> str:
        before, after = found[1], found[2]
        across = any(
            word in before + after and word not in before and word not in after
            for word in labels.codes
        )
        return before + after if across else found[0]

    return _COLON.sub(joined, text)


def _clauses(text: str) -> Iterator[str]:
    """Yield the parts between breaks; 45/50 stays whole, to be seen as two numbers."""
    kept = re.sub(r"(?<=\d)\s*/\s*(?=\d)", "~", text)
    kept = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", kept)
    for part in _BREAKS.split(kept):
        if part and part.strip():
            yield part.strip()


def _tokens(chunk: str, labels: Labels, words: Sequence[str]) -> Iterator[_Token]:
    """Yield a chunk's tokens; signs that are part of nothing known gather to words."""
    at, loose = 0, ""
    while at < len(chunk):
        token = _token_at(chunk, at, labels, words)
        if token is None:
            loose += chunk[at]
            at += 1
            continue
        if loose:
            yield _Token(_WORD, loose)
            loose = ""
        yield token
        at += len(token.text)
    if loose.strip(".·*#>-_~+"):
        yield _Token(_WORD, loose)


def _token_at(chunk: str, at: int, labels: Labels, words: Sequence[str]) -> _Token | None:
    if found := phrases.QUIETS.match(chunk, at):
        return _Token(_QUIET, found[0])
    if chunk[at:] in ("正常", "平安"):
        return _Token(_QUIET, chunk[at:])
    for word in words:
        if chunk.startswith(word, at):
            return _Token(_LABEL, word)
    if number := numerals.at(chunk, at):
        return _Token(_NUMBER, chunk[at : number.end], number.text)
    if found := _NEGATIONS.match(chunk, at):
        return _Token(_NUMBER, found[0], "0")
    if found := _FILLERS.match(chunk, at):
        return _Token(_FILLER, found[0])
    return None


def _read_clause(chunks: list[_Chunk], labels: Labels, stated: Stated, *, guarded: bool) -> None:
    """Read the chunks between two breaks: each by itself where it is whole, else in a row."""
    row: list[_Token] = []
    for chunk in chunks:
        parts = _without_quiet(chunk.tokens, stated, guarded=guarded)
        if chunk.is_told and parts and _narrows(row, parts[0]):
            # 送诊：职工2 says how many of the staff, not how many staff there are
            row += parts.pop(0)
            _leave_words(row, stated)
            row.clear()
        for part in parts:
            kinds = {t.kind for t in part}
            if _WORD in kinds:
                _close(row, labels, stated)
                _leave_words(part, stated)
            elif {_LABEL, _NUMBER} <= kinds:
                _close(row, labels, stated)
                row += part
                _close(row, labels, stated)
            else:
                row += part
    _close(row, labels, stated)


def _narrows(row: Sequence[_Token], part: Sequence[_Token]) -> bool:
    """Return whether a label before a colon is followed by another label."""
    waiting = [t for t in row if t.kind != _FILLER]
    told = [t for t in part if t.kind != _FILLER]
    return bool(waiting and told) and waiting[-1].kind == told[0].kind == _LABEL


def _without_quiet(chunk: list[_Token], stated: Stated, *, guarded: bool) -> list[list[_Token]]:
    """Return a chunk's parts around 无异常, which is taken note of."""
    parts: list[list[_Token]] = [[]]
    for token in chunk:
        if token.kind != _QUIET:
            parts[-1].append(token)
            continue
        before = parts[-1][-1] if parts[-1] else None
        if guarded:
            stated.pieces.append(Piece(token.text, Why.EXCEPT))
        elif before is not None and before.kind in {_WORD, _LABEL}:
            # 体温正常, 职工正常: of one thing only
            parts[-1].pop()
            stated.pieces.append(Piece(before.text + token.text, Why.PARTLY))
        else:
            stated.is_quiet = True
        parts.append([])
    return [part for part in parts if part]


def _leave_words(part: list[_Token], stated: Stated) -> None:
    text = "".join(t.text for t in part)
    known = any(t.kind == _LABEL for t in part)
    stated.pieces.append(Piece(text, Why.UNCLEAR if known else Why.UNKNOWN))


def _close(row: list[_Token], labels: Labels, stated: Stated) -> None:
    """Take the pairs of a row, or leave the row aside, and empty it."""
    tokens = [t for t in row if t.kind != _FILLER]
    text = " ".join(t.text for t in row)
    row.clear()
    if not tokens:
        return
    pairs = _pairs(tokens)
    if pairs is None:
        lonely = all(t.kind == _LABEL for t in tokens)
        unknown = all(t.kind == _NUMBER for t in tokens)
        why = Why.LONELY if lonely else Why.UNKNOWN if unknown else Why.UNCLEAR
        stated.pieces.append(Piece(text, why))
        return
    for label, number in pairs:
        _take(label, number, labels, stated)


def _pairs(tokens: Sequence[_Token]) -> list[tuple[_Token, _Token]] | None:
    """Return the one way to pair each label with a number beside it, None where there is none.

    Taken from the left there is never a choice: the first token pairs with the second or not.
    """
    if not tokens or len(tokens) % 2:
        return None
    pairs = []
    for one, other in zip(tokens[::2], tokens[1::2], strict=True):
        if {one.kind, other.kind} != {_LABEL, _NUMBER}:
            return None
        pairs.append((one, other) if one.kind == _LABEL else (other, one))
    return pairs


def _take(label: _Token, number: _Token, labels: Labels, stated: Stated) -> None:
    text = f"{label.text} {number.text}"
    codes = labels.codes[label.text]
    if number.value is None:
        stated.pieces.append(Piece(text, Why.VAGUE))
        return
    if len(codes) > 1 and number.value != "0":
        stated.pieces.append(Piece(text, Why.AMBIGUOUS))
        return
    # nobody with a fever at all is nobody among the residents and nobody among the staff
    for code in codes:
        if stated.texts.setdefault(code, number.value) != number.value:
            stated.disputed.add(code)
            stated.pieces.append(Piece(text, Why.TWICE))
