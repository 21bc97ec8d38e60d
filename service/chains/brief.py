"""Reports -> a briefing (简报), section by section: choose -> write -> verify. Without a model the reports' own clauses stand."""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import date

from anyio import to_thread

from index.domain import ComparisonTable, Finding, Measure, Observation, Period, Report, Span, Status, SubjectKind
from index.errors import ModelUnavailable, NotFound
from index.library import Library
from prompts import load
from service.chains.compare import STATUS_NOTE, Telling, cell_text, growth_text, reasons_in_words
from service.chains.verified import verified
from service.charts import bars
from service.citing import LONGEST_QUOTE, CitationBook, trimmed
from service.digest import BUDGET, FIGURES, MEANS, NEXT, NOTES, OVERVIEW, PROBLEMS, SECTIONS, Excerpt, choose, excerpts
from service.draft import Draft, Evidence
from service.llm import ChatModel
from service.plan import label
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
_LACKS = {FIGURES: "主要指标完成数", PROBLEMS: "问题", NEXT: "下一步安排"}
_DOUBTS = {
    "list_count": "所述个数与列出的名单不一致",
    "sum": "分项合计与总数不一致",
    "unit_pair": "括注单位换算不相符",
    "ratio": "前后两数与所述比率不相符",
    "progress": "完成进度与序时进度之差不相符",
    "bound": "到位数超过授信或获批数,可能含以前年度,口径未说明",
    "year": "标题与正文的年份冲突",
    "date_order": "时序矛盾,年份可能有误",
    "label": "分类口径矛盾",
    "status": "同一项目的阶段表述不一致",
    "naming": "疑为同一名称的不同写法,前后不一致",
    "growth": "同一指标的同比表述互相矛盾",
    "restatement": "同一指标前后两处数值不一致",
    "target": "目标低于已经完成的数",
    "repeated_item": "同一列举中一词重复出现,疑有笔误",
}
_DIGIT = re.compile(r"[0-9]")
_DATE = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])")
_TABLE_ROWS = 14
_SHARE_OF_BUDGET = {1: 1.0, 2: 0.75}
_SMALLEST_SHARE = 0.6
"""Room a section has for each report where there are three or more: a comparison of zones is read across, not down."""
_NARROW, _WIDE = 1, 2
_MOST_DOUBTS = 6
_NAMED_ROWS = 4


