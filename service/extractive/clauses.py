"""Clauses of reports: how much of a claim stands in one, and whether it says a thing is done, partly done, under way or wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from index.domain import Observation, Quantity, Span, Status
from index.library import Library, Located, Term, holds_term, is_plan, with_points
from service.extractive.claims import Action, Claim
from service.wanted import GENERAL


class Standing(Enum):
    """How far a clause says a thing has come."""

    REACHED = "reached"
    PARTLY = "partly"
    NOT = "not"
    WANTED = "wanted"
    UNDER_WAY = "under_way"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Clause:
    """A run of clauses of one sentence of a report; ``lead`` is what of the sentence stands before it, ``context`` before that."""

    report_id: str
    span: Span
    text: str
    lead: str
    behind: str
    context: str
    path: tuple[str, ...]
    rows: tuple[Observation, ...]
    score: float = 0.0

    @property
    def around(self) -> str:
        return self.lead + self.text


_PARTS = re.compile(r"(?:[^,，;；。!?！？:：\n(（]|[(（][^)）\n]*[)）]?|[:：](?=\d))+[,，;；。!?！？:：]?")
_SENTENCE_BREAK = re.compile(r"[;；]$")
_LEANING = re.compile(r"\s*(?:同比|环比|比上年|比去年|较上年|增长|下降|增幅|占|完成(?:年|全年)|比序时)")
_LONGEST = 90
_NEAR = 0.75
"""Share of its weight that a word counts which stands in the clause's sentence before it."""
_UNDER_HEADING = 0.5
_FAR = 0.4
_TELLING, _NOUN, _CATALOGUE = 0.5, 0.85, 1.4
"""Weights of a question's words: from which on one tells, from which on it is a thing, and that of an indicator's name."""
_LABEL = 40
"""Characters of a sentence that only names what its paragraph speaks of."""
_RESEMBLES = 0.35
"""What a word counts of which only a pair of characters stands in a text: 覆盖面, 覆盖98%的事项."""


def clauses_of(library: Library, located: Sequence[Located], claim: Claim) -> list[Clause]:
    """Every short run of clauses of the sentences located, best first."""
    seen: set[tuple[str, Span]] = set()
    found: list[Clause] = []
    for each in located:
        key = (each.passage.report_id, each.sentence)
        if key not in seen:
            seen.add(key)
            found += _of_sentence(library, each, claim)
    return sorted(found, key=lambda each: (-each.score, len(each.text), each.report_id, each.span))


def _of_sentence(library: Library, located: Located, claim: Claim) -> Iterator[Clause]:
    report = library.report(located.passage.report_id)
    text, sentence = report.text, located.sentence
    ledger = [row for row in library.ledger(report.id) if sentence.contains(row.value_span)]
    begin = text.rfind("\n", 0, sentence.start) + 1
    parts = [Span(*match.span()) for match in _PARTS.finditer(with_points(text), sentence.start, sentence.end)]
    for first, part in enumerate(parts):
        if first and _LEANING.match(text, part.start):
            continue
        for last in range(first, min(first + 4, len(parts))):
            span = Span(part.start, parts[last].end)
            if last > first and (len(span) > _LONGEST or _SENTENCE_BREAK.search(text[: parts[last - 1].end][-1:])):
                break
            clause = Clause(
                report.id,
                span,
                span.of(text),
                text[sentence.start : span.start],
                text[span.end : sentence.end],
                text[max(begin, sentence.start - 160) : sentence.start],
                located.passage.path,
                tuple(row for row in ledger if span.contains(row.value_span)),
            )
            yield _scored(clause, claim)


def holds_word(term: Term, text: str) -> float:
    """How much of a word a text holds: the word itself wholly, an everyday word for it less, unless it is a catalogue name."""
    if term.word.lower() in text.lower():
        return 1.0
    # A catalogue name's alternatives are its other names; those of other words only resemble them (宿舍, 公租房).
    held = holds_term(term, text) * (1.0 if term.weight == _CATALOGUE else 0.7)
    pairs = [term.word[at : at + 2] for at in range(len(term.word) - 1)] if len(term.word) > 2 else []
    return held or (_RESEMBLES if any(pair in text for pair in pairs) else 0.0)


