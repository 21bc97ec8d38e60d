"""Text -> ``Observation``s (指标值): every quantitative statement with its indicator, status, period, growth and place.

A pure function of the report. It reads the *matching* text (unsure repairs applied, same length) and quotes the clean one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256

from index.domain import (
    Alignment,
    Basis,
    Bound,
    Gap,
    Growth,
    GrowthKind,
    Observation,
    Period,
    Progress,
    Quantity,
    Report,
    Run,
    Span,
    Status,
    SubjectKind,
    ZoneIdentity,
    path_at,
)
from index.governing import governor_of, is_plan, status_of, subject_of
from index.indicators import CATALOGUE, fits
from index.numerals import quantities
from index.periods import Calendar, PeriodMention, find_periods

QUOTE_LIMIT = 150
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:(?<=\d)。(?=\d{1,4}(?:亿|万|%))[^。！？!?\n]*)*[。！？!?\n]?")
_CLAUSE_END = re.compile(r"[,，;；:：。!?！？\n]")
_CHANGE = (
    r"(?:同比|环比|比上年同期|较上年同期|比上年|较上年|比去年同期|较去年同期|比去年|较去年|年均|平均)?(?:分别|依次|净)?"
    r"(?P<verb>比增|增长|增加|增幅|增速|上升|提高|提升|增|下降|降低|降幅|减少|下滑|回落|放缓|收窄|降)(?:率|速度)?(?:了|达到?|为|约|近|超过?|至少|:)*\s?"
)
_GROWTH = re.compile(_CHANGE + "$")
_BARE_YOY = re.compile(r"(?:同比|环比)\s?$")
_GAP = re.compile(
    r"(?:高[出于]|低[于出]|快[于出]|超[出过])(?P<to>全国|全省|全市|全区|全县|省|市|国家|全[省市]平均(?:水平)?|[^,，。\d]{0,6}平均水平)\s?$"
)
_PROGRESS = re.compile(r"(?:占|完成|达到?|为)(?P<of>[^,，。;；\d]{0,10}(?:目标|任务|计划)[^,，。;；\d]{0,6}?)(?:的|达)?\s?$")
_THRESHOLD = re.compile(r"^(?:的)?(?:重[大点]|战略|大|签约|在建|工业|产业|制造业|新兴)*(?:项目|企业|工业|外资|投资者)")
_LEADING = re.compile(
    r"^(?:(?:\d{4}年)?\d{1,2}[-~至]\d{1,2}月(?:份)?|前[一二三]季度|[一二三四]季度|\d{4}年(?:上半年|全年)?|其中|并|且|还|共|新|累计|全面|顺利|目前|截至目前|截至|完成了?|实现|今年|去年|上半年|全年|力争|确保|计划|预计|可|将|已|已经|现已|园区|全区|我区|开发区|经开区|共有|拥有|现有|有|约|达到?|稳妥|高质量|在(?!册|建|岗|谈|园)|[\s“”\"、的])++"
)
# Possessive: where several words of these lists can be read as one another's parts, nothing is tried twice.
_TRAILING = re.compile(
    r"(?:可达到?|将达到?|可|已完成|现已|已经|达到?了?|完成了?|实现了?|突破了?|超过?了?|共计?|累计|合计|总计|仍有|还有|以来|增加至|精减至|整合为|减少到|增加到|增至|减至|原有|目前|全部|为|是|有|仅|只|已|现|均|约|近|的|至|到|由|从|[\s“”\":：])++$"
)
_NEUTRAL = re.compile(
    r"^(?:园区|全区|我区|开发区|经开区|区内|全年|上半年|今年|去年|累计|新增?|完成|实现|规模|企业|地区|工业|全口径|总|上缴|上交|已|预计|力争|确保|计划|年|内|以|为|目标|当年|\d|-|月|份|季度|前三|共|落实|引进|引入|申报|获批|[，,、])*+$"
)
_COUNTED = re.compile(r"[^,，。;；:：、()（）\d“”\n]{1,20}")
_ZONE_NAME = re.compile(r"^.{0,16}(?:开发区|经开区|高新区|园区|新区|全区|我区)的?")
_LONGEST_SENTENCE = 1500
_CARRYING = frozenset({"span", "half", "year", "so_far", "quarter"})
"""Kinds of period that go on ruling the sentences behind them."""
_SKIPPED_UNITS = frozenset({"天", "小时", "分钟", "个月", "周年", "个工作日"})
_STOCK = re.compile(r"拥有|现有|共有|在册|在岗|从业|存量|仍有|目前(?:有|仅)")
_DOWN = ("下降", "降低", "降幅", "减少", "下滑", "回落", "放缓", "收窄", "降")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence of the matching text with what rules it. ``start`` is its offset in the report."""

    text: str
    start: int
    earlier: str
    path: tuple[str, ...]
    plan: bool
    estimated: bool
    period: Period | None
    mentions: tuple[PeriodMention, ...]


