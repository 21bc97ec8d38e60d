"""How long a whole extractive answer takes over a thousand reports, with none selected."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from random import Random
from time import perf_counter, process_time

from evals.retrieval.shelf import Shelf
from index.library import Library
from service.chains.answer import Ask, answer_chain
from service.schema import AskRequest

QUESTIONS = 60
TARGET = 300.0
"""Milliseconds that 95 of 100 answers may take at most."""
_ASKED = (
    "{zone}{period}规模工业总产值是多少?",
    "{zone}{period}税收完成了多少,增长多快?",
    "{zone}{period}固定资产投资多少亿元?",
    "{zone}签约了几个项目,总投资多少?",
    "{zone}存在哪些困难和问题?",
    "{zone}下一步有什么打算?",
    "{zone}新认定了多少家高新技术企业?",
    "{zone}土地报批批回了多少亩?",
    "{zone}人员编制精简到了多少?",
    "{zone}扩区调区到哪一步了?",
)
_UNNAMED = (
    "哪些园区提到资金缺口?",
    "各园区的主导产业是什么?",
    "哪个园区进出口增长最快?",
    "标准厂房建成了多少万平方米?",
    "上半年专项债到位多少?",
    "污水处理厂建得怎么样了?",
    "为什么企业开工不足?",
    "综保区引入了多少跨境电商企业?",
    "谁在创建省级绿色工厂?",
    "2022年上半年规上工业增加值增速是多少?",
)
_WHEN = ("", "2024年", "2023年上半年", "去年", "2022年1-9月")


def questions(library: Library, count: int = QUESTIONS) -> dict[str, list[str]]:
    """As many that name a zone, by turns with its period, as name none."""
    draw = Random(1)
    zones = draw.sample(library.zones(), min(count // 2, len(library.zones())))
    named = []
    for number, zone in enumerate(zones):
        report = library.report(draw.choice(zone.report_ids))
        period = report.period.label if report.period and number % 2 else ""
        named.append(_ASKED[number % len(_ASKED)].format(zone=zone.name, period=period))
    # No question twice: what was found for it once is kept.
    unnamed = [_WHEN[number // len(_UNNAMED) % len(_WHEN)] + _UNNAMED[number % len(_UNNAMED)] for number in range(count // 2)]
    return {"zone named": named, "no zone named": list(dict.fromkeys(unnamed))}


def timings(stand: Shelf, count: int = QUESTIONS) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds of each answer, passed and of work, by kind of question; the first answer, which opens what is opened late,
    is not counted.
    """
    ask = answer_chain(stand.library, None)
    asked = questions(stand.library, count)
    asyncio.run(_answer(ask, "规模工业总产值是多少?"))
    return {kind: [_timed(ask, text) for text in texts] for kind, texts in asked.items()}


def quantile(taken: Sequence[float], share: float) -> float:
    ordered = sorted(taken)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _timed(ask: Ask, text: str) -> tuple[float, float]:
    started, worked = perf_counter(), process_time()
    asyncio.run(_answer(ask, text))
    return (perf_counter() - started) * 1000, (process_time() - worked) * 1000


async def _answer(ask: Ask, text: str) -> None:
    async for _ in ask(AskRequest(question=text)):
        pass
