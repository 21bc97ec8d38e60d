"""What the service adds to a model's own time: answers whose model takes a fixed time, over the sample reports or a shelf.

    python -m evals.speed.model                       # the sample reports
    python -m evals.speed.model --shelf FOLDER        # a library filled before, as by evals.retrieval.shelf

Counted is the whole answer less what the endpoint itself took between a call's coming in and its last byte: reading, search,
evidence, the client, verification, a repair's own verification. Every fourth question is a follow-up, which calls the model twice.
"""

from __future__ import annotations

import argparse
import asyncio
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from time import perf_counter

from evals.adversarial.server import Pace, serving
from evals.corruption.library import filled
from evals.retrieval.speed import quantile, questions
from index.embed import OfflineEmbedder
from index.library import Library
from index.store import open_store
from service.chains.answer import Ask, answer_chain
from service.llm import chat_model
from service.schema import Answer, AskRequest, Turn
from service.settings import Settings

QUESTIONS = 60
TARGET = 200.0
"""Milliseconds that 95 of 100 answers may add to their model's time."""
FIRST, BETWEEN = 0.3, 0.02
"""Seconds: a small model's pace, quick enough that little of the work hides behind it."""
_ITEM = re.compile(r"^\[(\d+)\] .*\n(.+)$", re.MULTILINE)
_FOLLOW_UP = "那税收呢?"


def copied(prompt: str) -> str:
    """A reply as a careful model's: the first sentences of three passages, and one wrong number, which has to be repaired."""
    if "〈追问〉" in prompt or "〈句子〉" in prompt:
        found = re.search(r"用户: (.+)", prompt)
        return f"{found[1].split('?')[0]}的税收是多少?" if found else "删除"
    items = _ITEM.findall(prompt.rpartition("〈资料〉\n")[2])[:3]
    lines = [f"{text.split('。')[0]}。[{number}]" for number, text in items]
    return "\n".join(["状态: answered", *lines, f"工业用水量987.65万吨。[{items[0][0]}]" if items else "报告未提及。"])


def added(library: Library, count: int = QUESTIONS) -> dict[str, list[float]]:
    """Milliseconds added to the model's, by kind of question; a first answer, which opens what is opened late, is not counted."""
    pace = Pace(FIRST, BETWEEN)
    with serving(copied, pace) as address:
        settings = Settings.model_validate({"chat_model": "paced", "openai_base_url": address, "model_timeout": 60})
        ask = answer_chain(library, chat_model(settings))
        return asyncio.run(_all(ask, library, pace, count))


async def _all(ask: Ask, library: Library, pace: Pace, count: int) -> dict[str, list[float]]:
    await _timed(ask, AskRequest(question="规模工业总产值是多少?"), pace)
    found: dict[str, list[float]] = {}
    for kind, texts in questions(library, count).items():
        asked = [AskRequest(question=text) for text in texts]
        for before, text in list(pairwise(texts))[::3]:
            history = (Turn(role="user", content=text), Turn(role="assistant", content="见上。"))
            asked.append(AskRequest(question=_FOLLOW_UP, history=(Turn(role="user", content=before), *history)))
        found[kind] = [await _timed(ask, each, pace) for each in asked]
    return found


async def _timed(ask: Ask, request: AskRequest, pace: Pace) -> float:
    pace.spans.clear()
    started = perf_counter()
    async for _, value in ask(request):
        if isinstance(value, Answer) and any(notice.code == "model_unavailable" for notice in value.notices):
            raise AssertionError("the endpoint of the measurement failed")
    return (perf_counter() - started - sum(end - begin for begin, end in pace.spans)) * 1000


@contextmanager
def opened(folder: Path | None) -> Iterator[Library]:
    """The library of a folder, or one of the sample reports alone."""
    if folder is None:
        with filled(0) as library:
            yield library
        return
    embedder = OfflineEmbedder()
    store = open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions)
    library = Library(store, embedder)
    try:
        yield library
    finally:
        library.close()


def told(name: str, taken: Sequence[float]) -> str:
    middle, late = quantile(taken, 0.5), quantile(taken, 0.95)
    return f"{name:<16}{len(taken):>6} answers   median {middle:6.0f} ms   p95 {late:6.0f} ms   longest {max(taken):6.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evals.speed.model", description=__doc__)
    parser.add_argument("--shelf", type=Path, metavar="FOLDER", help="a filled library instead of the sample reports")
    parser.add_argument("--count", type=int, default=QUESTIONS, metavar="N", help=f"questions, default {QUESTIONS}")
    options = parser.parse_args()
    with opened(options.shelf) as library:
        found = added(library, options.count)
        print(f"{library.report_count()} reports; milliseconds added to the model's own, {TARGET:.0f} at most for 95 of 100")
        for kind, taken in found.items():
            print(told(kind, taken))
        print(told("all", [each for taken in found.values() for each in taken]))


if __name__ == "__main__":
    main()
