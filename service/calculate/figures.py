"""The ledger's rows with the words around them, and how well each fits the words a question has for an operand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.domain import GrowthKind, Observation, Period, Report, Span, Status, SubjectKind
from index.library import CATALOGUE, Library, Term, holds_term, is_plan, sentence_at
from service.operations import STAGES
from service.plan import Asking, Group

_SENTENCE_END = "。！？!?\n"
_BREAK = re.compile(r"[,，;；、。:：(（)）]")
_GENERIC = re.compile(
    r"(?:计划|协议|合同|合计|项目|完成|实际|累计|总|共|新增|其中)*(?:投资|投资额|投入|资金|金额|面积|到位|到账|获批|建筑面积|用地|占地|产值|收入|全长|长度|批复|下达|支付|支出|拨付|贷款|额度|实现|增加|未命名)*(?:总?额|资金)?"
)
_NOISE = re.compile(
    r"目标|任务|计划|完成|实现|进度|比例|占比|比重|推算|折算|平均|合计|总和|增长|增幅|增速|涨幅|降幅|相当|百分|口径|数量|大约|同期|上年|每|月均|全年|强度|总量|差额|差距|落差|差|倍|比|按|照|占|多|少|高|低|率|这个|情况|总数|口子|头|块|类|"
    r"至少|最多|那条|这条|那|这|条|实际|实绩|完成数|实际数|一致|相当于|加|总|合|已|去年|今年|明年|上半年|水平|数|额|部分|个|点|成"
)
_MONEY = re.compile(
    r"投资|投入|投了?|金额|资金|收入|税|产值|钱|造价|费用|增加值|利润|专项债|债|贷款|授信|融资|引资|外资|进出口|营业额|业务额|出口|花|成本|欠[账帐]|缺口|销售额|额度|[亿万]元"
)
_SPENT = re.compile(r"造价|总?投资额?|资金|金额|钱|花费?|总?投入|成本|费用|投|花了|投了")
"""Words for an amount of money, whatever it is of."""
_COUNTED = re.compile(r"(?:几|多少)(?:[个家户台套栋座条人项名次批辆件所处宗笔])|(?:数量|个数|家数|户数|数目|人数)")
_AREA = re.compile(r"面积|平方|多少亩|多大|厂房|用地|土地")
_THRESHOLD = re.compile(
    r"(?:超过?|过)[十百千\d.]*(?:亿|万)(?:美元|元)?(?=级?项目|企业)|[\d.]*(?:千|百|十)?(?:万|亿)(?:美元|元)?(?:及?以上|以下)(?=的?[\u4e00-\u9fff])"
)
_NOT_YET = re.compile(r"未(?!来)|尚未|没有?|待(?!遇)|拟(?!定)|意向")
_TARGET_WORDS = re.compile(r"目标|计划(?!总投资)|力争|任务|打算|明年|来年|预期|下一步|拟")
_DONE_WORDS = re.compile(r"已经?(?!签约未)|实际|完成|目前|截至|现在|实绩")
_PART_OF = re.compile(r"其中|包括|含|内")
_TOTAL = re.compile(r"共有?|总计|合计|总(?!经理|部)|全部|一共|合同")
_MONEY_UNITS = frozenset({"元", "美元", "欧元", "港元", "日元"})
_AREA_UNITS = frozenset({"㎡", "亩"})
_RATE_UNITS = frozenset({"%", "百分点", "倍", "‰", "名次", "位"})
_THINGS = frozenset({"个", "家", "户", "项", "件", "处", "宗"})
_PEOPLE = frozenset({"人", "名", "位"})
_TIMES = frozenset({"次", "批次", "场次", "场", "批"})
_COMMON = re.compile(r"资金|项目|企业|金额|投资额?|总投资|面积|额度|数量|规模|工程|公司|土地|情况|总额|部分|园区|产业")
"""Words that name no topic by themselves: 到位资金 beside 专项债额度 is the bond's."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A row with the words that name it.

    ``own`` are the words of its clause, ``head`` those of the figure before it (which name it where its own say only 总投资),
    ``lead`` what else stands before it up to the semicolon, ``around`` its sentence, ``earlier`` the sentence before.
    """

    row: Observation
    own: str
    head: str
    lead: str
    around: str
    earlier: str
    sentence: Span
    place: int
    behind: str
    """What follows it up to the next figure."""
    over: Observation | None = None
    """The figure before it in its sentence."""

    @property
    def generic(self) -> bool:
        short = len(self.row.as_written) <= 2 and self.row.indicator not in CATALOGUE.by_name
        return short or generic(self.row.as_written)

    @property
    def value(self) -> Decimal:
        return self.row.quantity.value or Decimal(0)

    @property
    def norm(self) -> Decimal:
        return self.row.quantity.value_norm or Decimal(0)

    @property
    def rate(self) -> bool:
        return self.row.quantity.unit_norm in _RATE_UNITS


@dataclass(frozen=True, slots=True)
class Role:
    """What an operand must be: the question's terms for it with their weights, and what else its words say."""

    words: str
    terms: tuple[tuple[Term, float], ...]
    indicators: frozenset[str]
    stated: frozenset[tuple[Decimal | None, str]]
    periods: tuple[Period, ...]
    status: Status | None
    kind: str | None
    """money, area, count or None where the words leave it open."""
    thresholds: tuple[str, ...] = ()
    """亿元以上: a size that is part of a name and no figure."""


