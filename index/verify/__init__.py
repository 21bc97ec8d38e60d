"""A sentence and the spans it cites -> a verdict for every number in it (核验).

Digits match exactly after parsing; 1.8亿元 is 18000万元, 百分点 is not %. Every number is held against the *cited* spans of its
own sentence, with the observations that stand in them and the words that govern those from outside (预计数,下同).
Claims are read with the ledger's own extractor, so a figure means the same in an answer as in a report.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.domain import Verdict, VerdictKind
from index.verify.formulas import holds
from index.verify.injection import commanded
from index.verify.judging import verify
from index.verify.likeness import kind_of
from index.verify.told import CitedSpan

__all__ = ["CitedSpan", "commanded", "holds", "kind_of", "passes", "verify"]


def passes(verdicts: Sequence[Verdict]) -> bool:
    """Whether a sentence with these verdicts may be shown as plain text."""
    return all(verdict.kind not in (VerdictKind.MISMATCH, VerdictKind.NOT_FOUND) for verdict in verdicts)
