"""One fact of the ledger told twice: figures, growth and progress of one indicator and period, targets already passed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from index.audit.evidence import FAIL, PASS, UNCERTAIN, Relation, Sheet, exact, half_unit, hidden, rounded, shown
from index.domain import Basis, Bound, GrowthKind, Observation, Period, Status, SubjectKind
from index.indicators import CATALOGUE

_COLLECTIVE = {SubjectKind.ZONE, SubjectKind.PROJECT}
"""A zone's target counts the projects that its results are told of (10个项目,合同引资额…)."""

_PART_OF = re.compile(
    r"其中|[)）:：;；、]$|分别|从[^,，]{0,6}(?:区域|单位|产业|行业|类型|结构|地域|主体|来源|领域|园区|板块)[^,，]{0,4}看|由(?=\d)|片区|街道|组团"
)
_PERIOD_TOLD = re.compile(r"\d{1,2}\s?月?[-~至]\s?\d{1,2}\s?月|上半年|全年|前三季度|一季度|20\d\d年")
_BESIDE = re.compile(r"总投资|建筑面积|占地|面积|厂房|长度|投资额|资金$|^(?:新增|完成)?(?:项目|企业)")
_SCOPE = re.compile(r"[东西中]部|\d+(?:个|家|户)|全[市省国县州]|片区|[镇乡街]|企业|组团|公司|集团|国家级|省级|其他|以上|以下")
_OTHER_BASIS = re.compile(r"剔除|扣除|口径|可比|现价|不含|不包括|同比|环比")
_NEUTRAL = re.compile(
    r"从[^,，]{1,10}看|今年|去年|以来|20\d\d年度?|\d{1,2}\s?月?[-~至]\s?\d{1,2}\s?月份?|[上下]半年|前?[一二三四]季度|全年|截至|目前|底|末|"
    r"完成|实现|达到?|为|是|约|园区|全区|我区|经济|技术|开发区|经开区|高新区|累计|共|合?计|总量|仅|已|的|在|还|也|虽|则|目标|任务|确保|力争|分别|同比|增长|下降|和|与|及|[\s、“”()（）]"
)
_AIM = re.compile(r"目标|任务|计划|还差|尚差|相差|欠|缺口|力争|确保")
_PIECE = re.compile(r"[一二三四下]季度|后\D?个月|月均|剩余|还需|年均|人均|亩均|单月|当月")
_AGAIN = 40
"""Characters before a figure in which its clause may say that it is a part of something."""

_AMONG_WITHIN = 300
"""Characters before a figure in which 其中 may rule its sentence."""

_RATIOS = frozenset({"%", "百分点", "名次", "倍"})


def check_restated(sheet: Sheet, observations: Sequence[Observation]) -> Iterator[Relation]:
    observations = [_renamed(each) for each in observations]
    yield from _figures(sheet, observations)
    yield from _growths(sheet, observations)
    yield from _progress(observations)
    yield from _targets(sheet, observations)
    yield from _growth_levels(observations)


def _figures(sheet: Sheet, observations: Sequence[Observation]) -> Iterator[Relation]:
    """The same words for the same indicator and period, with one figure or with two."""
    groups: dict[tuple[object, ...], list[Observation]] = {}
    for each in observations:
        if each.status is Status.TARGET or not exact(each.quantity) or each.quantity.unit_norm in _RATIOS:
            continue
        if each.indicator == "未命名" or len(each.as_written) < 3 or each.subject_kind is SubjectKind.COMPANY:
            continue
        key = (each.indicator, each.subject, each.period, _kept_basis(each), each.quantity.unit_norm, each.status)
        groups.setdefault(key, []).append(each)
    for told in groups.values():
        first = told[0]
        for other in told[1:]:
            if first.span.overlaps(other.span):  # 由80个精减至60个
                continue
            same = first.quantity.value_norm == other.quantity.value_norm
            if not same and (_belongs(sheet, first) or _belongs(sheet, other) or not _one_thing(sheet, first, other)):
                continue
            yield _restated(sheet, first, other, same=same)