def extract(report: Report) -> list[Observation]:
    """All observations of a report in order of place. Pure and deterministic; ids follow from report and place."""
    calendar = calendar_of(report)
    found: list[Observation] = []
    for sentence in _sentences(report, calendar):
        found.extend(_observe(report, sentence))
    return found


def claims(text: str, calendar: Calendar) -> list[Observation]:
    """The observations a free text claims, read as the ledger reads reports; spans are of ``text``."""
    whole = Alignment((Run(Span(0, len(text)), Span(0, len(text))),))
    period = calendar.period
    return extract(Report("claim", "", "", text, text, whole, ZoneIdentity("", ""), period, None, None, "", "text/plain", ""))


def calendar_of(report: Report) -> Calendar:
    """How relative time words read in a report. ``extra['this_year']`` is the year it calls 今年, where that is not the period's."""
    year = report.extra.get("this_year")
    return Calendar(report.period, int(year) if year else None)


def _sentences(report: Report, calendar: Calendar) -> Iterator[_Sentence]:
    text, at = report.matching, 0
    for paragraph in text.split("\n"):
        path = path_at(report.sections, at)
        governor = governor_of(paragraph)
        earlier, carried = "", report.period
        for start, words in _bounded(paragraph):
            here = path_at(report.sections, at + start) or path
            if here != path:
                path, earlier, carried = here, "", report.period
            mentions = tuple(find_periods(words, calendar))
            plan = is_plan(path)
            estimated = governor.estimate_from is not None and start >= governor.estimate_from
            yield _Sentence(words, at + start, earlier, path, plan, estimated, carried, mentions)
            spoken = [
                mention.period
                for mention in mentions
                if mention.kind in _CARRYING and mention.period and not _is_base(words, mention)
            ]
            carried = spoken[-1] if spoken and not plan else carried
            earlier = words
        at += len(paragraph) + 1


def _bounded(paragraph: str) -> Iterator[tuple[int, str]]:
    """Sentences with their offsets; one without end is cut at commas, so that no step looks at more than a page at a time."""
    for match in _SENTENCE.finditer(paragraph):
        start, end = match.span()
        while end - start > _LONGEST_SENTENCE:
            comma = max(paragraph.rfind(mark, start + 1, start + _LONGEST_SENTENCE) for mark in ",，;；")
            cut = comma + 1 if comma > start else start + _LONGEST_SENTENCE
            yield start, paragraph[start:cut]
            start = cut
        if paragraph[start:end].strip():
            yield start, paragraph[start:end]


def _observe(report: Report, sentence: _Sentence) -> list[Observation]:
    found: list[Observation] = []
    all_quantities = [quantity for quantity in quantities(sentence.text) if quantity.unit_norm not in _SKIPPED_UNITS]
    pairs = _paired(sentence.text, all_quantities)
    previous_end = 0
    for position, quantity in enumerate(all_quantities):
        start = quantity.span.start
        clause_start = _clause_start(sentence.text, start)
        before = sentence.text[clause_start:start]
        after = sentence.text[quantity.span.end : quantity.span.end + 12]
        if quantity.bound is Bound.AT_LEAST and _THRESHOLD.match(after) and quantity.unit_norm == "元":
            continue
        if _second_reading(sentence.text, all_quantities, position):
            continue
        change = _change(before, quantity)
        if (
            change is not None
            and position not in pairs
            and found
            and found[-1].growth is None
            and _reaches(sentence.text, found[-1], sentence.start, start)
        ):
            found[-1] = _grown(report, found[-1], change, sentence.start + quantity.span.end)
            previous_end = quantity.span.end
            continue
        progress = _PROGRESS.search(before) if quantity.unit == "%" else None
        if progress and found and found[-1].progress is None and _reaches(sentence.text, found[-1], sentence.start, start):
            extended = _extended(report, found[-1], sentence.start + quantity.span.end)
            found[-1] = replace(extended, progress=Progress(progress.group("of"), quantity.value or Decimal(0)))
            previous_end = quantity.span.end
            continue
        name_start = max(clause_start, previous_end)
        name = pairs.get(position) or _name(sentence.text, name_start, quantity, found, change is not None)
        found.append(_observation(report, sentence, quantity, Span(clause_start, quantity.span.end), name, change, found))
        previous_end = quantity.span.end
    return found


def _clause_start(text: str, at: int) -> int:
    stops = [match.end() for match in _CLAUSE_END.finditer(text, 0, at)]
    return stops[-1] if stops else 0


def _second_reading(text: str, all_quantities: list[Quantity], position: int) -> bool:
    """Whether a figure repeats the one before it in another unit: 20.7公顷(311亩)."""
    if position == 0:
        return False
    first, second = all_quantities[position - 1], all_quantities[position]
    if text[first.span.end : second.span.start] not in ("(", "（", "(约", "（约", "(合", "（合"):
        return False
    return first.unit != second.unit and first.unit_norm == second.unit_norm