def generic(name: str) -> bool:
    """Whether a name says only what kind of figure it is (总投资, 到位) and not of what."""
    return _GENERIC.fullmatch(name) is not None


_ASKED = re.compile(
    r"(?:多少|几)(?:(?P<money>亿|万元|元|钱)|(?P<area>亩|公顷|平方|万平)|(?P<count>[个家户台套栋座条人项名次批辆件所处宗笔间]))"
)


def asked_kind(question: str) -> str | None:
    """money, area or count where the question names the unit it wants: 多多少亩."""
    match = _ASKED.search(question)
    return match.lastgroup if match else None


def kind_of(unit_norm: str) -> str:
    """Units that may stand in one sum or share: 个, 家, 户 and 项 are one, 人 and 名 another."""
    if unit_norm in _THINGS:
        return "个"
    if unit_norm in _TIMES:
        return "次"
    return "人" if unit_norm in _PEOPLE else unit_norm


def figures(library: Library, group: Group) -> list[Figure]:
    """All figures of a group's reports with their words."""
    found: list[Figure] = []
    for report_id in group.report_ids:
        found.extend(_of_report(library.report(report_id), library.ledger(report_id)))
    return found


def _of_report(report: Report, ledger: Sequence[Observation]) -> Iterator[Figure]:
    text, sentence, earlier, head, at, place = report.text, Span(0, 0), "", "", 0, 0
    rows = sorted((row for row in ledger if row.quantity.value is not None), key=lambda row: row.value_span)
    for number, row in enumerate(rows):
        if not sentence.contains(row.value_span):
            before = sentence
            sentence = sentence_at(text, row.value_span)
            earlier = before.of(text) if before.end and not text[before.end : sentence.start].strip() else _before(text, sentence)
            head, at, place = "", sentence.start, 0
        following = rows[number + 1].value_span.start if number + 1 < len(rows) else len(text)
        stop = min(following, sentence.end)
        start = at
        if place:
            mark = _BREAK.search(text, at, row.value_span.start)
            start = mark.end() if mark else at
        closing = _BREAK.search(text, row.value_span.end, stop)
        end = max(row.value_span.end, min(closing.start() if closing else stop, stop))
        own = text[start:end]
        segment = max(text.rfind(mark, sentence.start, start) for mark in ";；") + 1 or sentence.start
        yield Figure(
            row,
            own,
            head,
            text[max(segment, sentence.start) : start],
            sentence.of(text),
            earlier,
            sentence,
            place,
            text[row.value_span.end : stop],
            rows[number - 1] if place else None,
        )
        head, at, place = own, row.value_span.end, place + 1


def _before(text: str, sentence: Span) -> str:
    at = max(text.rfind(mark, 0, max(0, sentence.start - 1)) for mark in _SENTENCE_END) + 1
    return text[at : sentence.start]


# --- what an operand's words ask for --------------------------------------------------------------------------------