def _renamed(observation: Observation) -> Observation:
    name = _canonical(observation)
    return observation if name == observation.indicator else replace(observation, indicator=name)


def _canonical(observation: Observation) -> str:
    """The catalogue's name where words that say nothing more stand beside it (合同引资额虽达到), else the ledger's."""
    if observation.indicator in CATALOGUE.by_name:
        return observation.indicator
    mentions = CATALOGUE.mentions(observation.as_written)
    rest = observation.as_written.replace(mentions[-1].written, "") if mentions else "?"
    return observation.indicator if _NEUTRAL.sub("", rest) else mentions[-1].indicator.name


def _kept_basis(observation: Observation) -> Basis:
    """What is summed up from January on is the flow of those months."""
    period = observation.period
    from_january = period is not None and (period.start.month, period.start.day) == (1, 1)
    return Basis.FLOW if observation.basis is Basis.CUMULATIVE and from_january else observation.basis


def _restated(sheet: Sheet, first: Observation, other: Observation, *, same: bool) -> Relation:
    one, two = first.quantity, other.quantity
    apart = abs((one.value_norm or Decimal(0)) - (two.value_norm or Decimal(0)))
    near = apart <= max(hidden(one), hidden(two)) * 2
    sure = first.indicator in CATALOGUE.by_name and all(_tells_period(sheet, each) for each in (first, other))
    result = PASS if same or (near and one.value != two.value and one.unit_norm == "元") else FAIL if sure else UNCERTAIN
    said = "一致" if result == PASS else "同一时段两处不一致" if sure else "不一致"
    message = f"{first.as_written}两处分别为{one.text}和{two.text},{said}"
    spans = (first.span, other.span)
    return Relation("restatement", result, f"{one.text}={two.text}", message, spans, one.value_norm, two.value_norm)


def _tells_period(sheet: Sheet, observation: Observation) -> bool:
    """Whether the sentence itself says which months its figure is of, right before the figure, and nothing narrows it."""
    before = _lead(sheet, observation)
    return bool(_PERIOD_TOLD.search(before)) and not re.search(
        r"预计|测算|快报|其中|口径|片区|公司|集团|企业[^,，]{0,4}$|新增", before
    )


def _lead(sheet: Sheet, observation: Observation) -> str:
    before = sheet.before(observation.value_span.start, _AGAIN)
    return before[max(before.rfind(mark) for mark in "。;；\n") + 1 :]


def _belongs(sheet: Sheet, observation: Observation) -> bool:
    """Whether a figure is told as a part of a total, or of one of several things."""
    lead = _lead(sheet, observation)
    clause = lead[max(lead.rfind(mark) for mark in ",，:：") + 1 :]
    farther = sheet.before(observation.value_span.start, _AMONG_WITHIN)
    among = "其中" in farther[max(farther.rfind(mark) for mark in "。\n") + 1 :]
    return among or bool(_PART_OF.search(lead)) or "、" in clause


def _one_thing(sheet: Sheet, first: Observation, other: Observation) -> bool:
    """Whether two different figures may be of one thing: a catalogue entry or the same longer words, and no narrowing words."""
    known = first.indicator in CATALOGUE.by_name
    if _BESIDE.search(first.as_written) or (first.subject_kind is not SubjectKind.ZONE and not known):
        return False
    if not known and (first.as_written != other.as_written or len(first.as_written) < 5):
        return False
    return all(_named(sheet, each) and not _narrowed(sheet, each) for each in (first, other))


def _named(sheet: Sheet, observation: Observation) -> bool:
    """Whether a figure's own clause names its indicator: 目前已完成…, 还差… speak of another figure of it."""
    lead = _lead(sheet, observation)
    clause = lead[max(lead.rfind(mark) for mark in ",，:：") + 1 :]
    if _AIM.search(clause):
        return False
    return observation.as_written in clause or any(
        mention.indicator.name == observation.indicator for mention in CATALOGUE.mentions(clause)
    )