def _reaches(text: str, observation: Observation, offset: int, at: int) -> bool:
    """Whether the last figure is near enough that what follows speaks of it: same clause chain, at most one comma between."""
    between = text[observation.value_span.end - offset : at]
    if len(between) > 24 or re.search(r"[;；。]", between) or len(re.findall(r"[,，]", between)) > 1:
        return False
    # 产值突破360亿元,固定资产投资增长8%: a clause that names its own indicator speaks of that.
    return not CATALOGUE.mentions(re.split(r"[,，]", between)[-1]) if re.search(r"[,，]", between) else True


def _change(before: str, quantity: Quantity) -> Growth | None:
    """The growth a figure states, from the words right before it; None where it is a level."""
    relative = quantity.unit_norm in ("%", "百分点", "倍")
    match = _GROWTH.search(before)
    if match is None:
        bare = _BARE_YOY.search(before) if relative else None
        return (
            Growth(GrowthKind.MOM if "环比" in before else GrowthKind.YOY, quantity.value, quantity.unit_norm) if bare else None
        )
    verb = match.group("verb")
    if not relative and not re.search(r"同比|环比|比上年|较上年|比去年|较去年", match.group()):
        return None
    value = quantity.value
    if value is not None and verb in _DOWN:
        value = -value
    if quantity.unit_norm == "百分点":
        kind = GrowthKind.RATE_CHANGE
    elif quantity.unit_norm == "倍":
        kind = GrowthKind.MULTIPLE
    elif "年均" in match.group():
        kind = GrowthKind.CAGR
    else:
        kind = GrowthKind.MOM if "环比" in match.group() else GrowthKind.YOY
    return Growth(kind, value, quantity.unit_norm)


def _paired(text: str, all_quantities: list[Quantity]) -> dict[int, str]:
    """Names of figures that are paired with them by position: A、B和C分别增长a%、b%和c%."""
    names: dict[int, str] = {}
    for match in re.finditer(r"分别|依次", text):
        clause_start = _clause_start(text, match.start())
        stop = _CLAUSE_END.search(text, match.end())
        inside = [
            n
            for n, quantity in enumerate(all_quantities)
            if match.end() <= quantity.span.start < (stop.start() if stop else len(text))
        ]
        words = [
            part
            for part in re.split(r"[、和与及]", _LEADING.sub("", text[clause_start : match.start()].removesuffix("同比")))
            if part
        ]
        if len(inside) > 1 and len(words) == len(inside):
            names.update(zip(inside, words, strict=True))
    return names


def _name(text: str, start: int, quantity: Quantity, found: list[Observation], change: bool) -> str:
    """What a figure counts, in the text's words: what stands before it in its clause, and behind it for N家企业."""
    head = text[start : quantity.span.start]
    if change:
        head = _GROWTH.sub("", head)
    gap = _GAP.search(head)
    if gap:
        head = head[: gap.start()]
    head = re.split(r"[()（）]", head)[-1]
    head = _TRAILING.sub("", head)
    parts = [part for part in re.split(r"、", head) if part]
    head = parts[-1] if parts else ""
    tail_match = re.match(r"[^,，。;；:：、(（)）\d“”]{1,20}", text[quantity.span.end :])
    tail = tail_match.group() if tail_match else ""
    core = _LEADING.sub("", head)
    bare = _LEADING.sub("", _ZONE_NAME.sub("", core))
    core = bare if len(bare) >= 2 else core
    if (
        quantity.unit_norm not in ("元", "%", "百分点", "㎡", "亩", "名次")
        and tail
        and (len(core) < 2 or not re.search(r"(?:项目|企业|机构|编制|人员|活动|补偿|信息)$", core))
    ):
        return (core + tail).strip() or core
    if len(core) < 2 and found:
        # 到位6500万元, 获批6014万元, 其中80%: the name goes on from the figure before.
        return core or found[-1].as_written
    return core


def _canonical(name: str, unit_norm: str, found: list[Observation]) -> str:
    """The catalogue's name for words that mean just that; other words stay what they are.

    A qualifier that narrows the meaning (已签约未开工项目) keeps a name out of the catalogue entry it contains.
    """
    mentions = [
        mention
        for mention in CATALOGUE.mentions(name)
        if fits(mention.indicator, unit_norm) or unit_norm in ("%", "百分点", "倍")
    ]
    if mentions:
        last = mentions[-1]
        rest = re.sub(r"^(?:增速|增幅|总额|额度?|数|资金|工作|上缴|上交|入库|收缴)+$", "", name[last.span.end :])
        if not rest and _NEUTRAL.match(_ZONE_NAME.sub("", name[: last.span.start])):
            return last.indicator.name
    if name in ("到位", "获批", "申报", "到位资金") and found:
        return f"{found[-1].indicator.removesuffix('获批').removesuffix('申报')}{name}"
    return name