def roles(library: Library, asking: Asking, operands: Sequence[str], periods: Mapping[str, Period]) -> list[Role]:
    """One role an operand. Terms of the question that stand in no operand are common to all; an operand without a term of its
    own takes those of the others, for in 获批的额度里到账的占多少 the second means 到账的额度.
    """
    terms = [term for term in asking.reading.terms if _NOISE.fullmatch(term.word) is None]
    held = [_own(library, words, asking.reading.terms) for words in operands]
    named = {term.word for each in held for term in each}
    common = tuple(term for term in terms if term.word not in named and term.word not in asking.question)
    if not asking.reading.terms or not named:
        common = tuple(term for term in terms if term.word not in named)
    found = []
    for words, own in zip(operands, held, strict=True):
        mine = {term.word for term in own}
        others = {term.word: term for each in held for term in each if term.word not in mine}
        topical = bool(_THRESHOLD.search(words)) or any(
            term.weight >= 0.5 and term.word not in STAGES and _COMMON.fullmatch(term.word) is None for term in own
        )
        borrowed = 0.08 if topical else 0.5
        # 总投资 and 资金 are said of everything: what tells figures apart are the other words.
        weighted = [(term, term.weight * (0.5 if _is_common(term) and len(own) > 1 else 1.0)) for term in own]
        weighted += [(term, term.weight * 0.7) for term in common]
        weighted += [(term, term.weight * borrowed) for term in others.values()]
        found.append(_role(asking, words, tuple(weighted), periods))
    return found


def _is_common(term: Term) -> bool:
    return re.fullmatch(f"(?:项目|企业)?(?:{_SPENT.pattern}|投资总额)", term.word) is not None


def _own(library: Library, words: str, asked: Sequence[Term]) -> tuple[Term, ...]:
    """Terms of an operand: those the question has too, whole or as a part (问题 of 问题解决率); all of them for words not of it."""
    read = [term for term in library.understand(words, zones=("",)).reading.terms if _NOISE.fullmatch(term.word) is None]
    known = [term for term in asked if term.word in words and _NOISE.fullmatch(term.word) is None]
    names = {term.word for term in known}
    known += [term for term in read if term.word not in names and any(term.word in other.word for other in asked)]
    kept = [term for term in known if not any(term is not other and term.word in other.word for other in known)]
    return tuple(kept or known or read)


def _role(asking: Asking, words: str, terms: tuple[tuple[Term, float], ...], periods: Mapping[str, Period]) -> Role:
    thresholds = tuple(match.group() for match in _THRESHOLD.finditer(words))
    plain_words = _THRESHOLD.sub("", words)
    stated = frozenset(
        (figure.value_norm, figure.unit_norm) for figure in asking.reading.figures if figure.text.strip("约近超达") in plain_words
    )
    kind = (
        "count" if _COUNTED.search(words) else "money" if _MONEY.search(plain_words) else "area" if _AREA.search(words) else None
    )
    status = Status.TARGET if _TARGET_WORDS.search(words) else Status.ACTUAL if _DONE_WORDS.search(words) else None
    return Role(
        words,
        terms,
        frozenset(mention.indicator.name for mention in asking.reading.indicators if mention.written in words),
        stated,
        tuple(period for written, period in periods.items() if written in words),
        status,
        kind,
        thresholds,
    )


# --- how a figure fits ----------------------------------------------------------------------------------------------


def held(role: Role, figure: Figure) -> float:
    """Share of an operand's words that stand in or over a figure, 0 to 1."""
    total = sum(weight for _, weight in role.terms)
    if not total:
        return 0.0
    path = "".join(figure.row.path)
    money = figure.row.quantity.unit_norm in _MONEY_UNITS
    own = figure.own + "|" + figure.row.as_written + "|" + figure.row.indicator
    over = 0.85 if figure.generic or figure.own.lstrip().startswith(("(", "（")) else 0.5
    places = (
        (1.0, own),
        (over, figure.head),
        (0.8, figure.row.subject if figure.row.subject_kind is not SubjectKind.ZONE else ""),
        (0.6, figure.lead),
        (0.55, figure.behind),
        (0.45, path),
        (0.4, figure.around),
        (0.3, figure.earlier),
    )
    gained = 0.0
    for term, weight in role.terms:
        most = 0.7 if money and _SPENT.fullmatch(term.word) else 0.0
        for worth, text in places:
            if worth > most and text:
                # 续建 may stand for 在建, but a text that says 在建 is meant before it.
                exact = 1.0 if term.word in text else 0.92
                most = max(most, worth * exact * holds_term(term, text))
        gained += weight * most
    return gained / total


def names(figure: Figure, noun: str, terms: Sequence[Term]) -> bool:
    """Whether a figure is named by a noun of the question: its own words hold one of the noun's terms."""
    asked = [term for term in terms if term.word in noun and _NOISE.fullmatch(term.word) is None]
    naming = figure.lead + figure.own + figure.row.as_written + figure.row.indicator + (figure.head if figure.generic else "")
    return not asked or any(holds_term(term, naming) >= 0.5 for term in asked) or bool(_SPENT.search(noun)) and not figure.rate