def _narrowed(sheet: Sheet, observation: Observation) -> bool:
    """Whether words beside the indicator's name say of whom or what a figure is: 东部32家…, 500万元以上…, 不含…."""
    lead = _lead(sheet, observation)
    clause = lead[max(lead.rfind(mark) for mark in ",，:：") + 1 :]
    if _SCOPE.search(lead) or _OTHER_BASIS.search(lead[-20:]):
        return True
    for word in (observation.as_written, *(mention.written for mention in CATALOGUE.mentions(clause))):
        clause = clause.replace(word, "")
    return len(_NEUTRAL.sub("", clause)) > 1


def _growths(sheet: Sheet, observations: Sequence[Observation]) -> Iterator[Relation]:
    """Two rates of growth of one indicator and period. A fall beside a rise is often a fall of the rate, in points."""
    seen: dict[tuple[object, ...], Observation] = {}
    for each in observations:
        growth = each.growth
        if growth is None or growth.kind is not GrowthKind.YOY or growth.value is None or each.status is Status.TARGET:
            continue
        if growth.unit != "%" or each.indicator not in CATALOGUE.by_name:
            continue
        first = seen.setdefault((each.indicator, each.subject, each.period), each)
        if first is each or first.growth is None or first.growth.value is None:
            continue
        one, other = first.growth.value, growth.value
        spans, expression = (first.span, each.span), f"{shown(one)}={shown(other)}"
        if one == other:
            message = f"{each.indicator}同比增速两处均为{shown(one)}%"
            yield Relation("growth", PASS, expression, message, spans, one, other)
        elif not any(_SCOPE.search(_lead(sheet, place)) or _OTHER_BASIS.search(_beside(sheet, place)) for place in (first, each)):
            doubt = ",后者疑为增速变动的百分点" if (one > 0) != (other > 0) else ""
            message = f"{each.indicator}同比一处为{shown(one)}%,一处为{shown(other)}%,互相矛盾{doubt}"
            yield Relation("growth", UNCERTAIN, expression, message, spans, one, other)


def _beside(sheet: Sheet, observation: Observation) -> str:
    """A growth's own words, without 同比: 剔除…, 可比口径…."""
    words = sheet.text[observation.span.start : observation.span.end]
    return re.sub("同比|环比", "", words)


def _progress(observations: Sequence[Observation]) -> Iterator[Relation]:
    """One indicator's progress told twice; and progress against the yearly target that another sentence gives."""
    seen: dict[tuple[object, ...], Observation] = {}
    for each in observations:
        if each.progress is None or each.status is Status.TARGET:
            continue
        first = seen.setdefault((each.indicator, each.subject, each.period), each)
        if first is each or first.progress is None or first.span.overlaps(each.span):
            continue
        one, other = first.progress.value, each.progress.value
        result = PASS if one == other else UNCERTAIN
        message = f"{each.indicator}目标完成进度两处分别为{shown(one)}%和{shown(other)}%,{'一致' if one == other else '不一致'}"
        spans = (first.span, each.span)
        yield Relation("progress_restated", result, f"{shown(one)}={shown(other)}", message, spans, one, other)


def _targets(sheet: Sheet, observations: Sequence[Observation]) -> Iterator[Relation]:
    """A target below what is already done: for a later or longer period the aim is less than the result."""
    done: dict[tuple[str, str], list[Observation]] = {}
    for each in observations:
        if each.status is Status.ACTUAL and each.quantity.value_norm is not None and each.period:
            done.setdefault((each.indicator, each.quantity.unit_norm), []).append(each)
    for target in observations:
        if target.status is not Status.TARGET or target.quantity.value_norm is None or target.period is None:
            continue
        if _PIECE.search(_lead(sheet, target)):
            continue
        if target.indicator == "未命名" or target.quantity.unit_norm in ("%", "百分点", "倍", "名次"):
            continue
        for actual in done.get((target.indicator, target.quantity.unit_norm), ())[:20]:
            if _later(target, actual):
                yield _target(target, actual)
                break


