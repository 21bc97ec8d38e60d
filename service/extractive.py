"""The writer without a model: the reports' own clauses, chosen and cut out, with what governs them said.

Every sentence is verbatim save for its lead-in and for the status (预计数, 目标) that stood outside the clause.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from index.domain import GrowthKind, Observation, Quantity, Report, Section, Span, Status, SubjectKind
from index.library import CATALOGUE, STATUS_WORDS, Asked, Library, Located, Reading, answers_all, holds_term, widened
from service.calculate import calculate
from service.find import GENERAL, Found, find, inside, status_of, wanted_indicators
from service.plan import Asking, Group

ROOM = 150
"""Characters a plain answer may take around its span: one spoken sentence of these reports."""
ROOM_WHEN_COMPLETE = 90
"""A span that says all that was asked keeps only what is bound to it: its growth, its share of the target."""
ROOM_FOR_LISTS = 260
ROOM_ACROSS = 100
LONGEST = 280
_NEARLY, _NEARLY_TOLD = 0.93, 0.85
"""Share of the best span's score from which on another is as likely the answer: both are shown."""
_LONGEST_QUOTE = 290
_STATUS_NOTE = {Status.ESTIMATE: "(预计数)", Status.TARGET: "(目标)"}
_SECTIONS = (
    (
        re.compile(r"问题|困难|短板|不足|制约|难处|瓶颈|掣肘"),
        re.compile(r"问题|困难|不足|短板|制约|瓶颈"),
        "报告列出",
    ),
    (
        re.compile(r"下一?步|打算|今后|工作安排|工作思路"),
        re.compile(r"下一?步|打算|安排|思路|措施"),
        "报告的安排是",
    ),
)
"""What is asked for in general, the headings it stands under, and how it is led in."""
_ABOUT_REPORT = re.compile(
    r"(?:报告|总结|材料|汇报|文件|今年).{0,12}(?:哪一?年|哪个时期|什么时期|时间段|报告期|(?:19|20)\d{2}年吗)|(?:反映|属于|针对).{0,6}(?:时期|哪一?年|期间)"
)
_PARTS_ASKED = re.compile(r"怎么分|分别|构成|各有|各多少|各几|其中|包括|哪几类|结构|分布")
_PARTS = re.compile(r"\s*其中[:：,，]?[^。\n]+。?")
"""The sentence that breaks the figure before it into parts."""
_DIRECTION = re.compile(r"涨|跌|升|降|增长|下滑|同比|增速")
_SETS_AGAINST = re.compile(r"倍|降到|升到|增到|涨到|变成|从.{2,30}到|高[出多]?|低[于多]?|多出|超过|是不是|对吗|原因")
_TABLE = re.compile(
    r"列(?:个|一个|成)?表|一览|汇总|分别|各(?:个)?园区|对比|都(?:是|有)多少|趋势|变化|谁|哪个.{0,10}最|哪家.{0,10}最"
)
_GROWTH_ASKED = re.compile(r"增速|增长率|增幅|增长多少|涨")
_TREND = re.compile(r"趋势|走势|变化|历年|逐年")
_EDGE = " 。:,;、，；：\n\t"
_ENUMERATOR = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+是|[(（]?\d{1,2}[)）.、](?!\d)|[(（][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、)"
)