def _is_base(text: str, mention: PeriodMention) -> bool:
    """Whether a period is only what a figure is compared with: 比上年同期, 较去年, 由2023年的80个."""
    before, after = text[max(0, mention.span.start - 1) : mention.span.start], text[mention.span.end : mention.span.end + 2]
    return before in ("比", "较", "与", "同", "于", "由", "从") or after.startswith(
        ("同期", "末的", "的基", "目标", "任务", "计划", "度目", "度计", "度任")
    )


def _period(sentence: _Sentence, clause: Span, status: Status, report: Report) -> Period | None:
    """Period of a figure: the last one named before it in the sentence, else the carried one; targets run to the year's end."""
    named = [
        mention
        for mention in sentence.mentions
        if mention.span.start < clause.end and mention.kind not in ("same", "date") and not _is_base(sentence.text, mention)
    ]
    inside = [mention for mention in named if mention.kind != "deadline"]
    if inside:
        chosen = inside[-1]
        if (
            chosen.kind == "year"
            and status is not Status.TARGET
            and report.period
            and chosen.period
            and chosen.period.start.year == report.period.start.year
        ):
            return (
                report.period if chosen.period.contains(report.period) and not re.search("全年", chosen.text) else chosen.period
            )
        if chosen.kind == "so_far" and chosen.period and report.period and chosen.period.start == report.period.start:
            return report.period
        return chosen.period
    if status is Status.TARGET:
        base = next((mention.period for mention in named if mention.period), None) or sentence.period
        if base is None:
            return None
        year = (base.end or base.start).year
        return Period(base.start.replace(year=year, month=1, day=1), base.start.replace(year=year, month=12, day=31))
    return sentence.period


def _observation(
    report: Report,
    sentence: _Sentence,
    quantity: Quantity,
    clause: Span,
    name: str,
    change: Growth | None,
    found: list[Observation],
) -> Observation:
    text, offset = sentence.text, sentence.start
    status = status_of(text, clause, plan=sentence.plan, estimated=sentence.estimated)
    gap_match = _GAP.search(text[clause.start : quantity.span.start]) if quantity.unit_norm in ("百分点", "%") else None
    start = clause.start
    while start < clause.end and text[start] in " 、,，":
        start += 1
    if clause.end - start > QUOTE_LIMIT:
        start = clause.end - QUOTE_LIMIT
    end = clause.end
    tail = _COUNTED.match(text, clause.end) if quantity.unit_norm not in ("元", "%", "百分点", "㎡", "亩", "名次") else None
    if tail and tail.end() - start <= QUOTE_LIMIT:
        end = tail.end()
    span = Span(offset + start, offset + end)
    value_span = quantity.span.shifted(offset)
    kind = subject_of(text, quantity.span.start, sentence.earlier)
    inside = text[clause.start : clause.end]
    basis = Basis.CUMULATIVE if re.search("累计|截[至止]", inside) else Basis.STOCK if _STOCK.search(inside) else Basis.FLOW
    key = f"{report.id}:{value_span.start}:{value_span.end}"
    return Observation(
        id="obs_" + sha256(key.encode()).hexdigest()[:16],
        report_id=report.id,
        zone=report.zone.name,
        indicator=_canonical(name, quantity.unit_norm, found) or "未命名",
        as_written=name or inside.strip()[:20],
        quantity=replace(quantity, span=value_span),
        status=status,
        basis=basis,
        period=_period(sentence, clause, status, report),
        subject=report.zone.name if kind is SubjectKind.ZONE else _subject_name(text, quantity.span.start) or report.zone.name,
        subject_kind=kind,
        quote=span.of(report.text),
        span=span,
        value_span=value_span,
        growth=change,
        gap=Gap(gap_match.group("to"), quantity.value or Decimal(0), quantity.unit_norm) if gap_match else None,
        path=sentence.path,
    )


def _subject_name(text: str, at: int) -> str:
    match = list(re.finditer(r"[^,，。;；、“”]{2,24}?(?:有限公司|集团|公司|综保区|项目|工程|厂房)", text[:at]))
    return match[-1].group().strip() if match else ""


def _extended(report: Report, observation: Observation, end: int) -> Observation:
    """The observation with its quote drawn out to ``end`` where that stays within the limit."""
    if end - observation.span.start > QUOTE_LIMIT:
        return observation
    span = Span(observation.span.start, max(end, observation.span.end))
    return replace(observation, span=span, quote=span.of(report.text))


def _grown(report: Report, observation: Observation, change: Growth, end: int) -> Observation:
    return replace(_extended(report, observation, end), growth=change)
