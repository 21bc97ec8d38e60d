"""What a reply is worth, and the figures over many. Nothing an answer says of itself is believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from evals.questions.formulas import follows
from evals.questions.labels import Question
from evals.questions.matching import claims, evidenced, folded, nearly, says, years

LONGEST_TEXT, LONGEST_QUOTE, ALL_QUOTES = 600, 300, 1_800
"""Characters beyond which a reply is no answer; texts and sums of quotes may be twice as long where a table is due."""
ROOMY = frozenset({"table", "qualitative", "common"})


@dataclass(frozen=True, slots=True)
class Said:
    """A shown sentence: its text, the quotes it cites that stand in their report, number -> formula of what it computed."""

    text: str
    quotes: tuple[str, ...] = ()
    computed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer reduced to what is judged. ``quotes`` are those that stand in the report's text at their offsets."""

    text: str
    declined: bool
    sentences: tuple[Said, ...]
    quotes: tuple[str, ...]
    periods: tuple[str, ...] = ()
    table: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Judged:
    question: Question
    reply: Reply
    right: bool
    cited: bool
    loose: tuple[str, ...]
    """Numbers shown that neither a quote of their own sentence, nor the question, nor a formula supports."""
    loose_years: tuple[str, ...]


def judged(question: Question, reply: Reply) -> Judged:
    text = reply.text
    fits = _concise(question, reply) and not any(says(text, each) for each in question.must_not)
    complete = all(any(_holds(question, text, each) for each in group) for group in question.must_have)
    right = fits and (complete and not reply.declined if question.answerable else reply.declined)
    cited = any(evidenced(quote, each) for quote in reply.quotes for each in question.evidence)
    known = years(question.said + " ".join(reply.quotes)) | {period[at : at + 4] for period in reply.periods for at in (0, 11)}
    return Judged(question, reply, right, cited, tuple(_loose(question, reply)), tuple(sorted(years(text) - known)))


def _holds(question: Question, text: str, wanted: str | float) -> bool:
    if says(text, wanted):
        return True
    return bool(question.tolerance) and not isinstance(wanted, str) and nearly(text, wanted, question.tolerance)


def _concise(question: Question, reply: Reply) -> bool:
    room = 2 if reply.table or question.type in ROOMY else 1
    return (
        len(reply.text) <= LONGEST_TEXT * room
        and all(len(quote) <= LONGEST_QUOTE for quote in reply.quotes)
        and sum(map(len, reply.quotes)) <= ALL_QUOTES * room
    )


def _loose(question: Question, reply: Reply) -> list[str]:
    if folded("".join(sentence.text for sentence in reply.sentences)) != folded(reply.text):
        return ["the text is not its sentences"]
    asked, loose = claims(question.said), []
    for sentence in reply.sentences:
        quoted = {number for quote in sentence.quotes for number in claims(quote)}
        for number in sorted(claims(sentence.text) - quoted - asked):
            formula = sentence.computed.get(number)
            if formula is None or not follows(number, formula, quoted):
                loose.append(number)
    return loose


# --- figures ----------------------------------------------------------------------------------------------------------


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def figures(all_judged: Sequence[Judged]) -> dict[str, float]:
    """``right`` is of the answerable ones, ``cited`` of those, ``abstained`` of the unanswerable; ``faithful`` and what is right or
    rightly declined, of all. ``characters`` is the median length.
    """
    answerable = [each for each in all_judged if each.question.answerable]
    unanswerable = [each for each in all_judged if not each.question.answerable]
    right = [each for each in answerable if each.right]
    lengths = sorted(len(each.reply.text) for each in all_judged) or [0]
    return {
        "asked": len(all_judged),
        "right": _share(len(right), len(answerable)),
        "right_or_declined": _share(sum(each.right for each in all_judged), len(all_judged)),
        "cited": _share(sum(each.cited for each in right), len(right)),
        "abstained": _share(sum(each.reply.declined for each in unanswerable), len(unanswerable)),
        "over_refused": _share(sum(each.reply.declined for each in answerable), len(answerable)),
        "faithful": _share(sum(not each.loose for each in all_judged), len(all_judged)),
        "unsupported_years": sum(bool(each.loose_years) for each in all_judged),
        "characters": median(lengths),
        "p95_ms": 1000 * sorted(each.reply.seconds for each in all_judged)[int(len(all_judged) * 0.95)] if all_judged else 0.0,
    }


def by_type(all_judged: Sequence[Judged]) -> dict[str, tuple[int, int]]:
    """Type -> how many were asked and how many were right (of unanswerable ones: declined)."""
    found: dict[str, tuple[int, int]] = {}
    for each in sorted(all_judged, key=lambda one: one.question.type):
        asked, right = found.get(each.question.type, (0, 0))
        found[each.question.type] = (asked + 1, right + each.right)
    return found
