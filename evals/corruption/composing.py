"""True sentences about ledger rows, made of labelled parts, each with the places it cites.

What a sentence says follows from the rows alone: name, figure with its bound, growth, gap, progress, status, period, zone, subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from index.domain import Basis, GrowthKind, Observation, Period, Report, Span, Status, SubjectKind
from index.library import Library

Place = tuple[str, Span]
_FIGURE = re.compile(
    r"(?P<under>超过|突破|不少于|不低于|接近|近|约|逾|超|过|达)?(?P<number>\d[\d.]*(?:%?[到至~-]\d[\d.]*)?)(?P<unit>[^\d]*?)(?P<over>以上|以内|左右|以下|多|余)?"
)
_NAME = re.compile(r"[\u4e00-\u9fff]{2,14}")
_IDLE = re.compile(
    r"^(?:开发区|园区|企业|项目|综合)$|上半年|同期|尚无|^[一二三四五]是|后$|上$|里$|享受|街道|^(?:新增|签约|到位|引进|开工|投产|总投资额?)$"
)
"""What a row may be called that no writer would repeat as the name of a figure."""
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a sentence. ``kind``: zone, period, status, subject, name, verb, under, number, unit, over, turn, base or text;
    ``row`` is the place of its row among the sentence's."""

    kind: str
    text: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """A true sentence. ``rows`` are what it tells, ``places`` what it cites, ``form`` the template."""

    parts: tuple[Part, ...]
    rows: tuple[Observation, ...]
    places: tuple[Place, ...]
    form: str

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)

    def with_parts(self, parts: Sequence[Part]) -> Statement:
        return replace(self, parts=tuple(part for part in parts if part.text))


def statements(library: Library, report: Report, random: Random, count: int) -> Iterator[Statement]:
    """Up to ``count`` true sentences about one report."""
    rows = [row for row in library.ledger(report.id) if _tellable(row)]
    drawn = 0
    while rows and drawn < count:
        drawn += 1
        made = _drawn(report, rows, random)
        if made is not None:
            yield made


def _tellable(row: Observation) -> bool:
    figure = _FIGURE.fullmatch(row.quantity.text)
    own_change = row.growth is not None and row.growth.kind is GrowthKind.MULTIPLE
    return (
        figure is not None
        and not own_change
        and row.note is None
        and _NAME.fullmatch(row.as_written) is not None
        and not re.search("其中|分别|比重|占|我们|增[长速幅]", row.as_written)
        and not _IDLE.search(row.as_written)
        and re.search(
            rf"{row.as_written}(?:达到|完成|实现|达|为|共|有)?{re.escape(row.quantity.text)}|{row.as_written}[^,，;；]*(?:增|降|提高|回落|位)",
            row.quote,
        )
        is not None
        and row.quantity.unit_norm not in ("倍",)
    )


def _drawn(report: Report, rows: Sequence[Observation], random: Random) -> Statement | None:
    one = random.choice(rows)
    if one.status is Status.TARGET:
        return _told(report, [one], random, "target")
    if one.status is Status.ESTIMATE:
        return _told(report, [one], random, "estimate")
    if random.random() < 0.55:
        return _told(report, [one], random, "one")
    alike = [
        row
        for row in rows
        if row.period == one.period
        and row.status is one.status
        and row.subject == one.subject
        and row.quantity.text != one.quantity.text
        and row.as_written != one.as_written
        and not _is_change(row)
    ]
    if _is_change(one) or not alike:
        return _told(report, [one], random, "one")
    others = random.sample(alike, min(len(alike), random.choice((1, 1, 2))))
    return _told(report, [one, *others], random, random.choice(("several", "listed", "apart")))


def _is_change(row: Observation) -> bool:
    return row.quantity.unit_norm in ("%", "百分点", "名次")


# --- parts ----------------------------------------------------------------------------------------------------------


def _told(report: Report, rows: Sequence[Observation], random: Random, form: str) -> Statement | None:
    parts: list[Part] = []
    if random.random() < 0.5:
        parts.append(Part("zone", report.zone.name))
    period = _period_words(report, rows[0], random)
    if period and random.random() < 0.7:
        parts.append(Part("period", period))
        if random.random() < 0.4 or rows[0].subject_kind is not SubjectKind.ZONE:
            parts.append(Part("text", ","))
    if rows[0].subject_kind is not SubjectKind.ZONE and rows[0].subject != rows[0].zone:
        parts.append(Part("subject", rows[0].subject))
    if form == "listed" and len({row.quantity.unit for row in rows}) == 1:
        parts += _listed(rows)
    else:
        for number, row in enumerate(rows):
            if number:
                parts.append(Part("text", ";" if form == "apart" else random.choice((",", "、"))))
            parts += _single(row, number, random, alone=len(rows) == 1)
    parts.append(Part("text", "。"))
    places = tuple(dict.fromkeys(_place(report, row, random) for row in rows))
    return Statement(tuple(parts), tuple(rows), places, form)


def _figure(text: str, row: int) -> list[Part]:
    match = _FIGURE.fullmatch(text)
    assert match is not None
    return [Part(kind, match[kind], row) for kind in ("under", "number", "unit", "over") if match[kind]]


def _listed(rows: Sequence[Observation]) -> list[Part]:
    """产值、投资、税收分别为a、b和c."""
    parts: list[Part] = []
    for number, row in enumerate(rows):
        parts += [Part("text", "、")] * (number > 0) + [Part("name", row.as_written, number)]
    parts.append(Part("verb", "分别为"))
    for number, row in enumerate(rows):
        parts += [Part("text", "和" if number == len(rows) - 1 else "、")] * (number > 0) + _figure(row.quantity.text, number)
    return parts