def _scored(clause: Clause, claim: Claim) -> Clause:
    total = sum(term.weight for term in claim.subject) or 1.0
    path = "".join(clause.path)
    gained = 0.0
    for term in claim.subject:
        gained += term.weight * max(
            holds_word(term, clause.text),
            _NEAR * holds_word(term, clause.lead),
            _UNDER_HEADING * holds_word(term, path),
            _FAR * holds_word(term, clause.context),
        )
    figures = sum(states(clause, figure) for figure in claim.figures) / (len(claim.figures) or 1)
    acts = 0.3 if claim.action is not None and acts_in(claim.action, clause.text) is not None else 0.0
    score = gained / total + 0.6 * figures + acts - 0.0008 * len(clause.text)
    return Clause(
        clause.report_id, clause.span, clause.text, clause.lead, clause.behind, clause.context, clause.path, clause.rows, score
    )


def telling(claim: Claim) -> tuple[Term, ...]:
    """The words of a claim that tell of what it speaks; 项目, 企业 and the like tell it only where nothing else does."""
    return tuple(term for term in claim.subject if term.word not in GENERAL) or claim.subject


def spoken_of(clause: Clause, claim: Claim) -> float:
    """Share of a claim's telling words that stand, or are resembled, in a clause, its sentence before it, or above it."""
    words = telling(claim)
    total = sum(term.weight for term in words)
    if not total:
        return 1.0
    above = "".join(clause.path[-1:]) + (clause.context if len(clause.lead) < _LONGEST else "")
    held = sum(
        term.weight * (1.0 if holds_word(term, clause.around) > 0 else 0.7 if holds_word(term, above) > 0 else 0.0)
        for term in words
    )
    return held / total


_NO_SUBJECT = re.compile(
    r"已经?|现已?|目前|于|均|都|全部|全面|正式|顺利|圆满|成功|当年|今年|去年|上半年|下半年|全年|\d+|[年月日]|份|[底初末]|[上中下]旬|并|且|也|了|其中|共计?|累计|实现|完成|通过|"
    r"达到?|为|约|近|超过?|突破|同比|增长|主体|土建|初步|随后|截[至止]|一期|二期|建设|施工|合同|总额|金额|额度|资金|面积|数量|又|再|还|新增|[,，、.%%个家户项亿万元()（）“”《》:：-]|\s"
)


def tells_all(clause: Clause, claim: Claim, at: int, *, named: bool = False) -> bool:
    """Whether a clause is sure to speak of all that a claim tells: the ground on which alone a yes may be said.

    Each telling word stands in the very clause at ``at`` (an offset in the run), or in its sentence before it where the clause
    names no subject of its own: in A已开工,B已竣工 nothing is said of A's end. ``named`` says that the figure's own indicator
    is the one asked for, so that its words need not stand there.
    """
    part = next((match for match in _PARTS.finditer(clause.text) if match.start() <= at < match.end()), None)
    own, start = (part.group(), part.start()) if part is not None else (clause.text, 0)
    before = clause.lead + clause.text[:start]
    before = before[max(before.rfind(";"), before.rfind("；")) + 1 :]
    label = clause.path[-1] if clause.path else ""
    label += clause.context if len(clause.context) <= _LABEL and not clause.lead.strip() else ""
    bare = len(_NO_SUBJECT.sub("", own[: max(0, at - start)])) < 2
    words = telling(claim)
    if not words or all(term.word in GENERAL for term in words) and not named:
        return False
    for term in words:
        if term.weight < _TELLING or (named and term.weight == _CATALOGUE):
            continue
        need = 1.0 if term.weight >= _NOUN else 0.7
        if holds_word(term, own) >= need or (bare and max(holds_word(term, before[-_LONGEST:]), holds_word(term, label)) >= need):
            continue
        return False
    return True


def in_one_clause(clause: Clause, one: int, other: int) -> bool:
    """Whether two offsets of a run stand in one clause of it, or in neighbours of which the second names no subject of its own."""
    first, second = min(one, other), max(one, other)
    breaks = [match.end() for match in re.finditer("[,，]", clause.text[first:second])]
    return not breaks or len(_NO_SUBJECT.sub("", clause.text[first + breaks[-1] : second])) < 2


