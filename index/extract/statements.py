"""One sentence -> its observations: every level with the growth, gap and progress that the words behind it add."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.domain import Growth, GrowthKind, Observation, Period, Quantity, Report, Span, Status
from index.extract.dating import period_of
from index.extract.making import UNNAMED, basis_of, made
from index.extract.naming import NAMELESS, TURNED, Name, label_of, name_before, name_of
from index.extract.pairing import Pairing, pair
from index.extract.relations import (
    Relation,
    field_of,
    is_slogan,
    is_target_inside,
    is_threshold,
    relation_of,
    repeats,
    stripped_rates,
    turns,
)
from index.extract.sentences import Sentence
from index.governing import status_of, subject_name, subject_of
from index.indicators import CATALOGUE
from index.numerals import quantities
from index.periods import year_period

QUOTE_LIMIT = 150
_CLAUSE_END = re.compile(r"[,，;；:：。!?！？|\n]")
_COUNTED = re.compile(r"[^,，。;；:：、()（）\d“”\n]{1,20}")
_NO_STATEMENT = frozenset({"天", "小时", "分钟", "个月", "周年", "个工作日", "千伏", "伏"})
_NEAR = 70
"""Characters within which words go on about the figure before them."""


@dataclass
class _Reading:
    """A sentence being read. ``open`` is the place in ``found`` of the statement that relations go on about."""

    report: Report
    sentence: Sentence
    figures: Sequence[Quantity]
    pairings: dict[int, Pairing]
    found: list[Observation] = field(default_factory=list)
    at: dict[int, int] = field(default_factory=dict)
    """Place in ``found`` of the observation of each figure."""
    open: int | None = None
    read_to: int = 0


def observe(report: Report, sentence: Sentence) -> list[Observation]:
    """The observations of a sentence in order of place."""
    read = quantities(sentence.text)
    lost = [each for each in stripped_rates(sentence.text) if not any(each.span.overlaps(other.span) for other in read)]
    figures = sorted((each for each in [*read, *lost] if each.unit_norm not in _NO_STATEMENT), key=lambda each: each.span)
    reading = _Reading(report, sentence, figures, pair(sentence.text, figures, sentence.mentions))
    for position, quantity in enumerate(figures):
        _read(reading, position, quantity)
    for turn in turns(sentence.text):
        _turn(reading, turn)
    return sorted(reading.found, key=lambda each: each.value_span)


def _turn(reading: _Reading, turn: Quantity) -> None:
    """工业税收增幅由负转正: a statement without a value, where its clause has no figure to speak of."""
    text = reading.sentence.text
    clause = _clause_start(text, turn.span.start)
    stop = _CLAUSE_END.search(text, turn.span.end)
    if any(clause <= each.span.start < (stop.start() if stop else len(text)) for each in reading.figures):
        return
    name = name_before(text[clause : turn.span.start])
    if not name.empty:
        reading.found.append(_observation(reading, turn, Span(clause, turn.span.end), name, None, None))


def _read(reading: _Reading, position: int, quantity: Quantity) -> None:
    text, start = reading.sentence.text, quantity.span.start
    clause = _clause_start(text, start)
    after = text[quantity.span.end : quantity.span.end + 24]
    if is_threshold(quantity, after) or is_slogan(text[clause:start], quantity, after):
        return
    if position and repeats(text, reading.figures[position - 1], quantity):
        reading.read_to = quantity.span.end
        return
    pairing = reading.pairings.get(position)
    before = pairing.verb if pairing else text[max(clause, reading.read_to) : start]
    if (
        quantity.unit_norm == "名次"
        and position
        and reading.figures[position - 1].span.end > clause
        and reading.figures[position - 1].unit_norm in ("个", "家")
    ):
        before = text[clause:start]  # 在全市9个园区中排第4名: the field is no statement that would end the name
    relation = relation_of(before, quantity, after)
    if relation is None and position and reading.figures[position - 1].span.end > clause and quantity.unit_norm == "%":
        # 完成年度任务10家的70%: the target stands inside the words of the progress.
        whole = relation_of(text[clause:start], quantity, after)
        relation = whole if whole is not None and whole.progress is not None else None
        before = text[clause:start] if relation is not None else before
    target = _related(reading, pairing, relation, before, start)
    if relation is not None and target is not None:
        reading.found[target] = _joined(reading, reading.found[target], relation, quantity)
    else:
        name = _named(reading, pairing, relation, before, quantity)
        inside = (
            is_target_inside(before) and quantity.unit_norm not in ("%", "百分点") and text[quantity.span.end :].startswith("的")
        )
        made = _observation(reading, quantity, Span(clause, quantity.span.end), name, relation, pairing)
        if inside:
            due = made.period and made.period.end
            made = replace(made, status=Status.TARGET, period=year_period(due.year) if due else made.period)
        reading.at[position] = len(reading.found)
        reading.found.append(made)
        if not inside:
            reading.open = len(reading.found) - 1
    reading.read_to = quantity.span.end


def _related(reading: _Reading, pairing: Pairing | None, relation: Relation | None, before: str, start: int) -> int | None:
    """Place of the statement that a relation adds to; None where it stands for itself or its field is taken."""
    if relation is None or relation.share_of is not None:
        return None
    place = reading.open if pairing is None else None if pairing.level is None else reading.at.get(pairing.level)
    if place is None:
        return None
    open_statement = reading.found[place]
    taken = (
        (relation.growth is not None and open_statement.growth is not None)
        or (relation.gap is not None and open_statement.gap is not None)
        or (relation.progress is not None and open_statement.progress is not None)
    )
    if taken or (pairing is None and not _goes_on(reading, open_statement, before[: relation.start], start)):
        return None
    if relation.growth is not None and relation.growth.kind.value == "rank" and relation.growth.unit == "位":
        return None
    return place


def _goes_on(reading: _Reading, statement: Observation, named: str, at: int) -> bool:
    """Whether words at ``at`` still speak of a statement: near, in its chain of clauses, and with no name of their own."""
    text, offset = reading.sentence.text, reading.sentence.start
    between = text[statement.value_span.end - offset : at]
    if re.search(r"[;；。]", between) or len(re.findall(r"[,，]", between)) > 4 or len(between) > _NEAR:
        return False
    # 产值突破360亿元,固定资产投资增长8%: a clause that names its own indicator speaks of that.
    own = re.sub(r"增速|增幅|增长率?|总量|规模|其|也|均|并|且|同期|水平", "", re.split(r"[,，(（]", named)[-1])
    return not CATALOGUE.mentions(own) and len(own.strip("、 的,，")) <= 3


def _joined(reading: _Reading, statement: Observation, relation: Relation, quantity: Quantity) -> Observation:
    end = reading.sentence.start + quantity.span.end
    span = statement.span
    if end - span.start <= QUOTE_LIMIT:
        span = Span(span.start, max(end, span.end))
    return replace(
        statement,
        span=span,
        quote=span.of(reading.report.text),
        growth=relation.growth or statement.growth,
        gap=relation.gap or statement.gap,
        progress=relation.progress or statement.progress,
    )


def _named(reading: _Reading, pairing: Pairing | None, relation: Relation | None, before: str, quantity: Quantity) -> Name:
    if pairing is not None and pairing.name:
        return name_of(pairing.name, "", quantity) if pairing.period else Name(pairing.name, pairing.name)
    if pairing is not None and pairing.level is not None and pairing.level in reading.at:
        level = reading.found[reading.at[pairing.level]]
        return Name(level.as_written, level.as_written)
    head = before if relation is None else before[: relation.start]
    tail = reading.sentence.text[quantity.span.end : quantity.span.end + 40]
    name = name_of(head, tail, quantity)
    last = reading.found[-1] if reading.found else None
    if relation is not None and relation.share_of is not None:
        part = name.spoken if not name.empty else (last.as_written if last else "")
        whole = f"占{relation.share_of}比重" if relation.share_of else "占比"
        return Name(part + whole, part + whole)
    if not name.empty:
        return name
    return _inherited(reading, quantity, last)


def _inherited(reading: _Reading, quantity: Quantity, last: Observation | None) -> Name:
    """The name of a figure whose own clause has none: the clause before it where that has no figure, else the last statement."""
    text = reading.sentence.text
    clause = _clause_start(text, quantity.span.start)
    if text[clause - 1 : clause] in (":", "："):
        label = label_of(text[_clause_start(text, clause - 1) : clause - 1])
        if not label.empty:
            return label
    if last is not None and last.indicator == UNNAMED:
        return NAMELESS
    if last is not None and last.value_span.start - reading.sentence.start >= clause:
        return Name(last.as_written, last.as_written)
    clause_before = text[_clause_start(text, max(0, clause - 1)) : max(0, clause - 1)]
    if clause_before and not any(
        each.span.end > clause - len(clause_before) - 1 and each.span.end <= clause for each in reading.figures
    ):
        mentioned = CATALOGUE.mentions(clause_before)
        if mentioned:
            return Name(mentioned[-1].written, mentioned[-1].written)
    if last is None:
        return NAMELESS
    return Name(last.as_written, last.as_written)


def _observation(
    reading: _Reading, quantity: Quantity, clause: Span, name: Name, relation: Relation | None, pairing: Pairing | None
) -> Observation:
    report, sentence = reading.report, reading.sentence
    text, offset = sentence.text, sentence.start
    status = status_of(text, clause, plan=sentence.plan, estimated=sentence.estimated)
    period = pairing.period if pairing and pairing.period else period_of(sentence, clause, quantity.span.start, status, report)
    if status is Status.ACTUAL and (_to_come(period, report) or _until(sentence, clause, period, report)):
        status = Status.TARGET
    relation = relation or Relation(0, growth=_rate(name, quantity))
    inside = text[clause.start : clause.end]
    part = inside.startswith("其中") and bool(reading.found)
    return made(
        report,
        replace(quantity, span=quantity.span.shifted(offset)),
        name if not name.empty else Name(inside.strip()[:20], ""),
        status,
        period,
        span=_quoted(text, clause, quantity).shifted(offset),
        indicator=_followed(name, reading.found),
        basis=basis_of(inside) or (reading.found[-1].basis if part else None),
        relation=relation,
        kind=subject_of(text, quantity.span.start, sentence.earlier),
        subject=subject_name(text, quantity.span.start),
        note=_note(text[clause.start : quantity.span.start], relation) or _lost_sign(quantity),
        path=sentence.path,
    )


def _to_come(period: Period | None, report: Report) -> bool:
    """Whether a figure's period lies behind the one reported on and was not over when the report came out."""
    if period is None or period.end is None or report.period is None or report.period.end is None:
        return False
    months = period.months or 12
    # A report told in the year after its period gives months of that year as results, but never the year itself.
    told = report.extra.get("this_year") == str(period.start.year)
    over = months < 12 and (told or (report.published is not None and period.end <= report.published))
    return period.start > report.period.end and not over


