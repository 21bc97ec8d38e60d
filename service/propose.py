"""A model reads a report beside its ledger and proposes what the rules missed; code takes what it can prove and counts the rest."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Awaitable, Callable

from anyio import to_thread
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.domain import Observation, Status
from index.errors import Conflict
from index.library import Library, Proposal
from prompts import load
from service.llm import ChatModel, complete
from service.schema import Proposals, StatusWord, Usage
from service.views import observation_out

Propose = Callable[[str], Awaitable[Proposals]]

MALFORMED = "malformed"
_MOST_OFFERED = 50
"""Rows of one piece that are looked at: a page of a report has fewer figures."""

_DIGIT = re.compile(r"[\d一二三四五六七八九十百]")


class _Row(BaseModel):
    """A proposal as the prompt asks for it. Models write numbers bare and add fields of their own."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    quote: str = Field(min_length=1, max_length=1_000)
    indicator: str = Field(min_length=1, max_length=200)
    value: str = Field(min_length=1, max_length=50)
    unit: str = Field(default="", max_length=50)
    status: StatusWord


def proposing(library: Library, model: ChatModel | None, *, allowed: bool) -> Propose:
    """What ``POST /api/reports/{id}/proposals`` does. Raises Conflict where it is off, NotFound, and ModelUnavailable."""

    async def propose(report_id: str) -> Proposals:
        report = await to_thread.run_sync(library.report, report_id)
        if not allowed or model is None:
            lacking = "请设 ZONEBRIEF_PROPOSE=on。" if not allowed else "请设 ZONEBRIEF_CHAT_MODEL 和模型服务的地址或密钥。"
            raise Conflict("没有开启由模型补提指标", advice=lacking)
        prompt, usage = load("propose"), Usage()
        accepted, dropped, offered = list[Observation](), Counter[str](), 0
        for chunk in await to_thread.run_sync(library.chunks, report_id):
            text = chunk.span.of(report.text)
            if not _DIGIT.search(text):
                continue
            rows = "\n".join(_told(each) for each in library.ledger(report_id) if each.value_span.overlaps(chunk.span))
            period = report.period.label if report.period else "未注明"
            reply, used = await complete(
                model, *prompt.render(zone=report.zone.name, period=period, text=text, rows=rows or "(无)")
            )
            usage = Usage(
                input_tokens=usage.input_tokens + used.input_tokens, output_tokens=usage.output_tokens + used.output_tokens
            )
            proposals, bad = read_rows(reply)
            offered += len(proposals) + bad
            dropped[MALFORMED] += bad
            taken = await to_thread.run_sync(library.admit, report_id, chunk.span, proposals)
            accepted += [each for each in taken if isinstance(each, Observation)]
            dropped.update(each.value for each in taken if not isinstance(each, Observation))
        return Proposals(
            report_id=report_id,
            offered=offered,
            accepted=tuple(map(observation_out, accepted)),
            dropped={reason: count for reason, count in sorted(dropped.items()) if count},
            model=model.name,
            prompt=prompt.identity,
            usage=usage,
        )

    return propose


def _told(row: Observation) -> str:
    growth = f",增长 {row.growth.value}{row.growth.unit}" if row.growth and row.growth.value is not None else ""
    return f"{row.as_written}:{row.quantity.text.strip()}{growth}"


def read_rows(reply: str) -> tuple[list[Proposal], int]:
    """The rows of a reply and how many of its items are none; thoughts and fences around the array are passed over."""
    text = reply.rpartition("</think>")[2]
    start, end = text.find("["), text.rfind("]")
    if start < 0 or end < start:
        return [], 1
    try:
        items = json.loads(text[start : end + 1])
    except (ValueError, RecursionError):
        return [], 1
    rows, bad = list[Proposal](), 0
    for item in items[:_MOST_OFFERED]:
        try:
            row = _Row.model_validate(item)
        except ValidationError:
            bad += 1
            continue
        rows.append(Proposal(row.quote, row.indicator, row.value, row.unit, Status(row.status)))
    return rows, bad
