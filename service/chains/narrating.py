"""A comparison's words by a model: table and derived values are handed in as numbered evidence, every sentence is verified.

What code says of missing zones and unlike rows is added where the model leaves it out; where nothing of the model's holds, the
code's own telling stands.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from anyio import to_thread

from index.domain import ComparisonRow, Observation
from index.errors import ModelUnavailable
from index.library import Library
from prompts import load
from service.chains.compare import Compared, compared
from service.chains.directions import compares, rightly_ordered
from service.chains.telling import Computed, Telling, cell_text, cite, computed, reasons_in_words, stated
from service.chains.verified import verified
from service.draft import Draft, DraftSentence, Evidence
from service.llm import ChatModel
from service.schema import CompareRequest, Comparison, Notice, Sentence
from service.writer import fitting, write

Narrate = Callable[[CompareRequest], Awaitable[Comparison]]

_FEW_ROWS = 2
_UNLIKE = re.compile(r"不可比|不宜|不能直接|不具可比|口径|统计期|期间不同|年份不同")


@dataclass(frozen=True, slots=True)
class _Source:
    """One number of the evidence: a cell, or a derived value with its inputs."""

    evidence: Evidence
    observations: Sequence[Observation]
    formulas: Mapping[str, str] = field(default_factory=dict)
    computed: Computed | None = None


def narrating(library: Library, model: ChatModel | None) -> Narrate:
    """The chain behind ``POST /api/comparisons``."""

    async def compare(request: CompareRequest) -> Comparison:
        made = await to_thread.run_sync(compared, library, request)
        sources = _sources(made)
        if model is None or not sources:
            return made.comparison
        return await _narrated(library, model, made, sources)

    return compare


async def _narrated(library: Library, model: ChatModel, made: Compared, sources: Sequence[_Source]) -> Comparison:
    sentences, draft, failure = list[Sentence](), None, None
    try:
        async with aclosing(write(model, load("compare"), [each.evidence for each in sources], **_inputs(made))) as drafted:
            async for piece in drafted:
                if isinstance(piece, Draft):
                    draft = piece
                else:
                    sentences.append(await to_thread.run_sync(_verified, library, made.telling, sources, piece))
    except ModelUnavailable as error:
        failure = error.message
    shown = [sentence for sentence in sentences if not sentence.withheld]
    told = made.comparison
    if draft is None or not any(sentence.citations for sentence in shown):
        notices = [Notice(code="model_unavailable", message=f"{failure};已改由程序说明")] if failure else []
        return told.model_copy(update={"notices": (*told.notices, *notices)})
    kept_back = len(sentences) - len(shown)
    notices = [Notice(code="withheld", message=f"{kept_back}句未通过核验,未列入说明")] if kept_back else []
    return told.model_copy(
        update={
            "narrative": (*sentences, *_left_out(made, shown)),
            "citations": tuple(made.telling.book.citations()),
            "notices": (*told.notices, *notices),
            "writer": "model",
            "model": draft.model,
            "prompt": draft.prompt,
            "usage": draft.usage,
        }
    )


def _sources(made: Compared) -> list[_Source]:
    """Derived values and cells of the rows to be told, numbered; as many as the model has room for."""
    found: list[_Source] = []
    for row in made.told:
        for each in computed(made.telling, row):
            evidence = Evidence(len(found) + 1, "", "", (row.indicator,), f"{each.body}。", computed=True)
            found.append(_Source(evidence, each.derived.inputs, each.formulas, each))
        for _, observation in row.filled:
            label = made.telling.labels.get(observation.zone, observation.zone)
            period = observation.period.label if observation.period else "报告期未注明年份"
            text = f"{stated(made.telling, row, observation)}。"
            note = "" if row.comparable else f"不可比:{reasons_in_words(row)}" if reasons_in_words(row) else ""
            found.append(_Source(Evidence(len(found) + 1, label, period, (row.indicator,), text, note), [observation]))
    kept = {each.number for each in fitting([each.evidence for each in found])}
    return [each for each in found if each.evidence.number in kept]


def _inputs(made: Compared) -> dict[str, str]:
    comparison = made.comparison
    asked = comparison.question or f"对比{'、'.join(comparison.zones)}的{'、'.join(row.indicator for row in made.told)}"
    coverage = comparison.narrative[-1].text if comparison.narrative else ""
    return {"question": asked, "table": "\n".join(_line(made.telling, row) for row in made.told), "coverage": coverage}


def _line(telling: Telling, row: ComparisonRow) -> str:
    cells = [f"{telling.labels.get(cell.zone, cell.zone)}:{cell_text(row, cell)}" for cell in row.cells]
    verdict = "可比" if row.comparable else f"不可比({reasons_in_words(row)})" if len(row.filled) > 1 else "只有一处有数"
    return " | ".join([row.indicator, *cells, verdict])


def _verified(library: Library, telling: Telling, sources: Sequence[_Source], drafted: DraftSentence) -> Sentence:
    """The sentence, withheld also where it orders what no derived value orders so."""
    used = [source for source in sources if source.evidence.number in drafted.citations]
    numbers = [cite(telling, observation) for source in used for observation in source.observations]
    formulas = {number: formula for source in used for number, formula in source.formulas.items()}
    sentence = verified(library, telling.book, drafted.body, numbers, formulas=formulas)
    derived = [source.computed.derived for source in used if source.computed]
    if sentence.withheld or not (derived or compares(drafted.body)):
        return sentence
    if derived and all(rightly_ordered(drafted.body, each, telling.labels) for each in derived):
        return sentence
    return sentence.model_copy(update={"withheld": True, "verdict": "mismatch"})


def _left_out(made: Compared, shown: Sequence[Sentence]) -> list[Sentence]:
    """What code says and the model has not said: of one row or two every cell; unlike rows, silent zones; always the coverage."""
    text = "".join(sentence.text for sentence in shown)
    cited = {number for sentence in shown for number in sentence.citations}
    *told, coverage = made.comparison.narrative
    few = len(made.told) <= _FEW_ROWS
    return [*(each for each in told if not (_cited(each, cited, few) if each.citations else _said(each, text))), coverage]


def _cited(cell: Sentence, cited: set[int], few: bool) -> bool:
    """Whether a cell's place has been cited; in a long table, and for computed sentences, what the model leaves out is left out."""
    return not few or len(cell.citations) > 1 or cell.withheld or set(cell.citations) <= cited


def _said(plain: Sentence, text: str) -> bool:
    """Whether the model's words hold what a sentence without figures says."""
    silent = re.match("(?P<zones>.+?)的报告(?:未提及|没有)", plain.text)
    if silent is None:
        return _UNLIKE.search(text) is not None
    return all(zone in text for zone in silent["zones"].split("、")) and re.search("未提及|没有|缺", text) is not None
