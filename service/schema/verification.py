"""What became of the numbers of a draft."""

from __future__ import annotations

from service.schema.answers import Citation
from service.schema.fields import Disagreement, NumberVerdict, Value


class VerifyNumber(Value):
    """A number of somebody's text; ``found`` is what the source says where it says otherwise."""

    text: str
    start: int
    end: int
    value: str | None = None
    unit: str = ""
    verdict: NumberVerdict
    disagrees: Disagreement | None = None
    source: Citation | None = None
    found: str | None = None
    formula: str | None = None


class VerifySummary(Value):
    supported: int = 0
    computed: int = 0
    mismatch: int = 0
    not_found: int = 0
    context: int = 0


class Verification(Value):
    numbers: tuple[VerifyNumber, ...]
    summary: VerifySummary