def fit(role: Role, figure: Figure) -> float:
    """How well a figure is what an operand's words mean; above 0.5 it may be, 1 and more it most likely is."""
    row, score = figure.row, held(role, figure)
    naming = figure.own + (figure.head if figure.generic else "")
    score += 0.2 * _precision(role, figure)
    if row.indicator in role.indicators:
        score += 0.2
    if role.stated and _describes(role):
        # 那9个项目的投资: the count tells which statement is meant, the sum behind it is wanted.
        over = figure.over.quantity if figure.over is not None else None
        score += 0.4 if over is not None and (over.value_norm, over.unit_norm) in role.stated else 0.0
    elif role.stated:
        score += 0.8 if (row.quantity.value_norm, row.quantity.unit_norm) in role.stated or _same_digits(role, row) else -0.4
    for threshold in role.thresholds:
        score += 0.5 if threshold in naming or threshold in row.as_written else -0.3
    for stage, written in STAGES.items():
        if stage in role.words and stage != "完成":
            score += 0.12 if re.search(written, naming) else -0.25
    if bool(_NOT_YET.search(role.words)) != bool(_NOT_YET.search(naming)):
        score -= 0.25
    score += _unit_fit(role, figure) + _status_fit(role, row) + _period_fit(role, row)
    if row.subject_kind is SubjectKind.COMPANY and not _speaks_of(role, row.subject):
        score -= 0.25
    if row.subject_kind in (SubjectKind.PROJECT, SubjectKind.PARK, SubjectKind.REGION) and not _speaks_of(role, row.subject):
        score -= 0.08
    return score


def _describes(role: Role) -> bool:
    """Whether the figures in an operand's words are counts of things whose amount of money is meant."""
    return role.kind == "money" and all(unit in _THINGS for _, unit in role.stated)


def _same_digits(role: Role, row: Observation) -> bool:
    """60亿 in a question is 60亿元: a scale without its unit."""
    return any(value == row.quantity.value_norm and unit in ("", "个", row.quantity.unit_norm) for value, unit in role.stated)


def _precision(role: Role, figure: Figure) -> float:
    """Share of a figure's own name that the operand's words account for."""
    above = figure.over.as_written if figure.generic and figure.over else ""
    name = re.sub(r"[的\s了]", "", above + figure.row.as_written)
    covered = [False] * len(name)
    known = {term.word for term, _ in role.terms} | {other for term, _ in role.terms for other in term.alternatives}
    known |= {role.words[at : at + 2] for at in range(len(role.words) - 1)}
    for word in known:
        start = name.find(word) if len(word) > 1 else -1
        while start >= 0:
            covered[start : start + len(word)] = [True] * len(word)
            start = name.find(word, start + 1)
    return sum(covered) / len(name) if name else 0.0


def _unit_fit(role: Role, figure: Figure) -> float:
    unit = figure.row.quantity.unit_norm
    if role.kind == "money":
        return 0.1 if unit in _MONEY_UNITS else -0.35
    if role.kind == "count":
        return 0.05 if unit not in _MONEY_UNITS | _AREA_UNITS | _RATE_UNITS else -0.35
    if role.kind == "area":
        return 0.1 if unit in _AREA_UNITS else -0.15
    return 0.0


def _status_fit(role: Role, row: Observation) -> float:
    if role.status is Status.TARGET:
        return 0.25 if row.status is Status.TARGET else -0.2
    if role.status is Status.ACTUAL:
        return -0.3 if row.status is Status.TARGET else 0.1
    return -0.12 if row.status is Status.TARGET or is_plan(row.path) else 0.05


def _period_fit(role: Role, row: Observation) -> float:
    if not role.periods or row.period is None:
        return 0.0
    if any(period == row.period for period in role.periods):
        return 0.25
    return 0.08 if any(period.overlaps(row.period) for period in role.periods) else -0.3


def _speaks_of(role: Role, subject: str) -> bool:
    return any(holds_term(term, subject) >= 0.5 for term, weight in role.terms if weight >= 0.3)


def plain_growth(row: Observation) -> Decimal | None:
    """A row's growth on the year before in percent, where that is what it states."""
    growth = row.growth
    if growth is None or growth.kind is not GrowthKind.YOY or growth.unit != "%":
        return None
    return growth.value
