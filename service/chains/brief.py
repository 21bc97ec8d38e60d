"""Reports -> a briefing (简报), section by section: choose -> write -> verify. Without a model the reports' own clauses stand."""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from anyio import to_thread

from index.domain import Measure, Observation, Status
from index.errors import ModelUnavailable
from index.library import Library
from prompts import load
from service.chains.material import WIDE, Material, Part, chosen_excerpts, material_of
from service.chains.sections import extracted
from service.chains.telling import Telling, cell_text, growth_text, reasons_in_words
from service.chains.verified import verified
from service.charts import bars
from service.citing import CitationBook, trimmed
from service.digest import FIGURES, MEANS, NEXT, NOTES, OVERVIEW, PROBLEMS, SECTIONS, Excerpt
from service.draft import Draft, Evidence
from service.llm import ChatModel
from service.records import now
from service.schema import (
    Briefing,
    BriefingSection,
    BriefRequest,
    Coverage,
    Event,
    Notice,
    Sentence,
    Table,
    TableCell,
    Usage,
)
from service.views import finding_out
from service.writer import write

Brief = Callable[[BriefRequest], AsyncGenerator[Event]]

AIMS = {
    OVERVIEW: "园区、报告期、总体情况",
    FIGURES: "产值、增加值、税收、投资等主要经济指标及其增速",
    "招商引资": "签约、在谈、到位资金、招商活动",
    "项目建设": "新开工、在建、投产项目及投资",
    MEANS: "土地、资金、基础设施、调区扩区",
    "改革与服务": "体制机制改革、机构编制、营商环境、企业服务",
    PROBLEMS: "报告自己说的问题、困难、短板",
    NEXT: "下一步的目标和安排",
}
_TABLE_ROWS = 14


@dataclass(slots=True)
class _Writing:
    """The briefing as it grows."""

    book: CitationBook = field(default_factory=CitationBook)
    failure: str | None = None
    modelled: bool = False
    prompt: str | None = None
    usage: Usage = field(default_factory=Usage)


def brief_chain(library: Library, model: ChatModel | None) -> Brief:
    """The chain behind ``POST /api/briefings``: section events in order, notices, then the whole briefing."""

    async def brief(request: BriefRequest) -> AsyncGenerator[Event]:
        material = await to_thread.run_sync(material_of, library, request)
        writing, sections = _Writing(), list[BriefingSection]()
        for heading in SECTIONS:
            sentences: tuple[Sentence, ...] = ()
            if model is not None and heading != NOTES and writing.failure is None:
                sentences = await _modelled(library, model, material, heading, writing)
            if not any(not sentence.withheld for sentence in sentences):
                own = await to_thread.run_sync(extracted, library, material, heading, writing.book)
                sentences = (*sentences, *own)
            section = BriefingSection(heading=heading, sentences=sentences)
            sections.append(section)
            yield "section", section
        briefing = await to_thread.run_sync(_briefing, library, material, sections, writing, model)
        for notice in briefing.notices:
            yield "notice", notice
        yield "done", briefing

    return brief


# --- sentences by a model -------------------------------------------------------------------------------------------


async def _modelled(
    library: Library, model: ChatModel, material: Material, heading: str, writing: _Writing
) -> tuple[Sentence, ...]:
    """The model's sentences of one section, each verified; empty where there is nothing to write from or the model fails."""
    sources = [(part, excerpt) for part in material.parts for excerpt in chosen_excerpts(material, part, heading, room=WIDE)]
    if not sources:
        return ()
    evidence = [_evidence(number, part, excerpt) for number, (part, excerpt) in enumerate(sources, 1)]
    sentences: list[Sentence] = []
    prompt = load("brief")
    try:
        inputs = {
            "zone": "、".join(dict.fromkeys(part.label for part in material.parts)),
            "period": _period_words(material),
            "section": heading,
            "aim": AIMS[heading],
            "focus": material.request.focus or "无",
        }
        async with aclosing(write(model, prompt, evidence, **inputs)) as drafted:
            async for piece in drafted:
                if isinstance(piece, Draft):
                    writing.usage = Usage(
                        input_tokens=writing.usage.input_tokens + piece.usage.input_tokens,
                        output_tokens=writing.usage.output_tokens + piece.usage.output_tokens,
                    )
                    writing.prompt = piece.prompt
                    if piece.status == "not_found":
                        return ()
                    continue
                if not piece.citations:
                    continue
                cited = [
                    writing.book.cite(part.report, run)
                    for part, excerpt in (sources[number - 1] for number in piece.citations)
                    for run in excerpt.runs
                    if len(trimmed(part.report.text, run))
                ]
                sentences.append(await to_thread.run_sync(verified, library, writing.book, piece.body, cited))
    except ModelUnavailable as error:
        writing.failure = error.message
        return ()
    writing.modelled = writing.modelled or any(not sentence.withheld for sentence in sentences)
    return tuple(sentences)


def _evidence(number: int, part: Part, excerpt: Excerpt) -> Evidence:
    report = part.report
    inside = [each for each in part.ledger if any(run.contains(each.value_span) for run in excerpt.runs)]
    notes = [
        f"其中有{words}: {'、'.join(each.quantity.text for each in inside if each.status is status)}"
        for status, words in ((Status.ESTIMATE, "预计数"), (Status.TARGET, "目标或计划数"))
        if any(each.status is status for each in inside)
    ]
    period = report.period.label if report.period else "报告期未注明年份"
    text = "".join(run.of(report.text) for run in excerpt.runs)
    heading = max(
        (section for section in report.sections if section.span.start <= excerpt.start < section.span.end),
        key=lambda section: section.level,
        default=None,
    )
    return Evidence(number, part.label, period, heading.path if heading else (), text, "；".join(notes))


