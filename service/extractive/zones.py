"""Answers over several zones: one sentence a zone, a table from the ledger, figures that are no series."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.domain import Observation, Quantity, Span, Status, SubjectKind, VerdictKind
from index.library import CATALOGUE, Asked, Library, Located, Term, holds_term
from service.calculate import calculate_across
from service.extractive.checking import checked
from service.extractive.composed import Composed, Composition, Place
from service.extractive.missing import nothing, silent
from service.extractive.sections import listed
from service.extractive.wording import ROOM_ACROSS, verbatim, worded
from service.find import Found, find
from service.plan import Asking, Group
from service.wanted import GENERAL, inside, wanted_indicators

_SETS_AGAINST = re.compile(r"倍|降到|升到|增到|涨到|变成|从.{2,30}到|高[出多]?|低[于多]?|多出|超过|是不是|对吗|原因")
_TABLE = re.compile(
    r"列(?:个|一个|成)?[表单]|一张表|拉[个张]|单子|一览|汇总|排一?下|分别|各(?:个)?园区|对比|都(?:是|有)多少|趋势|变化|谁|哪个.{0,10}最|哪家.{0,10}最"
)
_GROWTH_ASKED = re.compile(r"增速|增长率|增幅|增长多少|涨")
_TREND = re.compile(r"趋势|走势|变化|历年|逐年")
_TELLING, _ON_TOPIC = 0.9, 0.5
_IN_WORDS = frozenset({Asked.HOW, Asked.TEXT, Asked.LIST, Asked.REASON, Asked.WHO})
_FIGURES = frozenset({Asked.MONEY, Asked.COUNT, Asked.RATE, Asked.AREA, Asked.LENGTH, Asked.NUMBER, Asked.RANK, Asked.YES_NO})
_LOOKED_AT, _PIECES = 8, 3
_AS_GOOD = 0.75
"""Share of the best span's score from which on another of the zone is told, too."""
_SHORTEST = 40


def of_several(library: Library, asking: Asking) -> Composition:
    """One sentence a zone with its period; zones whose reports say nothing are named."""
    computed = calculate_across(library, asking)
    if computed is not None:
        return Composition(tuple(Composed(*each) for each in computed), "answered")
    problems = [(group, listed(library, asking, group)) for group in asking.groups]
    if any(composed for _, composed in problems):
        told = [Composed(f"{group.label}:{each.body}", each.places) for group, each in problems if each]
        without = [group.label for group, each in problems if not each]
        return Composition((*told, *silent(without, "单列问题")), "answered")
    mixed = _of_different_zones(library, asking)
    if mixed is not None:
        return mixed
    tabled = _tabled(library, asking)
    if tabled is not None:
        unclear = bool(asking.homonyms)
        return replace(tabled, status="ambiguous", reason="ambiguous_zone") if unclear else tabled
    found = [find(library, asking, group) for group in asking.groups]
    best = max((each.located[0].score for each in found if each.answers), default=0.0)
    topic = _topic(asking, found)
    everyone = bool(asking.homonyms) or asking.named or asking.across
    answering = [
        each
        for each in found
        if each.answers
        and (everyone or each.located[0].score >= 0.85 * best)
        and (asking.named or _on_topic(topic, each.located[0]))
    ]
    if not answering:
        closest = max(found, key=lambda each: each.located[0].score if each.located else -1.0)
        return nothing(library, asking, closest, several=True)
    if not everyone:
        answering = sorted(answering, key=lambda each: -each.located[0].score)[:2]
    if len(answering) == 1 and Asked.YES_NO in asking.reading.asked:
        only = answering[0]
        lead, *rest = checked(library, asking, only)
        return Composition((Composed(f"{only.group.label}:{lead.body}", lead.places), *rest), "answered")
    sentences = []
    for each in answering:
        composed = _of_zone(library, asking, each, _room_for(asking, len(answering)))
        period = each.located[0].passage.period
        said = f"({period.label})" if period else "(报告期未注明年份)"
        sentences.append(Composed(f"{each.group.label}{said}:{composed.body}", composed.places))
    if everyone:
        sentences += silent([each.group.label for each in found if each not in answering], "所问内容")
    if len(answering) > 1:
        sentences.append(Composed("各园区的报告期、统计口径和完成状态不同,不能直接比较,仅供参考。"))
    unclear = bool(asking.homonyms) and len(answering) > 1
    return Composition(tuple(sentences), "ambiguous" if unclear else "answered", "ambiguous_zone" if unclear else None)


def _topic(asking: Asking, found: Sequence[Found]) -> Mapping[Term, float]:
    """What is asked about, and not only words that every report has: telling terms by how few of the sentences found hold them."""
    terms = [term for term in asking.reading.terms if term.weight >= _TELLING and term.word not in GENERAL]
    sentences = [each.sentence_text for zone in found for each in zone.located]
    total = len(sentences) + 1
    held = {term: sum(holds_term(term, sentence) >= 0.5 for sentence in sentences) for term in terms}
    return {term: term.weight * math.log(total / (1 + held[term])) for term in terms if held[term]}