def _until(sentence: Sentence, clause: Span, period: Period | None, report: Report) -> bool:
    """到2027年,… in a report that is not known to be as late: where a zone wants to get, not where it is."""
    if period is None or (report.period is not None and period.start <= (report.period.end or period.start)):
        return False
    named = (each for each in sentence.mentions if each.period == period and each.kind == "year" and each.span.start < clause.end)
    return any(re.search(r"(?<!直)[到至]$", sentence.text[: each.span.start]) for each in named)


def _note(before: str, relation: Relation) -> str | None:
    ranked = relation.growth is not None and relation.growth.unit == "位"
    return field_of(before) if ranked else None


def _rate(name: Name, quantity: Quantity) -> Growth | None:
    """增速…分别为6.4%、7.7%: a share whose name is a rate of growth is one."""
    if quantity.unit_norm != "%" or not name.written.endswith(("增速", "增幅", "增长率", "涨幅")):
        return None
    return Growth(GrowthKind.YOY, quantity.value, "%")


def _lost_sign(quantity: Quantity) -> str | None:
    return "原文缺“%”,按百分比读" if quantity.unit == "%" and quantity.text[-1:].isdigit() and quantity.bound is None else None


def _followed(name: Name, found: Sequence[Observation]) -> str | None:
    """获批6014万元 after 申报超长期国债: what became of the indicator before."""
    if name.spoken in ("到位", "获批", "申报", "到位资金") and found:
        return f"{found[-1].indicator.removesuffix('获批').removesuffix('申报')}{name.spoken}"
    return None


def _quoted(text: str, clause: Span, quantity: Quantity) -> Span:
    """The least that says the figure: its clause up to it, with the thing counted behind it, within the limit."""
    start = clause.start
    while start < clause.end and text[start] in " 、,，":
        start += 1
    start = max(start, clause.end - QUOTE_LIMIT)
    end = clause.end
    measured = quantity.unit_norm in ("元", "%", "百分点", "㎡", "亩", "名次")
    tail = (TURNED if measured else _COUNTED).match(text, clause.end)
    if tail and tail.end() - start <= QUOTE_LIMIT:
        end = tail.end()
    return Span(start, end)


def _clause_start(text: str, at: int) -> int:
    found = 0
    for match in _CLAUSE_END.finditer(text, 0, at):
        found = match.end()
    return found
