"""Words of rewritten articles (同义改写) and how matching reads them: a reviewed table, conditions on the words around."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index.domain import Repair, Span
from index.errors import InvalidLexicon
from index.lexicon import read_lexicon

_REACH = 12
_MARKERS_NEEDED = 2


@dataclass(frozen=True, slots=True)
class Variant:
    written: str
    meant: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    marker: bool
    spun: bool

    def found(self, text: str) -> list[Span]:
        spans, at = [], text.find(self.written)
        while at >= 0:
            end = at + len(self.written)
            left = text[max(0, at - _REACH) : at].rpartition("\n")[2]
            right = text[end : end + _REACH].partition("\n")[0]
            if (self.before is None or self.before.search(left)) and (self.after is None or self.after.match(right)):
                spans.append(Span(at, end))
            at = text.find(self.written, end)
        return spans


@cache
def variants() -> tuple[Variant, ...]:
    """Reads variants.toml once. Raises InvalidLexicon naming the word at fault."""
    found = []
    for entry in read_lexicon("variants.toml").get("variant", []):
        word = entry.get("from", "?")
        try:
            before, after = entry.get("before"), entry.get("after")
            variant = Variant(
                str(entry["from"]),
                str(entry["to"]),
                re.compile(f"(?:{before})$") if before else None,
                re.compile(after) if after else None,
                bool(entry.get("marker")),
                bool(entry.get("spun")),
            )
        except (KeyError, re.error) as error:
            raise InvalidLexicon(f"variants.toml: 条目“{word}”有误:{error}") from error
        if not entry.get("reason"):
            raise InvalidLexicon(f"variants.toml: 条目“{word}”没有写 reason")
        found.append(variant)
    return tuple(found)


def spun_words(text: str) -> list[Repair]:
    """Unsure repairs of kind ``spun``. Ordinary words are touched only in a text that two different markers show was rewritten."""
    rewritten = len({each.written for each in variants() if each.marker and each.found(text)}) >= _MARKERS_NEEDED
    found = [(span, variant.meant) for variant in variants() if rewritten or not variant.spun for span in variant.found(text)]
    # Where two entries claim one place, the one that starts earlier wins, then the one higher up in the file.
    repairs, at = [], 0
    for span, meant in sorted(found, key=lambda each: each[0].start):
        if span.start >= at:
            repairs.append(Repair(span, "spun", sure=False, reading=meant if len(meant) == len(span) else None))
            at = span.end
    return repairs