def _on_topic(topic: Mapping[Term, float], located: Located) -> bool:
    """Whether a zone's best span speaks of what is asked."""
    around = located.sentence_text + "".join(located.passage.path)
    return sum(weight * holds_term(term, around) for term, weight in topic.items()) >= _ON_TOPIC * sum(topic.values())


def _room_for(asking: Asking, zones: int) -> int:
    """Characters a zone may take in an answer over several: what is done and how takes more than a figure."""
    telling = bool(asking.reading.asked & {Asked.HOW, Asked.TEXT})
    return max(80, min(200 if telling else 150, (1000 if telling else 520) // zones))


def _of_zone(library: Library, asking: Asking, found: Found, room: int) -> Composed:
    """What one of several zones says: the span that answers, and for what is told in words the next ones, each cut close."""
    reading, best = asking.reading, found.located[0]
    if not reading.asked & _IN_WORDS or reading.asked & _FIGURES:
        return worded(library, reading, best, room=room)
    told, chosen = list[Composed](), list[Located]()
    for each in found.located[:_LOOKED_AT]:
        if each.score < _AS_GOOD * best.score or any(_same_sentence(each, other) for other in chosen):
            continue
        composed = worded(library, reading, each, room=max(_SHORTEST, min(room // 2, len(each.span))))
        if told and len(composed.body) > room - sum(len(other.body) for other in told):
            continue
        if not _stands(library, Composed("".join(other.body for other in [*told, composed]), (*_places(told), *composed.places))):
            continue  # one that does not stand beside the others would take them along
        chosen.append(each)
        told.append(composed)
        if len(told) == _PIECES:
            break
    # Sentences of their own: the month that one of them names must not rule the next.
    body = "".join(each.body.rstrip("。") + "。" for each in told)
    return Composed(body, _places(told)) if told else worded(library, reading, best, room=room)


def _places(told: Sequence[Composed]) -> tuple[Place, ...]:
    return tuple(place for each in told for place in each.places)


def _stands(library: Library, composed: Composed) -> bool:
    verdicts = library.verify(composed.body, composed.places)
    return not any(verdict.kind in (VerdictKind.MISMATCH, VerdictKind.NOT_FOUND) for verdict in verdicts)


def _same_sentence(one: Located, other: Located) -> bool:
    return one.passage.report_id == other.passage.report_id and one.sentence.overlaps(other.sentence)


def _of_different_zones(library: Library, asking: Asking) -> Composition | None:
    """A question that sets figures of different zones against each other as if they were one series or one measure."""
    if not _SETS_AGAINST.search(asking.question) or not asking.reading.figures:
        return None
    told: list[tuple[Group, Observation]] = []
    spoken = {mention.indicator.name for mention in asking.reading.indicators}
    for figure in asking.reading.figures:
        owners = [
            (group, row)
            for group in asking.groups
            for report_id in group.report_ids
            for row in library.ledger(report_id)
            if row.quantity.value_norm == figure.value_norm and _same_kind(row.quantity, figure)
        ]
        # 到位14亿元 of one zone is not the 财政总收入14亿元 that is spoken of.
        owners.sort(key=lambda owner: owner[1].indicator not in spoken)
        told += [owner for owner in owners[:1] if owner not in told]
    families = {mention.indicator.family for mention in asking.reading.indicators}
    wanted = frozenset(entry.name for family in families for entry in CATALOGUE.family(family))
    for group in asking.groups:
        row = _representative(library, asking, group, wanted)
        if row is not None and all(other.zone != group.zone for other, _ in told) and group.zone in asking.named_zones:
            told.append((group, row))
    if len({group.zone for group, _ in told}) < 2:
        return None
    sentences = [Composed("不能这样比:这些数不属于同一园区,指标、期间或完成状态也不一致,不能作为同一主体的变化或倍数。")]
    for group, row in told:
        composed = _told(library, row)
        sentences.append(Composed(f"{group.label}({_said_period(row)}):{composed.body}", composed.places))
    return Composition(tuple(sentences), "answered")


def _same_kind(one: Quantity, other: Quantity) -> bool:
    things = ("个", "家", "户", "项", "件")
    return one.unit_norm == other.unit_norm != "倍" or (one.unit_norm in things and other.unit_norm in things)


def _told(library: Library, row: Observation) -> Composed:
    """A ledger row in the clauses that say it: up to the end of its sentence, within the room of an answer over zones."""
    report = library.report(row.report_id)
    start = row.span.start
    if not CATALOGUE.mentions(row.quote):
        # 到位6500万元 says nothing without the clause that says of what.
        opening = max(report.text.rfind(mark, 0, start) for mark in "。;；\n") + 1
        start = (
            opening
            if row.span.end - opening <= ROOM_ACROSS
            else max(report.text.rfind(mark, 0, max(0, start - 1)) for mark in "。;；,，\n") + 1
        )
    stops = [at for at in (report.text.find(mark, row.span.end) for mark in "。;\n") if at >= 0]
    end = min([*stops, len(report.text)])
    return verbatim(library, report, Span(start, end if end - start <= ROOM_ACROSS else row.span.end))


def _said_period(row: Observation) -> str:
    return row.period.label if row.period else "年份未注明"


def _tabled(library: Library, asking: Asking) -> Composition | None:
    """One figure a zone of the indicator asked for, from the ledger, where the question wants zones side by side."""
    wanted = wanted_indicators(asking.reading)
    if (
        asking.reading.asked & {Asked.HOW, Asked.REASON}
        or not wanted
        or not (asking.comparing or asking.homonyms or _TABLE.search(asking.question))
        or asking.calculation is not None
    ):
        return None
    chosen = [(group, _side_by_side(library, asking, group, wanted)) for group in asking.groups]
    if sum(bool(told) for _, told in chosen) < (1 if asking.across else 2):
        return None
    sentences = []
    for group, told in chosen:
        for period, composed in told:
            sentences.append(Composed(f"{group.label}({period}):{composed.body}", composed.places))
    sentences += silent([group.label for group, told in chosen if not told], "所问指标")
    trend = "这些是不同园区、不同时期的数,不是同一园区的连续数据,看不出趋势。" if _TREND.search(asking.question) else ""
    sentences.append(Composed(trend or "各园区的报告期、统计口径和完成状态不同,不能直接比较,仅供参考。"))
    return Composition(tuple(sentences), "answered")


def _side_by_side(library: Library, asking: Asking, group: Group, wanted: frozenset[str]) -> list[tuple[str, Composed]]:
    """What a zone has to set beside others: its figure of each indicator asked for, else the span that speaks of it."""
    told: list[tuple[str, Composed]] = []
    for mention in asking.reading.indicators[:2]:
        names = wanted & {entry.name for entry in CATALOGUE.family(mention.indicator.family)} or {mention.indicator.name}
        row = _representative(library, asking, group, frozenset(names))
        if row is not None and all(row.quote not in composed.body for _, composed in told):
            composed = _told(library, row)
            if _GROWTH_ASKED.search(asking.question) and row.growth is None:
                composed = Composed(f"{composed.body.rstrip('。')};报告未给出增速。", composed.places)
            told.append((_said_period(row), composed))
    if told:
        return told
    found = find(library, asking, group)
    if not found.answers or not _on_topic(_topic(asking, [found]), found.located[0]):
        return []
    if not any(row.quantity.value is not None for row in inside(library, found.located[0])):
        return []  # a table has figures; words about the same thing are none
    period = found.located[0].passage.period
    return [(period.label if period else "年份未注明", worded(library, asking.reading, found.located[0], room=ROOM_ACROSS))]


_THRESHOLD = re.compile(r"(?:投资|计划投资)?(?:超|过)?[\d.一二两三五十百千]*(?:万|亿)(?:美元|元)?(?:及)?以上的?")


def _called(row: Observation, wanted: frozenset[str]) -> bool:
    """Whether a row bears a name asked for, be it of those above a size only: 新签约亿元以上项目 stands where 新签约项目 are asked for."""
    if row.indicator in wanted:
        return True
    plain = _THRESHOLD.sub("", row.as_written)
    entry = CATALOGUE.lookup(plain) if plain != row.as_written else None
    return entry is not None and entry.name in wanted


def _representative(library: Library, asking: Asking, group: Group, wanted: frozenset[str]) -> Observation | None:
    """The figure by which a zone stands in a table: its own level, of its report's period, a result before a plan."""
    growth = _GROWTH_ASKED.search(asking.question) is not None
    best: tuple[float, int, Observation] | None = None
    for report_id in group.report_ids:
        period = library.report(report_id).period
        for row in library.ledger(report_id):
            level = row.quantity.unit_norm not in ("%", "百分点", "名次", "倍")
            if not _called(row, wanted) or row.subject_kind is SubjectKind.COMPANY or not (level or growth):
                continue
            score = (
                (2.0 if level else 0.0)
                + (2.0 if growth and row.growth is not None else 0.0)
                + (1.0 if row.period == period else 0.0)
                + (1.0 if row.subject_kind is SubjectKind.ZONE else 0.0)
                + (0.5 if (row.status is Status.TARGET) == (asking.wants == "target") else 0.0)
                - (2.0 if row.status is Status.TARGET and asking.wants != "target" else 0.0)
            )
            if best is None or (score, -row.span.start) > (best[0], -best[1]):
                best = (score, row.span.start, row)
    return best[2] if best else None