@dataclass(frozen=True, slots=True)
class Part:
    """One report of a briefing with what may be said of it."""

    report: Report
    label: str
    ledger: tuple[Observation, ...]
    excerpts: tuple[Excerpt, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Material:
    request: BriefRequest
    parts: tuple[Part, ...]
    table: ComparisonTable
    labels: dict[str, str]
    homonyms: tuple[tuple[str, str], ...]

    @property
    def several(self) -> bool:
        return len(self.parts) > 1

    @property
    def share(self) -> float:
        return _SHARE_OF_BUDGET.get(len(self.parts), _SMALLEST_SHARE)


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
        material = await to_thread.run_sync(_material, library, request)
        writing, sections = _Writing(), list[BriefingSection]()
        for heading in SECTIONS:
            sentences: tuple[Sentence, ...] = ()
            if model is not None and heading != NOTES and writing.failure is None:
                sentences = await _modelled(library, model, material, heading, writing)
            if not any(not sentence.withheld for sentence in sentences):
                extracted = await to_thread.run_sync(_extracted, library, material, heading, writing)
                sentences = (*sentences, *extracted)
            section = BriefingSection(heading=heading, sentences=sentences)
            sections.append(section)
            yield "section", section
        briefing = await to_thread.run_sync(_briefing, library, material, sections, writing, model)
        for notice in briefing.notices:
            yield "notice", notice
        yield "done", briefing

    return brief


# --- what there is to say -------------------------------------------------------------------------------------------


def _material(library: Library, request: BriefRequest) -> Material:
    """The reports the request names, in order of zone and period. An empty request means every report."""
    period = Period.parse(request.period) if request.period else None
    ids = library.scope(report_ids=request.report_ids, zones=request.zones, period=period)
    zones = library.zones()
    if ids is None:
        ids = tuple(report_id for zone in zones for report_id in zone.report_ids)
    if not ids:
        raise NotFound("没有可供成稿的报告", advice="请先上传报告,或放宽园区与期间的条件。")
    of_zone = {report_id: zone for zone in zones for report_id in zone.report_ids}
    reports = sorted(
        (library.report(report_id) for report_id in ids), key=lambda report: (report.zone.name, _start(report), report.id)
    )
    count = {zone.name: sum(of_zone[report.id] is zone for report in reports) for zone in zones}
    labels = {zone.name: label(zone, zones) for zone in zones}
    parts = []
    for report in reports:
        zone = of_zone[report.id]
        name = zone.name
        if count[zone.name] > 1:
            name += report.period.label if report.period else "(期间未注明)"
        ledger = library.ledger(report.id)
        found = tuple(each for each in library.audit(report.id) if each.decision != "dismissed")
        parts.append(Part(report, name, ledger, tuple(excerpts(report, ledger, focus=request.focus)), found))
    shown = tuple(dict.fromkeys(report.zone.name for report in reports))
    table = library.compare(
        zones=shown,
        period=period,
        measures=(Measure.LEVEL, Measure.GROWTH) if len(shown) > 1 else (Measure.LEVEL,),
        report_ids=[report.id for report in reports],
    )
    pairs = tuple(
        (labels[zone.name], labels[other])
        for zone in zones
        for other in zone.homonyms
        if zone.name in shown and other in shown and zone.name < other
    )
    return Material(request, tuple(parts), table, labels, pairs)


def _start(report: Report) -> str:
    return report.period.iso if report.period else ""


def _chosen(material: Material, part: Part, heading: str, *, room: int = _NARROW) -> list[Excerpt]:
    return choose(part.excerpts, heading, round(BUDGET[heading] * material.share) * room)


# --- sentences without a model --------------------------------------------------------------------------------------


def _extracted(library: Library, material: Material, heading: str, writing: _Writing) -> tuple[Sentence, ...]:
    if heading == NOTES:
        return tuple(_notes(library, material, writing.book))
    sentences: list[Sentence] = list(_cards(library, material, writing.book)) if heading == OVERVIEW else []
    silent = []
    for part in material.parts:
        chosen = _chosen(material, part, heading)
        sentences += [_quoted(library, writing.book, part, each, named=material.several) for each in chosen]
        if not chosen:
            silent.append(part.label)
    if silent and heading != OVERVIEW:
        who = f"{'、'.join(silent)}的报告" if material.several else "报告"
        sentences.append(Sentence(text=f"{who}未单列{_LACKS.get(heading, heading)}。"))
    return tuple(sentences)


def _quoted(library: Library, book: CitationBook, part: Part, excerpt: Excerpt, *, named: bool) -> Sentence:
    cited = [book.cite(part.report, run) for run in excerpt.runs if len(trimmed(part.report.text, run))]
    prefix = f"{part.label}:" if named else ""
    sentence = verified(library, book, prefix + excerpt.text, cited)
    for note in STATUS_NOTE.values():
        if sentence.withheld and note:
            # The ledger took a status from words the clause does not hold: said, the sentence is true.
            better = verified(library, book, f"{prefix}{excerpt.text.rstrip('。')}{note}。", cited)
            sentence = sentence if better.withheld else better
    return sentence


def _cards(library: Library, material: Material, book: CitationBook) -> Iterator[Sentence]:
    """Whose reports these are and of which period, and which of the zones share a name."""
    for part in material.parts:
        report = part.report
        period = f"报告期为{report.period.label}" if report.period else "报告期未注明年份"
        # The day of publication stands in the page's furniture, not in the text that can be cited: it is left to the card.
        head = f"{material.labels[report.zone.name]}:{report.kind or '工作报告'},{period}"
        cited = [book.cite(report, span) for span in _identifying(report)]
        yield _noted(library, book, head, report.period_note or "", cited)
    for one, other in material.homonyms:
        yield Sentence(text=f"{one}与{other}简称相同,不是同一园区,以下分列。")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _noted(library: Library, book: CitationBook, head: str, note: str, cited: Sequence[int]) -> Sentence:
    """The head with as many clauses of the note as the report's own words bear out."""
    clauses = [
        clause for clause in re.split("[;；]", _DATE.sub(lambda match: _day(date.fromisoformat(match.group())), note)) if clause
    ]
    while True:
        body = f"{head}({';'.join(clauses)})。" if clauses else f"{head}。"
        sentence = verified(library, book, body, cited)
        if not sentence.withheld or not clauses:
            return sentence
        clauses.pop()


def _identifying(report: Report) -> list[Span]:
    """Where a report says what it is: its title in the text, the opening statement with its year, the words a note quotes."""
    spans = []
    at = report.text.find(report.title) if report.title else -1
    if at >= 0:
        spans.append(Span(at, min(at + len(report.title), at + LONGEST_QUOTE)))
    years = [str(report.period.start.year)] if report.period else []
    for words in [
        *re.findall(r"[“\"]([^”\"]{4,60})[”\"]", report.period_note or ""),
        *re.findall(r"20\d\d", report.period_note or ""),
        *years,
    ]:
        found = report.text.find(words, at + len(report.title) if at >= 0 else 0)
        if found >= 0 and not any(span.start <= found < span.end for span in spans):
            end = min(len(report.text), found + max(len(words), 24))
            line = report.text.find("\n", found, end)
            spans.append(Span(found, line if line > 0 else end))
    if not spans:
        first = next((match for match in re.finditer(r"[^\n]{8,}", report.text)), None)
        if first:
            spans.append(Span(first.start(), min(first.end(), first.start() + 80)))
    return [span for span in spans if len(trimmed(report.text, span))]


def _notes(library: Library, material: Material, book: CitationBook) -> Iterator[Sentence]:
    """数据说明: status, 口径, findings, coverage."""
    for part in material.parts:
        yield from _status_notes(library, part, book)
    if any(each.status is Status.TARGET for part in material.parts for each in part.ledger):
        yield Sentence(text="“力争”“计划”“目标”“预计可”等所述为目标或计划,不是完成数。")
    yield from _comparability(library, material, book)
    for part in material.parts:
        doubts = [each for each in part.findings if each.result in ("fail", "uncertain") and not _only_partial(each)]
        for doubt in doubts[: _MOST_DOUBTS // (2 if material.several else 1)]:
            yield _doubted(library, part, doubt, book, named=material.several)
    used = len({excerpt.report_id for part in material.parts for excerpt in part.excerpts})
    lacking = [part.label for part in material.parts if not part.excerpts]
    yield Sentence(text=f"依据{used}/{len(material.parts)}份报告" + (f";缺:{'、'.join(lacking)}。" if lacking else "。"))


def _only_partial(finding: Finding) -> bool:
    """A list that names some with 等 cannot be counted; that is no doubt about the report."""
    return finding.kind == "list_count" and finding.result == "uncertain"


def _comparability(library: Library, material: Material, book: CitationBook) -> Iterator[Sentence]:
    """Which rows of the table may not be read as a ranking, with the figures they hold."""
    rows = [row for row in material.table.rows if len(row.filled) > 1 and not row.comparable]
    if not material.several or not rows:
        return
    names = "、".join(row.indicator for row in rows[:_NAMED_ROWS]) + ("等" if len(rows) > _NAMED_ROWS else "")
    cited = [book.cite(library.report(each.report_id), each.span) for row in rows[:_NAMED_ROWS] for _, each in row.filled]
    yield verified(library, book, f"{names}各园区统计期、口径或状态不同,不可直接比较或排名,原因见对照表。", cited)


def _status_notes(library: Library, part: Part, book: CitationBook) -> Iterator[Sentence]:
    estimated: dict[str, Observation] = {}
    for each in part.ledger:
        if each.status is Status.ESTIMATE and each.subject_kind is SubjectKind.ZONE and not _DIGIT.search(each.indicator):
            estimated.setdefault(each.indicator, each)
    if estimated:
        first = list(estimated.items())[:_NAMED_ROWS]
        cited = [book.cite(part.report, each.span) for _, each in first]
        names = "、".join(name for name, _ in first) + ("等" if len(estimated) > len(first) else "")
        yield verified(library, book, f"{part.label}:{names}为预计数,不是最终数。", cited)


def _doubted(library: Library, part: Part, doubt: Finding, book: CitationBook, *, named: bool) -> Sentence:
    """An audit finding told with the report's own words; without them where they cannot be repeated word for word."""
    words = _DOUBTS.get(doubt.kind, "前后表述不一致")
    who = f"{part.label}:" if named else ""
    cited = [book.cite(part.report, each.span) for each in doubt.spans]
    quotes = "与".join(f"“{_short(each.quote)}”" for each in doubt.spans)
    sure = "" if doubt.result == "fail" or "疑" in words else "疑"
    sentence = verified(library, book, f"{who}勾稽提示:{quotes},{sure}{words}。", cited)
    return sentence if not sentence.withheld else verified(library, book, f"{who}勾稽提示:{words},见所引原文。", cited)


def _short(quote: str) -> str:
    quote = re.sub(r"\s+", " ", quote).strip(" ,。;").replace("“", "‘").replace("”", "’")
    if len(quote) <= 48:
        return quote
    cut = max(quote.rfind(mark, 12, 48) for mark in ",;、。")
    return (quote[:cut] if cut > 0 else re.sub(r"[\d.]+$", "", quote[:48])) + "……"


# --- sentences by a model -------------------------------------------------------------------------------------------


async def _modelled(
    library: Library, model: ChatModel, material: Material, heading: str, writing: _Writing
) -> tuple[Sentence, ...]:
    """The model's sentences of one section, each verified; empty where there is nothing to write from or the model fails."""
    sources = [(part, excerpt) for part in material.parts for excerpt in _chosen(material, part, heading, room=_WIDE)]
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
