"""A follow-up, or a question in another language -> one Chinese question that stands alone, by the model, in little time.

Whatever a model says here is only a question: it is refused where it brings in a number nobody said, and then the rules of
``service.plan`` read the question as it was asked.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from index.errors import ModelUnavailable
from prompts import load
from service.llm import ChatModel, complete
from service.schema import Turn, Usage
from service.writer import thoughtless

SECONDS = 8.0
"""A reader waits no longer for one line: the rules can read most follow-ups too."""
_LONGEST_QUESTION = 200
_TURNS, _TURN_ROOM = 6, 600
"""Turns of a conversation a follow-up may lean on, and characters of each that are shown."""
_ZONES_SHOWN = 60
"""Names a question in another language may mean; of more zones a model is left to transcribe."""
_SPEAKERS = {"user": "用户", "assistant": "助手"}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MONTH = re.compile(r"(?<!\d)(?:1[0-2]|[1-9])(?=(?:[-~至到]\d{1,2})?月)")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u04ff]{2,}")
_LEAD = re.compile(r"^(?:改写后的?|独立的?|中文的?|完整的?)*(?:问题|提问|追问)[:：]\s*")


def is_foreign(question: str) -> bool:
    """Whether a question is written in words of another script: GDP? alone is not, nor is 全区的R&D投入."""
    words = _WORD.findall(question)
    return len(words) > 1 and 2 * len(words) > len(_HAN.findall(question)) and any(not word.isupper() for word in words)


async def condense(
    model: ChatModel, question: str, history: Sequence[Turn], *, seconds: float = SECONDS
) -> tuple[str | None, Usage]:
    """The follow-up as a question that stands alone; None where the model fails, is late or is not to be believed."""
    said = _conversation(history)
    reply, usage = await _line(model, "condense", seconds, history=said, question=question)
    if reply is None or not _numbers(reply) <= _numbers(said + question):
        return None, usage
    return reply, usage


async def translate(
    model: ChatModel, question: str, history: Sequence[Turn], zones: Sequence[str], *, seconds: float = SECONDS
) -> tuple[str | None, Usage]:
    """A question in another language as a Chinese one that stands alone; None as for ``condense``.

    A number may change its scale with its unit (18 billion, 180亿), but not its digits; a month may become a number.
    """
    said = _conversation(history)
    names = "、".join(zones) if len(zones) <= _ZONES_SHOWN else "(很多,未列出)"
    reply, usage = await _line(model, "translate", seconds, history=said or "(无)", question=question, zones=names or "(无)")
    if reply is None or not _HAN.search(reply):
        return None, usage
    known = {_digits(each) for each in _numbers(said + question + "".join(zones))}
    strange = [each for each in _numbers(_MONTH.sub("", reply)) if _digits(each) not in known]
    return (None if strange else reply), usage


def leaned_on(history: Sequence[Turn]) -> list[Turn]:
    """The last turns of a conversation, each cut to what a follow-up may lean on."""
    turns = [turn for turn in history if turn.role in _SPEAKERS][-_TURNS:]
    return [turn.model_copy(update={"content": turn.content[:_TURN_ROOM]}) for turn in turns]


async def _line(model: ChatModel, name: str, seconds: float, **inputs: str) -> tuple[str | None, Usage]:
    """The one line that a prompt asks for; None where there is none in time, or more, or one too long for a question."""
    try:
        async with asyncio.timeout(seconds):
            reply, usage = await complete(model, *load(name).render(**inputs))
    except (ModelUnavailable, TimeoutError):
        return None, Usage()
    lines = [line.strip() for line in thoughtless(reply).splitlines() if line.strip()]
    line = _LEAD.sub("", lines[0]).strip("“”\"「」'` *") if lines else ""
    usable = len(lines) == 1 and 0 < len(line) <= max(_LONGEST_QUESTION, len(inputs["question"]))
    return (line if usable else None), usage


def _conversation(history: Sequence[Turn]) -> str:
    return "\n".join(f"{_SPEAKERS[turn.role]}: {turn.content}" for turn in leaned_on(history))


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))


def _digits(number: str) -> str:
    """A number without its scale: 18, 180 and 1.8 are one."""
    return number.replace(".", "").strip("0") or "0"