# --- the whole ------------------------------------------------------------------------------------------------------


def _briefing(
    library: Library, material: Material, sections: Sequence[BriefingSection], writing: _Writing, model: ChatModel | None
) -> Briefing:
    table = _table(library, material, writing.book)
    zones = tuple(dict.fromkeys(part.report.zone.name for part in material.parts))
    periods = {part.report.period.iso if part.report.period else None for part in material.parts}
    charts = [chart for row in material.table.rows if material.several and (chart := bars(row, material.labels))]
    findings = [finding_out(each) for part in material.parts for each in part.findings if each.result in ("fail", "uncertain")]
    used = len({citation.report_id for citation in writing.book.citations()})
    return Briefing(
        id="brf_" + secrets.token_hex(8),
        title=_title(material),
        zones=zones,
        period=periods.pop() if len(periods) == 1 else None,
        sections=tuple(sections),
        table=table,
        charts=tuple(charts),
        findings=tuple(findings),
        coverage=Coverage(reports_searched=len(material.parts), reports_used=used),
        citations=tuple(writing.book.citations()),
        notices=_notices(material, sections, writing),
        created=now(),
        writer="model" if writing.modelled else "extractive",
        model=model.name if model and writing.modelled else None,
        prompt=writing.prompt if writing.modelled else None,
        usage=writing.usage,
    )


def _title(material: Material) -> str:
    names = list(dict.fromkeys(part.report.zone.name for part in material.parts))
    if not names:
        return "工作简报"
    words = _period_words(material)
    if len(names) == 1:
        return f"{names[0]}{words}工作简报"
    return f"{'、'.join(names)}对照简报" if len(names) < 4 else f"{len(names)}个园区对照简报"


def _period_words(material: Material) -> str:
    words = list(dict.fromkeys(part.report.period.label if part.report.period else "期间未注明" for part in material.parts))
    return "、".join(words) if len(words) < 4 else "期间各异"


def _table(library: Library, material: Material, book: CitationBook) -> Table | None:
    rows = material.table.rows
    if not rows:
        return None
    telling = Telling(library, book, material.labels)
    if len({part.report.zone.name for part in material.parts}) == 1:
        cells = [
            _single_row(telling, observation)
            for row in rows
            for _, observation in row.filled
            if observation.status is not Status.TARGET
        ]
        return (
            Table(title="主要指标", columns=("指标", "数值", "同比", "期间", "状态"), rows=tuple(cells[:_TABLE_ROWS]))
            if cells
            else None
        )
    names = [cell.zone for cell in rows[0].cells]
    body = []
    for row in rows:
        if row.measure is Measure.GROWTH and len(row.filled) < 2:
            continue
        cells_of_row = [TableCell(text=row.indicator)]
        for cell in row.cells:
            source = cell.observation
            number = book.cite(library.report(source.report_id), source.span) if source else None
            cells_of_row.append(TableCell(text=cell_text(row, cell), citation=number))
        verdict = "可比" if row.comparable else reasons_in_words(row) or "只有一个园区有数"
        body.append((*cells_of_row, TableCell(text=verdict)))
    return Table(title="主要指标对照", columns=("指标", *names, "可比性"), rows=tuple(body))


def _single_row(telling: Telling, observation: Observation) -> tuple[TableCell, ...]:
    number = telling.book.cite(telling.library.report(observation.report_id), observation.span)
    status = {Status.ACTUAL: "完成数", Status.ESTIMATE: "预计数", Status.TARGET: "目标"}[observation.status]
    return (
        TableCell(text=observation.as_written or observation.indicator),
        TableCell(text=observation.quantity.text.strip(), citation=number),
        TableCell(text=growth_text(observation).removeprefix("同比") or "—"),
        TableCell(text=observation.period.label if observation.period else "未注明"),
        TableCell(text=status),
    )


def _notices(material: Material, sections: Sequence[BriefingSection], writing: _Writing) -> tuple[Notice, ...]:
    sentences = [sentence for section in sections for sentence in section.sentences]
    notices = []
    if material.homonyms:
        said = ";".join(f"{one}与{other}" for one, other in material.homonyms)
        notices.append(Notice(code="homonym", message=f"同名园区:{said},已分别列出"))
    if any(number.status == Status.ESTIMATE.value for sentence in sentences for number in sentence.numbers):
        notices.append(Notice(code="estimate", message="所引数字中有预计数,不是最终数"))
    if material.several and any(not row.comparable and len(row.filled) > 1 for row in material.table.rows):
        notices.append(Notice(code="comparability", message="各园区报告期、口径不同,表中不可比的行已注明原因"))
    for part in material.parts:
        if part.report.period_note:
            notices.append(Notice(code="disputed_period", message=f"{part.label}报告期:{part.report.period_note}"))
        failed = sum(each.result == "fail" for each in part.findings)
        if failed:
            notices.append(Notice(code="finding", message=f"{part.label}的报告有{failed}处勾稽不符,见数据说明"))
    withheld = sum(sentence.withheld for sentence in sentences)
    if withheld:
        notices.append(Notice(code="withheld", message=f"{withheld}句未通过核验,已标出且不进入正文"))
    if writing.failure:
        notices.append(Notice(code="model_unavailable", message=f"{writing.failure};已改用摘录方式成文"))
    return tuple(notices)