_COUNTS = frozenset("个家户项名人次条座栋套批台件宗")


def alike(one: str, other: str) -> bool:
    """Whether two units say the same kind of thing: 个, 家 and 户 all count."""
    return one == other or (one in _COUNTS and other in _COUNTS)


def states(clause: Clause, figure: Quantity) -> bool:
    """Whether a clause states a figure of the question."""
    for row in clause.rows:
        if same(row.quantity, figure):
            return True
        if row.growth and row.growth.value == figure.value_norm and row.growth.unit == figure.unit_norm:
            return True
        if row.progress and row.progress.value == figure.value_norm and figure.unit_norm == "%":
            return True
    digits = re.search(r"\d[\d,.]*", figure.text)
    if digits is None:
        return re.sub(r"[^零一二两三四五六七八九十百千万亿\w]", "", figure.text) in clause.text
    unit = figure.text[digits.end() :].rstrip("以上左右多余下")[:2]
    return re.search(rf"(?<![\d.]){re.escape(digits.group())}{re.escape(unit)}", clause.text) is not None


def same(one: Quantity, other: Quantity) -> bool:
    """Whether two figures are one: value and unit, and the upper end where both have one."""
    value = one.value_norm is not None and one.value_norm == other.value_norm
    return value and alike(one.unit_norm, other.unit_norm) and (other.high_norm is None or one.high_norm == other.high_norm)


# --- how far a thing has come -----------------------------------------------------------------------------------------

_WANTED = re.compile(
    r"力争|力求|争取(?![到了])|确保(?!了)|计划(?!总?投资|内|外)|目标|(?<!模)拟(?!定|订)|打算|预期|有望|预计|即将|准备|下一步|将(?!军|近)|可(?=投|达|建|竣|通|启|完|交|新增|实现|全|正式|具备|动|进|开)"
    r"|(?:年底|年内|月底|月份|月中旬|月[上下]旬)[^,，;；。]{0,3}(?=完工|竣工|建成|投产|交付|完成|通车|投用|投入|启动|开工|运行|达产)|月(?:底|份|中旬|末)?之?前(?!三?[季个])"
    r"|年底(?:之)?前|年内|近期|尽快|尽早|要(?=完成|实现|在|达|建|争|加)|待(?!遇)|有待|瞄准|冲刺|规划(?!面积)|推进[^,，;；。]{0,14}(?:尽|早)"
)
_UNDER_WAY = re.compile(
    r"申报|申请|创建|争创|推动|推进|促进|培育|夯实|筹备|前期|正在|着手|谋划|洽谈|对接|抓紧|加快|办理|起草|草案|征求意见|初审|审核|审批中|招投标|拟[定订]|初步|意向|跟踪|启动|跟进|试行稿|包装|储备|(?<!内|存)在(?=建|谈|审|办)|施工中|建设中|进行"
)
_DENIES = re.compile(
    r"尚未|还未|未能|没有|没能|暂未|仍未|均未|并未|未(?!来|央)|无法|难以|不(?=具备|符合|达|再)|暂缓|推迟|延期|停滞|取消|终止"
)
_DONE = re.compile(r"已(?!签约未|成为)|现已|均|完成了|成功|正式(?!运|开|投)|顺利|圆满|全面建成|目前已|累计")
_SOME = re.compile(r"主体|附属|一期|二期|三期|部分|先行|首批|土建|路基|框架|基础工程|首期|启动区|其中")
_SHARE = re.compile(
    r"完成(?:了|总[^,，。;；]{0,6})?(?:约|近|超|过)?\s?(?P<share>\d+(?:\.\d+)?)\s?%|(?P<near>过半|近半|一半|大半)|(?:形象)?进度[^,，。;；]{0,6}?(?P<part>\d+(?:\.\d+)?)\s?%"
)


_COUNTED = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s?(?P<unit>万?(?:平方米|亩|公里|套|个|家|户|栋|条|台))")


def _fewer_of(text: str) -> bool:
    """Whether a clause says of how many of a number it is so: 建设600套,已交付260套."""
    counted = [(float(match["number"]), match["unit"], match.start()) for match in _COUNTED.finditer(text)]
    return any(
        unit == other and number > fewer and re.search(r"已|其中|完成|竣工|开工|交付", text[at:later])
        for number, unit, at in counted
        for fewer, other, later in counted
        if at < later
    )