_ON_TOPIC = 0.5
Place = tuple[str, Span]
AnswerStatus = Literal["answered", "partial", "not_found", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Composed:
    """A sentence before verification: its words without marks, the places it cites, the arithmetic of its computed numbers."""

    body: str
    places: tuple[Place, ...] = ()
    formulas: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Composition:
    """What the writer has to say, and how sure it is of having answered."""

    sentences: tuple[Composed, ...]
    status: AnswerStatus
    reason: str | None = None
    notices: tuple[tuple[str, str], ...] = ()


def compose(library: Library, asking: Asking) -> Composition:
    """The extractive answer to a question."""
    if asking.foreign is not None:
        return Composition((Composed(f"所选报告不涉及{asking.foreign},未提及所问内容。"),), "not_found", "not_in_reports")
    if not asking.groups:
        return Composition((Composed("库中没有可查的报告。"),), "not_found", "not_in_reports")
    if _ABOUT_REPORT.search(asking.question):
        return _about_reports(library, asking)
    if len(asking.groups) == 1:
        return _one(library, asking, asking.groups[0])
    return _several(library, asking)


def _one(library: Library, asking: Asking, group: Group) -> Composition:
    problems = _listed(library, asking, group)
    if problems is not None:
        return Composition((problems,), "answered")
    if (scattered := _scattered(library, asking, group)) is not None:
        return scattered
    if asking.calculation is not None:
        computed = calculate(library, asking, group)
        if computed is not None:
            return Composition((Composed(*computed),), "answered")
    found = find(library, asking, group)
    if (split := _contradiction(library, asking, group)) is not None:
        return split
    if not found.answers:
        return _nothing(library, asking, found)
    if Asked.YES_NO in asking.reading.asked:
        return Composition(_checked(library, asking, found), "answered")
    if Asked.LIST in asking.reading.asked and (item := _item(library, asking.reading, found.located[0])) is not None:
        return Composition((item,), "answered")
    told = tuple(_worded(library, asking.reading, each) for each in _enough(library, asking.reading, found.located))
    return Composition((*_meant(asking, group), *told), "answered")


def _meant(asking: Asking, group: Group) -> tuple[Composed, ...]:
    """Which of several zones of one name is answered for, where a year in the question told."""
    if not asking.told_apart:
        return ()
    return (Composed(f"按所问年份,这里的{asking.told_apart}是{group.label}。"),)


_ITEM = re.compile(r"[^,，;；:：。(（]{2,30}[(（][^)）]{2,120}[)）]")


def _item(library: Library, reading: Reading, located: Located) -> Composed | None:
    """The one item with its names in brackets that a question asks for, out of a sentence that lists several."""
    report = library.report(located.passage.report_id)
    items = [Span(*match.span()) for match in _ITEM.finditer(report.text, located.sentence.start, located.sentence.end)]
    if len(items) < 2:
        return None
    telling = [term for term in reading.terms if term.weight >= 0.5]
    shared = {term.word for term in telling if all(holds_term(term, item.of(report.text)) >= 0.5 for item in items)}
    own = [term for term in telling if term.word not in shared]
    held = [sum(term.weight * holds_term(term, item.of(report.text)) for term in own) for item in items]
    best = max(held, default=0.0)
    if best <= 0 or held.count(best) > 1:
        return None
    return verbatim(library, report, items[held.index(best)])


def _contradiction(library: Library, asking: Asking, group: Group) -> Composition | None:
    """Both statements where a report says of one indicator that it rose and that it fell, and the question is about that."""
    if not _DIRECTION.search(asking.question):
        return None
    wanted = wanted_indicators(asking.reading)
    for report_id in group.report_ids:
        rows = [row for row in library.ledger(report_id) if row.indicator in wanted and row.growth and row.growth.value]
        for first in rows:
            for second in rows:
                told = (first.growth, second.growth)
                opposed = all(each is not None and each.kind is GrowthKind.YOY for each in told) and (
                    (first.growth.value or 0) > 0 > (second.growth.value or 0)  # type: ignore[union-attr]
                )
                if opposed and first.period == second.period and first.subject_kind is second.subject_kind:
                    report = library.report(report_id)
                    one, other = verbatim(library, report, first.span), verbatim(library, report, second.span)
                    return Composition(
                        (
                            Composed("报告前后说法不一,一处说增长、一处说下降,不能断定涨跌。"),
                            Composed(f"一处:{one.body}", one.places),
                            Composed(f"另一处:{other.body}下降的也可能指增速的回落。", other.places),
                        ),
                        "partial",
                        "conflicting_sources",
                    )
    return None


def _several(library: Library, asking: Asking) -> Composition:
    """One sentence a zone with its period; zones whose reports say nothing are named."""
    problems = [(group, _listed(library, asking, group)) for group in asking.groups]
    if any(composed for _, composed in problems):
        told = [Composed(f"{group.label}:{each.body}", each.places) for group, each in problems if each]
        silent = [group.label for group, each in problems if not each]
        return Composition((*told, *_silent(silent, "单列问题")), "answered")
    mixed = _of_different_zones(library, asking)
    if mixed is not None:
        return mixed
    tabled = _tabled(library, asking)
    if tabled is not None:
        return tabled
    found = [find(library, asking, group) for group in asking.groups]
    best = max((each.located[0].score for each in found if each.answers), default=0.0)
    everyone = bool(asking.homonyms) or asking.named or asking.across
    answering = [
        each
        for each in found
        if each.answers
        and (everyone or each.located[0].score >= 0.85 * best)
        and (asking.named or _on_topic(asking, each.located[0]))
    ]
    if not answering:
        closest = max(found, key=lambda each: each.located[0].score if each.located else -1.0)
        return _nothing(library, asking, closest, several=True)
    if not everyone:
        answering = sorted(answering, key=lambda each: -each.located[0].score)[:2]
    if len(answering) == 1 and Asked.YES_NO in asking.reading.asked:
        only = answering[0]
        lead, *rest = _checked(library, asking, only)
        return Composition((Composed(f"{only.group.label}:{lead.body}", lead.places), *rest), "answered")
    sentences = []
    for each in answering:
        composed = _worded(library, asking.reading, each.located[0], room=_room_for(asking, len(answering)))
        period = each.located[0].passage.period
        said = f"({period.label})" if period else "(报告期未注明年份)"
        sentences.append(Composed(f"{each.group.label}{said}:{composed.body}", composed.places))
    if everyone:
        sentences += _silent([each.group.label for each in found if each not in answering], "所问内容")
    if len(answering) > 1:
        sentences.append(Composed("各园区的报告期、统计口径和完成状态不同,不能直接比较,仅供参考。"))
    unclear = bool(asking.homonyms) and len(answering) > 1
    return Composition(tuple(sentences), "ambiguous" if unclear else "answered", "ambiguous_zone" if unclear else None)


def _on_topic(asking: Asking, located: Located) -> bool:
    """Whether a zone's best span speaks of what is asked, and not only of words that every report has."""
    telling = [term for term in asking.reading.terms if term.weight >= 0.9 and term.word not in GENERAL]
    around = located.sentence_text + "".join(located.passage.path)
    total = sum(term.weight for term in telling)
    return not telling or sum(term.weight * holds_term(term, around) for term in telling) >= _ON_TOPIC * total


def _room_for(asking: Asking, zones: int) -> int:
    """Characters a zone may take in an answer over several: what is done and how takes more than a figure."""
    telling = bool(asking.reading.asked & {Asked.HOW, Asked.TEXT})
    return max(80, min(200 if telling else 150, (1000 if telling else 520) // zones))


def _of_different_zones(library: Library, asking: Asking) -> Composition | None:
    """A question that sets figures of different zones against each other as if they were one series or one measure."""
    if not _SETS_AGAINST.search(asking.question) or not asking.reading.figures:
        return None
    told: list[tuple[Group, Observation]] = []
    for figure in asking.reading.figures:
        owners = [
            (group, row)
            for group in asking.groups
            for report_id in group.report_ids
            for row in library.ledger(report_id)
            if row.quantity.value_norm == figure.value_norm and _same_kind(row.quantity, figure)
        ]
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
        or not (asking.comparing or _TABLE.search(asking.question))
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
    sentences += _silent([group.label for group, told in chosen if not told], "所问指标")
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
    if not found.answers or not _on_topic(asking, found.located[0]):
        return []
    period = found.located[0].passage.period
    return [(period.label if period else "年份未注明", _worded(library, asking.reading, found.located[0], room=ROOM_ACROSS))]


def _representative(library: Library, asking: Asking, group: Group, wanted: frozenset[str]) -> Observation | None:
    """The figure by which a zone stands in a table: its own level, of its report's period, a result before a plan."""
    growth = _GROWTH_ASKED.search(asking.question) is not None
    best: tuple[float, int, Observation] | None = None
    for report_id in group.report_ids:
        period = library.report(report_id).period
        for row in library.ledger(report_id):
            level = row.quantity.unit_norm not in ("%", "百分点", "名次", "倍")
            if row.indicator not in wanted or row.subject_kind is SubjectKind.COMPANY or not (level or growth):
                continue
            score = (
                (2.0 if level else 0.0)
                + (2.0 if growth and row.growth is not None else 0.0)
                + (1.0 if row.period == period else 0.0)
                + (1.0 if row.subject_kind is SubjectKind.ZONE else 0.0)
                + (0.5 if (row.status is Status.TARGET) == (asking.wants == "target") else 0.0)
            )
            if best is None or (score, -row.span.start) > (best[0], -best[1]):
                best = (score, row.span.start, row)
    return best[2] if best else None


def _silent(labels: Sequence[str], what: str) -> tuple[Composed, ...]:
    return (Composed(f"报告未提及{what}的有:{'、'.join(labels)}。"),) if labels else ()


def _nothing(library: Library, asking: Asking, found: Found, *, several: bool = False) -> Composition:
    """Says what is not there, and the nearest that is."""
    what = {"period_mismatch": "所问期间的", "only_target": "实际完成的"}.get(found.reason or "", "")
    body = f"{'各份' if several else ''}报告{'均' if several else ''}未提及{what}{_topic(asking.reading, found)}。"
    sentences = [Composed(body)]
    if found.located and found.located[0].inside >= 0.4:
        nearest = _worded(library, asking.reading, found.located[0])
        if len(nearest.body) <= ROOM + 10:
            sentences.append(Composed(f"最接近的记载:{nearest.body}", nearest.places))
    return Composition(tuple(sentences), "not_found", found.reason or "not_in_reports")


def _topic(reading: Reading, found: Found) -> str:
    missing = [term.word for term in found.located[0].missing if term.weight >= 0.9] if found.located else []
    words = missing or [term.word for term in reading.terms if term.weight >= 0.9] or [term.word for term in reading.terms]
    return "、".join(f"“{word}”" for word in words[:4]) or "所问内容"


# --- what is said ---------------------------------------------------------------------------------------------------


def _enough(library: Library, reading: Reading, located: Sequence[Located]) -> list[Located]:
    """The best span, and further ones that bring words of the question the first lacks."""
    chosen = [located[0]]
    have = _worded(library, reading, located[0]).body
    names = reading.asked & {Asked.LIST, Asked.WHO}
    told = bool(reading.asked & {Asked.TEXT, Asked.HOW, Asked.REASON})
    doubtful = not re.search("[、(]", located[0].text) if names and not told else True
    nearly = _NEARLY_TOLD if told else _NEARLY
    total = sum(term.weight for term in reading.terms) or 1.0
    for each in located[1:10]:
        lacking = [term for term in reading.terms if not holds_term(term, have)]
        gained = sum(term.weight for term in lacking if holds_term(term, each.text))
        apart = all(
            not each.sentence.overlaps(other.sentence) or each.passage.report_id != other.passage.report_id for other in chosen
        )
        near = doubtful and each.score >= nearly * chosen[0].score and each.fits and each.coverage >= chosen[0].coverage
        brings = each.score >= 0.6 * chosen[0].score and gained / total >= 0.25
        if apart and (near or brings) and len(have) + len(each.text) <= LONGEST:
            chosen.append(each)
            have += each.text
        if len(chosen) == (2 if doubtful else 3):
            break
    return chosen


def _worded(library: Library, reading: Reading, located: Located, *, room: int | None = None) -> Composed:
    """A located span as a sentence, drawn out to what is said with it."""
    report = library.report(located.passage.report_id)
    long = reading.asked & {Asked.LIST, Asked.WHO, Asked.REASON, Asked.HOW, Asked.TIME}
    complete = _lists_it(reading, located) if Asked.LIST in long else not long and _says_it_all(reading, located)
    limit = ROOM_WHEN_COMPLETE if complete else room or (ROOM_FOR_LISTS if long else ROOM)
    span = widened(report.text, located, limit, back=not complete)
    if _PARTS_ASKED.search(reading.text) and (parts := _PARTS.match(report.text, span.end)) is not None:
        span = Span(span.start, min(parts.end(), span.start + _LONGEST_QUOTE))
    return verbatim(library, report, span if len(span) <= _LONGEST_QUOTE else located.span)


def _lists_it(reading: Reading, located: Located) -> bool:
    """Whether a span is itself the list asked for: it holds the telling words, and names one after another."""
    wanted = [term for term in reading.terms if term.weight >= 0.5]
    listed = located.text.count("、") > 1 or re.search(r"[(（][^)）]*、[^)）]*[)）]", located.text) is not None
    here = sum(term.weight for term in wanted if holds_term(term, located.text) >= 0.5)
    spoken = all(holds_term(term, located.sentence_text + "".join(located.passage.path)) >= 0.5 for term in wanted)
    return listed and spoken and here * 2 >= sum(term.weight for term in wanted) > 0


def _says_it_all(reading: Reading, located: Located) -> bool:
    """Whether a span holds every telling word of a question for figures, and figures of each kind: then no more is said."""
    wanted = [term for term in reading.terms if term.weight >= 0.5]
    return (
        bool(wanted)
        and all(holds_term(term, located.text) >= 0.5 for term in wanted)
        and answers_all(reading.asked, located.text)
    )


def verbatim(library: Library, report: Report, span: Span) -> Composed:
    """A span as a sentence: ordinals and edges off, the status that governs it from outside added."""
    words = span.of(report.text)
    ordinal = _ENUMERATOR.match(words)
    start = span.start + (ordinal.end() if ordinal else 0)
    words = report.text[start : span.end]
    start += len(words) - len(words.lstrip(_EDGE))
    end = span.end - (len(words) - len(words.rstrip(_EDGE)))
    exact = Span(start, max(end, start))
    body = re.sub(r"\s*\n\s*", "", exact.of(report.text))
    if body.count("(") > body.count(")") and report.text[exact.end : exact.end + 1] == ")":
        exact, body = Span(exact.start, exact.end + 1), body + ")"
    rows = [each for each in library.ledger(report.id) if exact.contains(each.value_span)]
    notes = [
        note
        for status, note in _STATUS_NOTE.items()
        if any(each.status is status for each in rows) and not STATUS_WORDS[status].search(body)
    ]
    closing = "" if body.endswith(("。", "!", "?", "”")) and not notes else "。"
    return Composed(body + "".join(notes) + closing, ((report.id, exact),))


def _checked(library: Library, asking: Asking, found: Found) -> tuple[Composed, ...]:
    """Yes or no with the deciding fact: status and period of the figure, and whether the words asked about stand there."""
    best = _stating(asking, found)
    told = _worded(library, asking.reading, best)
    status, rows = status_of(library, best), inside(library, best)
    repeated = [row for row in rows if any(row.quantity.value_norm == figure.value_norm for figure in asking.reading.figures)]
    period = (repeated or rows)[0].period if rows else None
    underway = _CLAIMS_DONE.search(asking.question) and _underway(asking, best)
    done = _done(library, asking, found, best) if status is Status.TARGET else None
    beyond = _beyond(asking, rows)
    if beyond is not None:
        lead = "是的,报告写明:" if beyond else "没有,报告写的是:"
    elif _other_figure(asking, best):
        lead = "不对,报告写的是:"
    elif status is Status.TARGET:
        lead = "不是,尚未实现,报告写的是目标或计划:"
    elif status is Status.ESTIMATE:
        lead = "不是实际完成数,是预计数:"
    elif underway:
        lead = f"没有,报告只说“{underway}”,没有说已经完成或认定:"
    elif "全年" in asking.question and period and (period.months or 12) < 12:
        lead = f"不是全年数,是{period.label}的数:"
    elif [term for term in best.missing if term.weight >= 0.5]:
        lead = "不是,报告没有这样写,原文是:"
    elif any(row.subject_kind is SubjectKind.COMPANY for row in rows):
        lead = "报告说的是企业:"
    else:
        lead = "是的,报告写明:"
    return (Composed(lead + told.body, told.places), *((Composed(f"已有的结果:{done.body}", done.places),) if done else ()))


_CLAIMS_DONE = re.compile(r"已经|已|成功|获批|认定|升为|升格|建成|落地|拿到|拿下|到账|实际|了吗|了没")
_UNDERWAY = re.compile(r"(?:申报|创建|争创|推动|推进|培育|夯实|筹备|前期|启动|正在|着手|谋划|洽谈|对接|拟|待)")
_REACHED = re.compile(
    r"已(?:获|被|经|通过|完成|认定|建成|升|列入)|获批|获评|获得|认定为|成功(?:创|入|升|获)|通过(?:了)?(?:认定|验收)|升格为|正式(?:获|升|成为)"
)


def _underway(asking: Asking, best: Located) -> str | None:
    """The word by which a span says that a thing is only on its way (申报, 创建) while the question takes it for reached."""
    if _UNDERWAY.search(asking.question) or _REACHED.search(best.text):
        return None
    anchors = [
        best.text.find(word) for term in asking.reading.terms for word in (term.word, *term.alternatives) if word in best.text
    ]
    before = best.text[: max(anchors, default=len(best.text))]
    found = list(_UNDERWAY.finditer(before[-24:]))
    return found[-1].group() if found else None


_BEYOND = re.compile(r"(?P<over>超过|高于|突破|大于|多于|达到|超)了?$|(?P<under>低于|不到|不足|少于|小于)了?$")


def _stating(asking: Asking, found: Found) -> Located:
    """The best span that holds all figures the question states; the best span where none does."""
    figures = [figure for figure in asking.reading.figures if figure.unit_norm != "倍"]
    if not figures:
        return found.located[0]
    held = [sum(_same_figure(each, figure) for figure in figures) for each in found.located[:10]]
    return found.located[held.index(max(held))] if max(held) else found.located[0]


def _same_figure(located: Located, figure: Quantity) -> bool:
    digits = re.sub(r"[^\d.]", "", figure.text)
    return bool(digits) and re.search(rf"(?<![\d.]){re.escape(digits)}(?![\d.])", located.text) is not None


def _beyond(asking: Asking, rows: Sequence[Observation]) -> bool | None:
    """Whether a figure is over or under the one a question asks about (有没有超过3%); None where it asks no such thing."""
    for figure in asking.reading.figures:
        match = _BEYOND.search(asking.question[: figure.span.start]) or _BEYOND.search(
            asking.question[: figure.span.start + len(figure.text) - len(figure.text.lstrip("超过突破高于低不到足"))]
        )
        if match is None or figure.value_norm is None:
            continue
        for row in rows:
            values = [row.quantity.value_norm if row.quantity.unit_norm == figure.unit_norm else None]
            values += [row.growth.value if row.growth and row.growth.unit == figure.unit_norm else None]
            for value in values:
                if value is not None:
                    return value > figure.value_norm if match["over"] else value < figure.value_norm
    return None


def _other_figure(asking: Asking, best: Located) -> bool:
    """Whether the question states a figure that the deciding span has otherwise."""
    figures = [figure for figure in asking.reading.figures if figure.unit_norm != "倍"]
    return bool(figures) and not all(_same_figure(best, figure) for figure in figures)


def _done(library: Library, asking: Asking, found: Found, best: Located) -> Composed | None:
    """What has been reached of a thing that the question takes a target of for reached."""
    for each in found.located[:8]:
        rows = inside(library, each)
        apart = not each.sentence.overlaps(best.sentence)
        if apart and rows and status_of(library, each) is Status.ACTUAL and each.fits and each.coverage >= 0.5:
            return _worded(library, asking.reading, each)
    return None


# --- questions about the reports themselves -------------------------------------------------------------------------


def _about_reports(library: Library, asking: Asking) -> Composition:
    """Which period reports speak of, from their cards: what is stated, what is disputed, what cannot be known."""
    sentences = []
    for group in asking.groups:
        for report_id in group.report_ids:
            report = library.report(report_id)
            period = report.period.label if report.period else "年份未注明"
            note = f"({stated})" if (stated := _stated_note(report)) else ""
            lead = "不能认定是所问年份。" if Asked.YES_NO in asking.reading.asked and report.period is None else ""
            head = f"{group.label}:" if len(asking.groups) > 1 else ""
            sentences.append(Composed(f"{head}{lead}报告期为{period}{note}。", _dated(report)))
    return Composition(tuple(sentences), "answered")


def _stated_note(report: Report) -> str:
    """The parts of a period's note whose years the text itself states: a page's time stamp stands in no text."""
    parts = re.split("[;；]", report.period_note or "")
    return ";".join(part for part in parts if all(year in report.text for year in re.findall(r"(?:19|20)\d{2}", part)))


def _dated(report: Report) -> tuple[Place, ...]:
    """Places of the text that state the years its card speaks of: a clause for each year, the first that names it."""
    years = re.findall(r"(?:19|20)\d{2}", f"{report.period.iso if report.period else ''} {report.period_note or ''}")
    places = []
    for year in dict.fromkeys(years):
        at = report.text.find(year)
        if at >= 0:
            start = max(report.text.rfind(mark, 0, at) for mark in "。;,\n") + 1
            ends = [end for end in (report.text.find(mark, at) for mark in "。;,\n") if end >= 0]
            places.append((report.id, Span(start, min([*ends, start + 150, len(report.text)]))))
    return tuple(dict.fromkeys(places))


def _listed(library: Library, asking: Asking, group: Group) -> Composed | None:
    """The heads of the section of problems, or of plans, where the question asks for those in general."""
    for words, headings, lead in _SECTIONS:
        telling = [term for term in asking.reading.terms if not words.search(term.word) and term.weight >= 0.85]
        if telling or re.search("多少|多大", asking.question) or not words.search(asking.question):
            continue
        for report_id in group.report_ids:
            report = library.report(report_id)
            for section in report.sections:
                if section.level > 1 or not headings.search(section.heading):
                    continue
                heads = _subheadings(report, section) or _heads(report, section.span, section.heading_span.end)
                if len(heads) > 1:
                    body = ";".join(head.of(report.text).strip(_EDGE) for head in heads)
                    return Composed(f"{lead}{body}。", tuple((report_id, head) for head in heads))
    return None


_TROUBLE = re.compile(
    r"困难|困境|难题|用工难|融资难|停车难|跑断腿|不足|缺乏|缺口|制约|瓶颈|短板|无用地指标|低效用地|停产|欠[账帐]|滞后|未达到|不畅|紧张|影响(?:工程|施工|进度)"
)


def _scattered(library: Library, asking: Asking, group: Group) -> Composition | None:
    """Troubles that a report without a section of problems names here and there; None where it has one or names none."""
    words = _SECTIONS[0][0]
    telling = [term for term in asking.reading.terms if not words.search(term.word) and term.weight >= 0.85]
    if telling or not words.search(asking.question) or re.search("多少|怎么|如何", asking.question):
        return None
    places = list[Place]()
    for report_id in group.report_ids:
        report = library.report(report_id)
        for match in re.finditer(r"[^,，。;；\n]+", report.text):
            if _TROUBLE.search(match.group()) and len(match.group()) <= 60 and not is_heading(report, match.start()):
                places.append((report_id, Span(*match.span())))
    if not places:
        return None
    told = ";".join(library.report(report_id).text[span.start : span.end].strip(_EDGE) for report_id, span in places[:6])
    return Composition((Composed(f"报告未单列问题,文中提到:{told}。", tuple(places[:6])),), "answered")


def is_heading(report: Report, at: int) -> bool:
    return any(section.heading_span.start <= at < section.heading_span.end for section in report.sections)


def _subheadings(report: Report, section: Section) -> list[Span]:
    """Headings right below a section, without their ordinals."""
    found = []
    for below in report.sections:
        if below.level == section.level + 1 and section.span.contains(below.span):
            ordinal = _ENUMERATOR.match(below.heading)
            found.append(Span(below.heading_span.start + (ordinal.end() if ordinal else 0), below.heading_span.end))
    return found


def _heads(report: Report, section: Span, start: int) -> list[Span]:
    """First clauses of the items of a section: 一是资金缺口仍然较大 · 1.差距明显."""
    pattern = r"(?:^|[\n。;])\s*(?:[一二三四五六七八九十]是|\d{1,2}[.、]|[(]\d{1,2}[)])\s*(?P<head>[^。;\n]{2,40})"
    return [
        Span(start + match.start("head"), start + match.end("head"))
        for match in re.finditer(pattern, report.text[start : section.end])
    ]