def _single(row: Observation, number: int, random: Random, *, alone: bool) -> list[Part]:
    parts: list[Part] = []
    if row.status is Status.TARGET:
        parts.append(Part("status", random.choice(("力争", "计划", "确保", "目标是")), number))
    estimated = row.status is Status.ESTIMATE
    noted = estimated and random.random() < 0.5
    if estimated and not noted:
        parts.append(Part("status", "预计", number))
    parts.append(Part("name", row.as_written, number))
    if row.quantity.unit_norm == "名次":
        return [*parts, Part("verb", "排名", number), *_figure(row.quantity.text.replace("排名", ""), number)]
    if row.growth is not None and _is_change(row):
        parts += [Part("base", _base(row), number), Part("turn", _turn(row), number)]
    elif re.match(r"[\d超突近约]", row.quantity.text) and not row.quantity.text.startswith(("超", "突", "近")):
        verbs = ("达到", "为", "") if row.basis is Basis.STOCK else ("完成", "达到", "实现", "为", "")
        parts.append(Part("verb", random.choice(verbs), number))
    parts += _figure(row.quantity.text, number)
    parts += _relations(row, number, random) if alone else []
    if noted:
        parts.append(Part("status", "(预计数)", number))
    return parts


def _base(row: Observation) -> str:
    growth = row.growth
    if growth is None or growth.kind is GrowthKind.RATE_CHANGE:
        return "增速"
    return {GrowthKind.MOM: "环比", GrowthKind.CAGR: "年均"}.get(growth.kind, "同比" if row.status is not Status.TARGET else "")


def _turn(row: Observation) -> str:
    growth = row.growth
    falls = growth is not None and growth.value is not None and growth.value < 0
    if growth is not None and growth.kind is GrowthKind.RATE_CHANGE:
        return "回落" if falls else "提高"
    return "下降" if falls else "增长"


def _relations(row: Observation, number: int, random: Random) -> list[Part]:
    """The growth, gap and progress that the ledger has for a level, as far as its clause prints them."""
    if _is_change(row) or random.random() < 0.25:
        return []
    parts: list[Part] = []
    behind = row.quote[row.quote.find(row.quantity.text) + len(row.quantity.text) :]
    growth = row.growth
    if growth is not None and growth.value is not None and growth.unit in ("%", "百分点"):
        told = _printed(behind, f"{abs(growth.value)}")
        if told:
            parts += [
                Part("text", ","),
                Part("base", _base(row), number),
                Part("turn", _turn(row), number),
                *_figure(told, number),
            ]
    if row.gap is not None and (told := _printed(behind, f"{abs(row.gap.value)}")):
        turn = "低于" if row.gap.value < 0 else "高于"
        parts += [Part("text", ","), Part("turn", turn, number), Part("text", row.gap.to), *_figure(told, number)]
    if row.progress is not None and (told := _printed(behind, f"{row.progress.value}")):
        parts += [Part("text", f",占{row.progress.of}的"), *_figure(told, number)]
    return parts


def _printed(quote: str, value: str) -> str | None:
    match = re.search(rf"(?<![\d.])(?:超过|接近|近|约)?{re.escape(value)}(?:%|个?百分点)(?:以上|以内|左右)?", quote)
    return match.group() if match else None


def _period_words(report: Report, row: Observation, random: Random) -> str:
    period = row.period
    if period is None or period.end is None:
        return ""
    year = period.start.year
    words = [period.label]
    if row.status is Status.TARGET and period.months == 12:
        words.append(f"{year}年全年")
    elif row.basis is Basis.STOCK and period.end.month == (period.months or 0):
        words = [f"截至{year}年{period.end.month}月底"]
    elif (period.start.month, period.end.month) == (1, 9):
        words += [f"{year}年前三季度", f"{year}年1至9月"]
    elif (period.start.month, period.end.month) == (1, 6):
        words += [f"{year}年1-6月", "上半年" if period == report.period else period.label]
    return random.choice(words)


def _place(report: Report, row: Observation, random: Random) -> Place:
    """The clause of a row, or the whole sentence it stands in, as a writer would cite."""
    if random.random() < 0.5:
        text = report.text
        start = max(text.rfind(mark, 0, row.span.start) for mark in "。\n") + 1
        ends = [at for at in (text.find(mark, row.span.end) for mark in "。\n") if at >= 0]
        wide = Span(start, min(ends, default=len(text)))
        if len(wide) <= _LONGEST:
            return report.id, wide
    return report.id, row.span


def elsewhere(period: Period, random: Random) -> str:
    """Words for a period that is another than this one."""
    year = period.start.year
    labels = [f"{year - 1}年", f"{year + 1}年"]
    tail = period.label.removeprefix(f"{year}年")
    labels = [label + tail for label in labels]
    labels += [
        f"{year}年{words}" for words in ("全年", "上半年", "一季度", "前三季度", "1-4月", "1-11月") if _differs(words, period)
    ]
    return random.choice(labels)


def _differs(words: str, period: Period) -> bool:
    months = {"全年": (1, 12), "上半年": (1, 6), "一季度": (1, 3), "前三季度": (1, 9), "1-4月": (1, 4), "1-11月": (1, 11)}[words]
    return period.end is not None and months != (period.start.month, period.end.month)
