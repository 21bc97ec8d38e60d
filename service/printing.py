"""Values as people read them in a terminal. Report text is printed as it is, never as markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from service.schema import (
    Answer,
    Citation,
    Comparison,
    Conversation,
    ConversationCard,
    EditionDifference,
    FindingOut,
    Notice,
    ObservationOut,
    Proposals,
    ReceiptOut,
    Sentence,
    Verification,
)

output = Console(markup=False, highlight=False, soft_wrap=True)
errors = Console(stderr=True, markup=False, highlight=False)

VERDICTS = {
    "supported": ("✓ 有据", "green"),
    "computed": ("✓ 据原文数计算", "green"),
    "mismatch": ("✗ 与原文不符", "red"),
    "not_found": ("? 未找到依据", "yellow"),
    "context": ("· 上下文", "dim"),
    "no_numbers": ("", ""),
}
DISAGREEMENTS = {"value": "数值", "unit": "单位", "indicator": "指标", "period": "期间", "status": "完成与否", "zone": "园区"}
REASONS = {
    "period_length": "时段长短不同",
    "period_year": "年份不同",
    "definition": "口径不同",
    "status": "实际、预计或目标不同",
    "unit": "单位不同",
    "scope": "范围不同",
    "currency": "币种不同",
    "price_basis": "价格口径不同",
    "zones_differ": "园区不同",
    "missing": "有缺项",
}

STATUS = {"actual": "", "estimate": "(预计)", "target": "(目标)"}
BOUNDS = {"at_least": "以上", "more_than": "(超过)", "almost": "(近)", "about": "(约)", "at_most": "以内"}
SUBJECTS = {"company": "企业", "project": "项目", "park": "片区", "region": "地区"}
GROWTHS = {"yoy": "同比", "mom": "环比", "cagr": "年均", "multiple": "倍数", "rate_change": "增速变动", "rank": "位次"}
RESULTS = {
    "fail": ("✗ 不符", "red"),
    "uncertain": ("? 存疑", "yellow"),
    "pass": ("✓ 相符", "green"),
    "not_assessable": ("· 无从核对", "dim"),
}
DECIDED = {"confirmed": "已确认", "dismissed": "已驳回"}
REFUSALS = {
    "malformed": "格式不对",
    "not_located": "引文不在原文",
    "mismatch": "数与引文不符",
    "unnamed": "引文没有写明指标",
    "duplicate": "台账已有",
}


def line(text: str) -> None:
    output.print(text)


def sentence(value: Sentence) -> None:
    if value.withheld:
        return
    mark, style = VERDICTS[value.verdict]
    output.print(Text.assemble(value.text, "  " if mark else "", (mark, style)))


def after_sentences(answer: Answer) -> None:
    """Everything of an answer but its sentences, which were printed as they came."""
    if not any(not each.withheld for each in answer.sentences):
        output.print(answer.text)
    if answer.table is not None:
        table = Table(*map(escape, answer.table.columns), title=escape(answer.table.title) or None)
        for row in answer.table.rows:
            table.add_row(*(Text(cell.text + (f"[{cell.citation}]" if cell.citation else "")) for cell in row))
        output.print(table, soft_wrap=False)
    citations(answer.citations)
    notices(answer.notices)


def citations(values: Iterable[Citation]) -> None:
    for each in values:
        place = " › ".join(each.heading)
        head = "  ".join(part for part in (f"[{each.n}]", each.zone, each.period or "期间不详", place) if part)
        output.print(Text(head, "bold"))
        output.print(f"    “{each.quote}”")
        output.print(Text(f"    {each.title}({each.report_id})", "dim"))


def notices(values: Iterable[Notice]) -> None:
    for each in values:
        output.print(Text(f"※ {each.message}", "yellow"))


def receipt(value: ReceiptOut, created: bool) -> None:
    output.print(f"{'已读入' if created else '已在库中'}  {value.report_id}  {value.title}")
    output.print(f"    园区 {value.zone or '未能认定'}    期间 {value.period or '不详'}    {value.kind}    {value.read} 字")
    counts = {"剔除": value.dropped, "修复": value.repaired, "遮盖": value.masked, "损坏": value.damaged}
    told = "    ".join(f"{name} {len(notes)} 处" for name, notes in counts.items() if notes)
    if told:
        output.print(f"    {told}")
    if value.pages:
        read = f",识别把握 {value.confidence:.0%}" if value.confidence is not None else ""
        output.print(f"    {value.pages} 页{read}")
    for warning in value.warnings:
        output.print(Text(f"    ※ {warning}", "yellow"))


def failures(found: Sequence[tuple[str, str, str]], *, taken: int) -> None:
    """Files that could not be read: name, what is wrong, what to do."""
    errors.print(Text(f"读入 {taken} 份,{len(found)} 个文件未能读入:", "bold"))
    for name, message, advice in found:
        errors.print(Text.assemble(f"    {name}: ", (message, "red"), f"  {advice}"))


def changes(value: EditionDifference) -> None:
    """A figure that differs and what either edition says of it."""
    for each in value.items:
        mark = "新增" if each.before is None else "消失" if each.after is None else "改动"
        output.print(Text.assemble((f"{mark}  ", "bold"), each.indicator))
        for word, row in (("较早", each.before), ("较新", each.after)):
            if row is not None:
                output.print(f"    {word}: {row.quote}{STATUS[row.status]}")
    output.print(f"共 {len(value.items)} 处不同" if value.items else "两版的数字没有差异")


def comparison(value: Comparison) -> None:
    """A block an indicator: side by side, the names of five zones leave no room for what they say."""
    for row in value.rows:
        reasons = row.explanation or "、".join(REASONS.get(reason, reason) for reason in row.reasons)
        told = ("  可比", "green") if row.comparable else (f"  不可直接比较: {reasons}" if reasons else "", "yellow")
        output.print(Text.assemble((row.indicator, "bold"), f"({row.unit})" if row.unit else "", told))
        for cell in row.cells:
            output.print(f"    {cell.zone}: {cell.text}")
        for derived in row.derived:
            output.print(f"    {derived.text}  ({derived.formula})")
    for each in value.narrative:
        sentence(each)
    citations(value.citations)
    notices(value.notices)


def verification(value: Verification) -> None:
    for number in value.numbers:
        mark, style = VERDICTS[number.verdict]
        differs = f"({DISAGREEMENTS[number.disagrees]})" if number.disagrees else ""
        output.print(Text.assemble((f"{mark}{differs}", style), f"  {number.text}  @{number.start}"))
        if number.formula:
            output.print(f"    {number.formula}")
        if number.source is not None and number.verdict != "context":
            output.print(f"    {number.source.zone}  {number.source.period or '期间不详'}  “{number.source.quote}”")
        if number.found and number.verdict == "mismatch":
            output.print(f"    原文: {number.found}")
    told = value.summary
    output.print(
        f"有据 {told.supported}  计算 {told.computed}  不符 {told.mismatch}  未找到 {told.not_found}  上下文 {told.context}"
    )


def ledger(rows: Iterable[ObservationOut]) -> None:
    """A row and its source: two lines, for a terminal is narrower than a clause."""
    count = 0
    for count, each in enumerate(rows, start=1):  # noqa: B007 (the count is wanted)
        figure = (
            f"{each.value or '—'}{f'~{each.value_high}' if each.value_high else ''}{each.unit}{BOUNDS.get(each.bound or '', '')}"
        )
        growth = each.growth
        grown = f"{GROWTHS[growth.kind]}{growth.value or ''}{growth.unit}" if growth else ""
        whose = f"{SUBJECTS[each.subject_kind]}:{each.subject}" if each.subject_kind in SUBJECTS else ""
        parts = (
            each.zone,
            each.indicator,
            figure + STATUS[each.status],
            grown,
            each.period or "期间不详",
            whose,
            each.note or "",
        )
        output.print("  ".join(part for part in parts if part))
        output.print(Text(f"    “{each.quote}”  {each.report_id}[{each.start}:{each.end}]", "dim"))
    output.print(f"共 {count} 条")


def findings(values: Iterable[FindingOut], *, whole: bool = True) -> None:
    """Checks with their arithmetic and places, the worst first; ``whole`` ends with how many there are of each result."""
    order = list(RESULTS)
    told = sorted(values, key=lambda each: order.index(each.result))
    for each in told:
        mark, style = RESULTS[each.result]
        decided = f"  [{DECIDED[each.decision]}{':' + each.note if each.note else ''}]" if each.decision else ""
        output.print(Text.assemble((mark, style), f"  {each.message}{decided}  {each.id}"))
        if each.expression:
            output.print(f"    {each.expression}")
        for span in each.spans:
            output.print(Text(f"    “{span.quote}”  {span.report_id or each.report_id}[{span.start}:{span.end}]", "dim"))
    if whole:
        counts = {result: sum(each.result == result for each in told) for result in RESULTS}
        output.print("  ".join(f"{RESULTS[result][0].split()[-1]} {count}" for result, count in counts.items()))


def proposals(value: Proposals) -> None:
    ledger(value.accepted)
    dropped = "、".join(f"{REFUSALS.get(reason, reason)} {count}" for reason, count in value.dropped.items())
    output.print(f"模型提出 {value.offered} 条,采纳 {len(value.accepted)} 条" + (f";未采纳: {dropped}" if dropped else ""))


def conversations(values: Sequence[ConversationCard]) -> None:
    for each in values:
        output.print(f"{each.title}  {each.questions} 问  {each.created[:16].replace('T', ' ')}  {each.id}")
    output.print(f"共 {len(values)} 个对话")


def conversation(value: Conversation) -> None:
    output.print(f"{value.title}  {value.id}")
    for turn in value.turns:
        output.print(f"\n问: {turn.question}")
        for each in turn.answer.sentences:
            sentence(each)
        after_sentences(turn.answer)