def _later(target: Observation, actual: Observation) -> bool:
    """Whether a target is of a later or longer period than a result of the same subject."""
    same = actual.subject == target.subject or {actual.subject_kind, target.subject_kind} <= _COLLECTIVE
    if not same or actual.period is None or target.period is None or actual.period == target.period:
        return False
    if actual.period.end is None or _days(actual.period) > _days(target.period) + 31:  # five years together against one to come
        return False
    return target.period.start > actual.period.start or target.period.contains(actual.period)


def _days(period: Period) -> int:
    return (period.end - period.start).days if period.end else 0


def _target(target: Observation, actual: Observation) -> Relation:
    aim, result = target.quantity, actual.quantity
    below = (aim.high_norm or aim.value_norm or 0) < (result.value_norm or 0)
    message = f"{target.indicator}目标{aim.text}{'低于' if below else '不低于'}已完成的{result.text}"
    return Relation(
        "target", UNCERTAIN if below else PASS, f"{aim.text}>={result.text}", message, (actual.span, target.span),
        aim.value_norm, result.value_norm,
    )  # fmt: skip


def _growth_levels(observations: Sequence[Observation]) -> Iterator[Relation]:
    """A stated growth against the levels of this period and of the same months a year before: never more than uncertain."""
    levels: dict[tuple[str, str, str], list[Observation]] = {}
    for each in observations:
        if (
            exact(each.quantity)
            and each.period
            and each.quantity.unit_norm not in _RATIOS
            and each.indicator in CATALOGUE.by_name
        ):
            levels.setdefault((each.indicator, each.subject, each.quantity.unit_norm), []).append(each)
    for group in levels.values():
        by_period = {each.period: each for each in reversed(group)}
        for each in group:
            base = by_period.get(year_before(each.period)) if each.period else None
            if each.growth and each.growth.kind is GrowthKind.YOY and each.growth.unit == "%" and base and each is not base:
                relation = growth_of(base, each)
                if relation is not None:
                    yield relation


def growth_of(base: Observation, observation: Observation) -> Relation | None:
    """The growth an observation states against its level and the level of the year before."""
    growth, before, after = observation.growth, base.quantity, observation.quantity
    if growth is None or growth.value is None or not before.value_norm or after.value_norm is None:
        return None
    computed = (after.value_norm - before.value_norm) / before.value_norm * 100
    tolerance = half_unit(growth.value) + 100 * (hidden(before) + hidden(after)) / before.value_norm
    apart = computed - growth.value
    at_least = after.bound is Bound.AT_LEAST or observation.status is Status.TARGET
    fits = abs(apart) <= tolerance or (at_least and apart > 0)
    said = "相符" if fits else "不符,增速可能按可比口径计算"
    message = f"{observation.indicator}由{before.text}到{after.text},变动率{shown(rounded(computed))}%,文中增速{shown(growth.value)}%,{said}"
    formula = f"({shown(after.value or before.value_norm)}-{shown(before.value or before.value_norm)})/{shown(before.value or before.value_norm)}*100={shown(growth.value)}"
    return Relation(
        "growth_levels", PASS if fits else UNCERTAIN, formula, message, (base.span, observation.span), rounded(computed),
        growth.value, tolerance,
    )  # fmt: skip


def year_before(period: Period) -> Period | None:
    """The same stretch of the year before; None for open periods and 29 February."""
    if period.end is None:
        return None
    try:
        return Period(period.start.replace(year=period.start.year - 1), period.end.replace(year=period.end.year - 1))
    except ValueError:
        return None
