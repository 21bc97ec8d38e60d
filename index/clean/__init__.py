"""Dirt out, with the way back: ``clean(raw)`` gives the clean text, its alignment with the raw text, and what was done.

Cleaning deletes, folds one character to one, and (marked as unsure) moves torn paragraphs. It never changes a digit, and
``clean(clean(x).text).text == clean(x).text``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.clean.chrome import without_furniture
from index.clean.joins import joined_lines, rejoined_columns
from index.clean.marks import marks
from index.clean.spacing import without_edges, without_invisible, without_spaces
from index.clean.traced import Traced
from index.clean.unseen import without_unseen_figures
from index.clean.variants import spun_words
from index.domain import Alignment, Note, Repair, Span
from index.script import fold_width, injected_pinyin, simplify_where_traditional

__all__ = ["Cleaned", "clean"]

# Each pass only deletes or folds, so a text settles; real reports need two rounds, the bound is for hostile input.
_ROUNDS = 12
_RECEIPT_LINES = 200
_KIND_NAMES = {
    "pinyin": "删去夹注拼音",
    "traditional": "繁体转为简体",
    "width": "全角、异形符号归一",
    "space_in_number": "合上数字中的空格",
    "joined_line": "接回被换行切断的句子",
    "column_order": "接回错栏的段落(推断)",
}
_HIDDEN = frozenset({"masked", "deleted", "redacted"})
_DAMAGE = frozenset({"damaged", "hijacked", "torn"})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text and the record of cleaning. Spans of ``repairs`` count in ``text``, raw spans of notes in the raw text.

    ``metadata`` holds the label-value pairs read from dropped metadata lines (发文日期 -> 2025-07-10).
    """

    text: str
    alignment: Alignment
    repairs: tuple[Repair, ...] = ()
    dropped: tuple[Note, ...] = ()
    repaired: tuple[Note, ...] = ()
    masked: tuple[Note, ...] = ()
    damaged: tuple[Note, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    unseen: tuple[Note, ...] = ()
    """Figures that the file shows to nobody and that stood in the midst of others: they are not in the text."""


@dataclass(slots=True)
class _Journal:
    """What the passes did, in raw offsets, until the clean text is known."""

    dropped: list[Note] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    deleted: list[tuple[str, Span]] = field(default_factory=list)
    seams: list[tuple[int, int]] = field(default_factory=list)


def clean(raw: str, hidden: Sequence[Span] = ()) -> Cleaned:
    """Cleans the text of a report, of which ``hidden`` is shown to nobody. Time is linear in its length."""
    journal = _Journal()
    unseen: list[Note] = []
    traced = without_unseen_figures(Traced.of(raw), hidden, unseen)
    for _ in range(_ROUNDS):
        before = traced.text
        traced = _round(traced, journal, raw)
        if traced.text == before:
            break
    text = traced.text
    repairs = sorted([*_sure_repairs(raw, traced, journal), *marks(text), *spun_words(text)], key=lambda each: each.span)
    return Cleaned(
        text,
        traced.alignment(),
        tuple(repairs),
        tuple(journal.dropped),
        _repaired_notes(text, traced, repairs),
        _notes(text, traced, repairs, _HIDDEN),
        _notes(text, traced, repairs, _DAMAGE),
        journal.metadata,
        tuple(unseen),
    )


def _round(traced: Traced, journal: _Journal, raw: str) -> Traced:
    traced = without_invisible(traced)
    groups = injected_pinyin(traced.text)
    journal.deleted += [("pinyin", traced.raw(span)) for span in groups]
    traced = traced.without(groups)
    traced = traced.replaced(fold_width(traced.text))
    traced = traced.replaced(simplify_where_traditional(traced.text))
    traced = without_edges(traced)
    traced = without_edges(without_furniture(traced, journal.dropped, journal.metadata))
    traced, closed = without_spaces(traced)
    journal.deleted += [("space_in_number", span) for span in closed]
    traced = joined_lines(traced, raw)
    traced, seams = rejoined_columns(traced)
    journal.seams += [(traced.origins[seam - 1], traced.origins[seam]) for seam in seams]
    return traced


def _sure_repairs(raw: str, traced: Traced, journal: _Journal) -> list[Repair]:
    """Folded stretches, and the characters before which or after which something was deleted; seams of moved paragraphs."""
    found: list[Repair] = []
    place = {origin: at for at, origin in enumerate(traced.origins)}
    for kind, span in journal.deleted:
        at = place.get(span.start - 1)
        if at is not None:
            found.append(Repair(Span(at, at + 1), kind, sure=True))
    for left, right in journal.seams:
        if left in place and right in place and place[right] == place[left] + 1:
            found.append(Repair(Span(place[left], place[right] + 1), "column_order", sure=False))
    return found + _folded(raw, traced)


def _folded(raw: str, traced: Traced) -> list[Repair]:
    found: list[Repair] = []
    start: int | None = None
    kind = ""
    text, origins = traced.text, traced.origins
    for at in range(len(text) + 1):
        changed = at < len(text) and text[at] != raw[origins[at]] and not text[at].isspace()
        now = ("traditional" if "㐀" <= text[at] <= "鿿" else "width") if changed else ""
        if start is not None and now != kind:
            found.append(Repair(Span(start, at), kind, sure=True))
            start = None
        if changed and start is None:
            start = at
        kind = now
    return found


def _excerpt(text: str, span: Span) -> str:
    around = text[max(0, span.start - 12) : min(len(text), span.end + 12)].replace("\n", " ")
    return around if len(around) <= 80 else around[:79] + "…"


def _notes(text: str, traced: Traced, repairs: list[Repair], kinds: frozenset[str]) -> tuple[Note, ...]:
    chosen = [repair for repair in repairs if repair.kind in kinds][:_RECEIPT_LINES]
    return tuple(Note(each.kind, _excerpt(text, each.span), traced.raw(each.span), sure=each.sure) for each in chosen)


def _repaired_notes(text: str, traced: Traced, repairs: list[Repair]) -> tuple[Note, ...]:
    """Sure repairs as one line a kind with a count, unsure ones (but for masks and damage) one by one."""
    notes = []
    by_kind: dict[str, list[Repair]] = {}
    for repair in repairs:
        if repair.sure:
            by_kind.setdefault(repair.kind, []).append(repair)
    for kind, group in by_kind.items():
        example = _excerpt(text, group[0].span)
        notes.append(Note(kind, f"{_KIND_NAMES.get(kind, kind)}{len(group)}处,如“{example}”", traced.raw(group[0].span)))
    unsure = [each for each in repairs if not each.sure and each.kind not in _HIDDEN | _DAMAGE]
    for repair in unsure[:_RECEIPT_LINES]:
        reading = f" → {repair.reading}" if repair.reading else ""
        notes.append(Note(repair.kind, _excerpt(text, repair.span) + reading, traced.raw(repair.span), sure=False))
    return tuple(notes)
