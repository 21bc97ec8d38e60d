"""A person's edit of a briefing: sentences that changed are verified again, the others stay as they were verified."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from index.errors import InvalidInput
from service.records import now
from service.schema import (
    Briefing,
    BriefingEdit,
    BriefingSection,
    Citation,
    Notice,
    NumberCheck,
    Sentence,
    SentenceVerdict,
    Verification,
    VerifyNumber,
    VerifyRequest,
)

MARK = re.compile(r"\[(\d{1,4})\]")
SENTENCE = re.compile(r"[^。!?!?;;\n]+(?:[。!?!?;;]+(?:\[\d{1,4}\])*)?")

Verify = Callable[[VerifyRequest], Awaitable[Verification]]


async def edited(briefing: Briefing, edit: BriefingEdit, verify: Verify) -> Briefing:
    """The briefing with the edit's sections; a changed sentence that does not hold is withheld and a notice says so.

    Raises InvalidInput for a mark ``[n]`` that names no source of the briefing.
    """
    sources = list(briefing.citations)
    before = {sentence.text: sentence for section in briefing.sections for sentence in section.sentences}
    reports = tuple(dict.fromkeys(citation.report_id for citation in briefing.citations))
    sections = []
    for section in edit.sections:
        sentences = []
        for text in (each.strip() for each in section.sentence_texts or SENTENCE.findall(section.text)):
            kept = before.get(text)
            if kept is None and text:
                kept = await _checked(text, sources, reports, briefing.zones, verify)
            if kept is not None:
                sentences.append(kept)
        sections.append(BriefingSection(heading=section.heading, sentences=tuple(sentences)))
    withheld = sum(sentence.withheld for section in sections for sentence in section.sentences)
    notices = tuple(each for each in briefing.notices if each.code != "withheld")
    if withheld:
        notices += (Notice(code="withheld", message=f"{withheld} 句未通过核验,已标出且不进入正文"),)
    change = {
        "title": edit.title or briefing.title,
        "sections": tuple(sections),
        "citations": tuple(sources),
        "notices": notices,
        "edited": now(),
    }
    return briefing.model_copy(update=change)


async def _checked(
    text: str, sources: list[Citation], reports: tuple[str, ...], zones: tuple[str, ...], verify: Verify
) -> Sentence:
    """The sentence with its numbers checked. A source that proves a number and is not marked yet gets its mark at the end."""
    marked = [int(mark) for mark in MARK.findall(text)]
    unknown = sorted(set(marked) - {source.n for source in sources})
    if unknown:
        raise InvalidInput(f"引用 [{unknown[0]}] 不在来源之列", advice="请只使用简报已有的来源编号。")
    bare, places = _without_marks(text)
    if not bare.strip():
        return Sentence(text=text, citations=tuple(marked))
    found = await verify(VerifyRequest(text=bare, report_ids=reports, zones=() if reports else zones))
    numbers = []
    for number in found.numbers:
        source = None if number.source is None else _numbered(number.source, sources)
        if source is not None and source not in marked:
            marked.append(source)
            text += f"[{source}]"
        start, end = places[number.start], places[number.end - 1] + 1
        numbers.append(_check(number, start, end, source))
    verdict = _verdict(found.numbers)
    return Sentence(
        text=text,
        citations=tuple(dict.fromkeys(marked)),
        withheld=verdict in ("mismatch", "not_found"),
        verdict=verdict,
        numbers=tuple(numbers),
    )


def _check(number: VerifyNumber, start: int, end: int, source: int | None) -> NumberCheck:
    return NumberCheck(
        text=number.text,
        start=start,
        end=end,
        value=number.value,
        unit=number.unit,
        verdict=number.verdict,
        citation=source,
        formula=number.formula,
    )


def _without_marks(text: str) -> tuple[str, list[int]]:
    """Text without ``[n]``, and for each of its characters the offset in ``text``: a mark is no number of the sentence."""
    covered = {offset for mark in MARK.finditer(text) for offset in range(*mark.span())}
    places = [offset for offset in range(len(text)) if offset not in covered]
    return "".join(text[offset] for offset in places), places


def _numbered(source: Citation, sources: list[Citation]) -> int:
    for each in sources:
        if (each.report_id, each.start, each.end) == (source.report_id, source.start, source.end):
            return each.n
    added = source.model_copy(update={"n": max((each.n for each in sources), default=0) + 1})
    sources.append(added)
    return added.n


def _verdict(numbers: tuple[VerifyNumber, ...]) -> SentenceVerdict:
    """The worst of the numbers; dates and the like (context) prove and disprove nothing."""
    kinds = {number.verdict for number in numbers}
    if "mismatch" in kinds:
        return "mismatch"
    if "not_found" in kinds:
        return "not_found"
    if "computed" in kinds:
        return "computed"
    return "supported" if "supported" in kinds else "no_numbers"