def acts_in(action: Action, text: str) -> re.Match[str] | None:
    """Where a text says that a thing is done, or speaks of the doing."""
    matches = list(action.reached.finditer(text)) or (list(action.also.finditer(text)) if action.also else [])
    return matches[-1] if matches else None


def governed_by(clause: Clause, at: int, words: re.Pattern[str], *, spoken: str = "") -> str | None:
    """The word of a kind that governs offset ``at`` of a clause: before it, with no word of done and no semicolon between.

    Words that the question itself has (``spoken``) govern nothing: 申报了吗 asks just that.
    """
    before = clause.lead[max(clause.lead.rfind(";"), clause.lead.rfind("；")) + 1 :] + clause.text[:at]
    found = [match for match in words.finditer(before) if match.group() not in spoken or not match.group()]
    if not found:
        return None
    last = found[-1]
    between = before[last.end() :]
    if _DONE.search(between):
        return None
    # A word two commas back governs only an enumeration that it opens.
    return last.group() if len(re.findall(r"[,，]", between)) <= 3 and "。" not in between else None


def standing(clause: Clause, claim: Claim) -> tuple[Standing, str]:
    """How far a clause says the thing asked about has come, and the word that says so."""
    action = claim.action
    share = _SHARE.search(clause.text)
    part = next((share[name] for name in ("share", "part") if share and share[name]), None)
    if share is not None and (share["near"] or (part and float(part) < 100)):
        return Standing.PARTLY, ""
    if _fewer_of(clause.text):
        return Standing.PARTLY, ""
    doing = acts_in(action, clause.text) if action is not None else None
    at = doing.end() if doing else len(clause.text)
    if (word := governed_by(clause, at, _WANTED, spoken=claim.question)) is not None:
        return Standing.WANTED, word
    if (word := _near(clause.text[:at], _DENIES)) is not None:
        return Standing.NOT, word
    if _planned(clause, at):
        return Standing.WANTED, ""
    doings = (
        _UNDER_WAY
        if doing is None
        else re.compile(_UNDER_WAY.pattern.replace("启动|", ""))
        if action and action.name == "开工"
        else _UNDER_WAY
    )
    behind = clause.text[at : at + 10]
    if doing is None:
        found = [match.group() for match in doings.finditer(clause.text) if match.group() not in claim.question]
        if found:
            return Standing.UNDER_WAY, found[-1]
        return Standing.SILENT, ""
    if action is not None and action.name == "开工":
        return Standing.REACHED, doing.group()
    word = _near(clause.text[: doing.start()], doings, spoken=claim.question) or (
        governed_by(clause, at, doings, spoken=claim.question) if not _DONE.search(clause.text[:at]) else None
    )
    if word is not None or (
        behind_word := re.match(r"(?:的?前期|申报|申请|材料|意向|审核|初审|[^,，。;；]{0,8}(?:草案|征求意见|试行稿))", behind)
    ):
        return Standing.UNDER_WAY, word or (behind_word.group() if behind_word else "")
    some = [match.group() for match in _SOME.finditer(clause.text[: doing.start()]) if match.group() not in claim.question]
    if some:
        return Standing.PARTLY, some[-1]
    return Standing.REACHED, doing.group()


def _near(text: str, words: re.Pattern[str], *, spoken: str = "") -> str | None:
    """The last word of a kind in a text that the question does not have itself."""
    found = [match.group() for match in words.finditer(text) if match.group() not in spoken]
    return found[-1] if found else None


def _planned(clause: Clause, at: int) -> bool:
    """Whether a clause stands among plans: under a heading of plans, or among figures that are targets."""
    if _DONE.search(clause.text[:at]):
        return False
    if is_plan(clause.path):
        return True
    head = clause.lead.split(":")[0].split("：")[0] if re.search("[:：]", clause.lead) else ""
    opened = re.search(r"(?:任务|安排|打算|计划|思路|目标|重点工作)", head) and re.search(
        r"\d{4}年|明年|下半年|下一步|全年", head
    )
    return bool(opened) or any(row.status is Status.TARGET for row in clause.rows)
