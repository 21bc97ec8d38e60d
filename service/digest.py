"""What a briefing says when no model writes it: the report's own clauses, sorted into the briefing's sections (简报栏目).

A report is cut into sentences. Each is given to one section by its headings and words, trimmed to the clauses that carry
its facts (long lists of names go), and weighed by how much it states. What is chosen is verbatim; only a status the clause
itself does not say (预计数, 目标) is added, because it stood in the words that governed it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.domain import Observation, Report, Span, Status, SubjectKind, path_at
from index.library import STATUS_WORDS

OVERVIEW, FIGURES, INVESTMENT, PROJECTS, MEANS = "概况", "主要指标", "招商引资", "项目建设", "要素保障"
REFORM, PROBLEMS, NEXT, NOTES = "改革与服务", "存在问题", "下一步", "数据说明"
SECTIONS = (OVERVIEW, FIGURES, INVESTMENT, PROJECTS, MEANS, REFORM, PROBLEMS, NEXT, NOTES)

BUDGET = {OVERVIEW: 90, FIGURES: 230, INVESTMENT: 150, PROJECTS: 90, MEANS: 230, REFORM: 220, PROBLEMS: 210, NEXT: 310}
"""Characters a section may take for one report: about 1400 in all, two pages (length of the rubric's model briefing)."""

OPENING = 600
"""Characters at the head of a report that may speak for the whole of it, where no heading comes first."""

SHORTEST = 8
"""Characters below which words between two stops say nothing by themselves."""

SHORT = 56
"""Characters up to which a sentence stays whole: trimming clauses off it would save little."""

LONGEST_SENTENCE, LONGEST_FIGURES = 110, 200
"""Characters a trimmed sentence may take; one that lists main figures is the section itself."""

LEAST_WEIGHT = 1.8
"""Below it a sentence is filler: it joins a section only where nothing better does."""

LONGEST_RUN = 280
"""Characters of one cited run of clauses; a quote may have 300."""

_TOPICS: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    FIGURES: (
        re.compile(r"经济运行|经济指标|主要指标|运行情况|指标完成"),
        re.compile(
            r"总产值|增加值|税收|税金|固定资产投资|主营业务收入|营业收入|总收入|进出口|生产总值|财政总?收入|从业人员|增速|增幅|业务额|序时进度|利润"
        ),
    ),
    INVESTMENT: (
        re.compile(r"招商|双招双引|引资|项目招引"),
        re.compile(r"招商|签约|引资|客商|在谈|洽谈|到位资金|回湘|引进|招引|项目储备|考察"),
    ),
    PROJECTS: (
        re.compile(r"项目(?:建设|推进|进展)|重[大点]项目|开工|投产|载体|工程建设"),
        re.compile(
            r"开工|投产|竣工|在建|封顶|主体|施工|项目\d{1,5}个|\d{1,5}个项目|亿元以上项目|万元以上项目|启动.{0,20}项目|落实.{0,12}项目"
        ),
    ),
    MEANS: (
        re.compile(r"要素|土地|用地|资金|平台建设|承载|配套|基础设施|扩区|调区|转型升级"),
        re.compile(r"亩|公顷|土地|用地|调区|扩区|融资|授信|专项债|国债|贷款|管网|供热|供汽|污水|腾地|报批|公租房|标准化?厂房"),
    ),
    REFORM: (
        re.compile(r"改革|服务|营商|助企|体制|机制|创新|机关作风"),
        re.compile(
            r"改革|编制|剥离|划转|职数|内设机构|营商|走访|包保|首席服务员|吹哨|最多跑一次|审批|薪酬|一区四园|服务(?:机制|制度|中心)|市场主体"
        ),
    ),
}
_PROBLEM_HEADING = re.compile(r"问题|困难|不足|短板|制约")
_PLAN_HEADING = re.compile(r"下一?步|下阶段|打算|安排|计划|思路|工作措施|下半年|明年|来年|展望|努力方向|重点任务")
_PLAN_WORDS = re.compile(
    r"力争|力求|确保|计划(?!单列)|(?<!年)(?<!下达)目标(?!任务)|拟|打算|预计(?!数|完成)|将(?:要|达|实现|完成|建|继续)|要(?:抓|按|高|在|抢|加快)|年底前?|新的一年"
)
_AIM = re.compile(r"目标(?:就)?是|总目标|以.{2,24}为目标")
_COUNTS = re.compile(r"(?<!待)(?<!未)(?:签约|开工|投产)项目\d|(?:万|亿)元以上项目|到位资金")
"""The counts a reader of these sections looks for first."""

_BEHIND = re.compile(r"差欠|欠[帐账]|未达到|资金缺口|停产|增幅低|进度慢")
"""Words of arrears: a problem even where the report has no section of problems."""
_STATUS_NOTE = {Status.TARGET: "(目标)", Status.ESTIMATE: "(预计数)"}
_SENTENCE = re.compile(r"[^。!?\n]+(?:(?<=\d)。(?=\d{1,4}(?:亿|万|%|个百分点))[^。!?\n]+)*[。!?]?")
_CLAUSE = re.compile(r"(?:\([^()\n]{1,60}\)|[^,;\uff0c\uff1b]|(?<=\d),(?=\d{3}(?!\d)))+[,;\uff0c\uff1b]?")
_EDGE = " 。:,;、\uff0c\uff1b\uff1a"
"""What may stand at the edges of a clause without being part of it: clean text has narrow signs, a comma between digits stays wide."""
_ENUMERATOR = re.compile(
    r"\s*(?:[一二三四五六七八九十]+是|[(〔]?\d{1,2}[)〕]|\d{1,2}[.、](?!\d)|[(〔][一二三四五六七八九十]+[)〕]|[一二三四五六七八九十]+、|[①-⑳])"
)
_SLOGAN = re.compile(
    r"坚持以|指导下|真抓实干|开拓创新|脚踏实地|抢抓|紧紧围绕|坚强领导|大力支持下|深入学习|牢固树立|不断增强|意识|精神|使命|担当|奋力|锐意|昂扬|激情"
)
_SPOKEN = re.compile(r"[“\"][^”\"]{60,}|^我们|[?!]$|记者|总经理|董事长|说[。,]?$")
_FIGURE = re.compile(r"\d")
_LISTED = re.compile(r"^(?:包括|其中包括|主要(?:有|包括|产品)|如|例如|分别(?:是|为)|有)")
_WHEN = re.compile(
    r"^(?:(?:20\d\d年)?(?:\d{1,2}(?:[-~至]\d{1,2})?月(?:份|底|末)?|上半年|下半年|全年|前[一二三]季度)|今年(?:以?来|上半年)?|截[至止].{0,12}|目前|20\d\d年)$"
)
_CLOSING = re.compile(r"如下[。:]?$|汇报(?:材料)?[。]?$|总结[。]?$")
_PROJECT_WORDS = re.compile(r"项目|开工|投产|竣工|企业\d|\d{1,5}(?:余|多)?(?:家|户)企业")
_ASIDE = re.compile(r"^(?:从|据|根据).{2,30}(?:来看|看|显示|了解)$")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Clauses of one sentence of a report, ready to stand in a section. ``runs`` are the exact spans they are cited by."""

    section: str
    report_id: str
    text: str
    runs: tuple[Span, ...]
    weight: float

    @property
    def start(self) -> int:
        return self.runs[0].start


def excerpts(report: Report, observations: Sequence[Observation], *, focus: str | None = None) -> list[Excerpt]:
    """Every sentence of the report that belongs to a section, in order of place. ``focus`` words make a sentence weigh more."""
    damaged = [repair.span for repair in report.repairs if repair.kind in ("damaged", "masked")]
    found = []
    for span, path, opening in _sentences(report):
        text = span.of(report.text)
        inside = [each for each in observations if span.contains(each.value_span)]
        if len(text) < SHORTEST or (_CLOSING.search(text.strip()) and not inside) or any(span.overlaps(each) for each in damaged):
            continue
        section = _section(text, path, inside, opening=opening)
        if section is None:
            continue
        runs = _runs(report.text, span, inside, section)
        if not runs:
            continue
        words = _worded(report.text, runs, inside)
        found.append(Excerpt(section, report.id, words, runs, _weight(words, section, inside, path, focus)))
    return found


def choose(found: Iterable[Excerpt], section: str, budget: int) -> list[Excerpt]:
    """The weightiest excerpts of a section that fit into ``budget`` characters (at least one), in order of place."""
    chosen: list[Excerpt] = []
    room = budget
    seen: set[str] = set()
    for each in sorted((each for each in found if each.section == section), key=lambda each: (-each.weight, each.start)):
        key = re.sub(r"\W", "", each.text)
        if key in seen or (chosen and len(each.text) > room) or each.weight < (LEAST_WEIGHT if chosen else 0.0):
            continue
        chosen.append(each)
        seen.add(key)
        room -= len(each.text)
        if room <= 0:
            break
    return sorted(chosen, key=lambda each: each.start)


def _sentences(report: Report) -> Iterable[tuple[Span, tuple[str, ...], bool]]:
    """Sentences outside headings, with the headings above and whether they open the report (before its first heading)."""
    headings = sorted(section.heading_span for section in report.sections)
    first = min(headings[0].start if headings else len(report.text), OPENING)
    sections = sorted(report.sections, key=lambda section: section.span)
    spans: list[Span] = []
    for match in _SENTENCE.finditer(report.text):
        span = _bare(report.text, Span(*match.span()), headings)
        if not len(span):
            continue
        if spans and span.of(report.text).startswith("其中") and span.end - spans[-1].start <= LONGEST_RUN:
            span = Span(spans.pop().start, span.end)
        spans.append(span)
    for span in spans:
        yield span, path_at(sections, span.start), span.start < first


def _bare(text: str, span: Span, headings: Sequence[Span]) -> Span:
    """A sentence without the heading, the ordinal (一是, 1.) and the stray signs it starts with."""
    for heading in headings:
        if heading.start <= span.start < heading.end:
            span = Span(min(heading.end, span.end), span.end)
    enumerator = _ENUMERATOR.match(span.of(text))
    span = Span(span.start + (enumerator.end() if enumerator else 0), span.end)
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip(_EDGE)), span.end)


def _section(text: str, path: tuple[str, ...], inside: Sequence[Observation], *, opening: bool) -> str | None:
    """Section of a sentence: planning and problem headings rule, then targets, then the most telling words."""
    targets = sum(each.status is Status.TARGET for each in inside)
    wanted = targets * 2 > len(inside) or (targets > 0 and bool(_AIM.search(text)))
    planned = bool(_PLAN_WORDS.search(text) or _AIM.search(text)) and (wanted or not inside)
    done = bool(inside) and all(each.status is Status.ACTUAL for each in inside)
    for heading in reversed(path):
        if _PROBLEM_HEADING.search(heading):
            return NEXT if planned else PROBLEMS
        if _PLAN_HEADING.search(heading) and not done:
            return NEXT
    if opening and not path:
        return OVERVIEW
    if _BEHIND.search(text) and not any(_PLAN_HEADING.search(heading) for heading in path):
        return PROBLEMS
    if planned and (wanted or not path):
        return NEXT
    scores = {
        section: 3 * sum(bool(telling.search(heading)) for heading in path[-1:]) + min(3, len(set(words.findall(text))))
        for section, (telling, words) in _TOPICS.items()
    }
    best = max(scores, key=lambda section: scores[section])
    return best if scores[best] > 0 else None


def _runs(text: str, span: Span, inside: Sequence[Observation], section: str) -> tuple[Span, ...]:
    """The clauses worth keeping, joined where they stand together: those with figures and what governs them.

    A short sentence stays whole. One without figures stays whole up to the limit of a quote.
    """
    clauses = [Span(*match.span()).shifted(span.start) for match in _CLAUSE.finditer(span.of(text))]
    words = [clause.of(text).strip(_EDGE) for clause in clauses]
    kept = [not _name_list(clause) and not _ASIDE.search(clause) for clause in words]
    if len(span) > SHORT and inside:
        figures = [
            "%" in clause.of(text) or any(clause.overlaps(Span(each.value_span.start, each.span.end)) for each in inside)
            for clause in clauses
        ]
        governed = _governing(words, clauses, figures, inside)
        kept = [keep and (figures[place] or place in governed) for place, keep in enumerate(kept)]
    elif section == OVERVIEW:
        # What follows 在…领导下 speaks of the zone; the run must stay whole to read as a sentence.
        plain = [place for place, clause in enumerate(words) if not _SLOGAN.search(clause) and not _WHEN.match(clause)]
        kept = [keep and place >= (plain[0] if plain else 0) for place, keep in enumerate(kept)]
    runs: list[Span] = []
    room = LONGEST_FIGURES if section == FIGURES else LONGEST_SENTENCE
    for clause, keep in zip(clauses, kept, strict=True):
        if not keep or len(clause) > LONGEST_RUN or (runs and len(clause) > room):
            continue
        room -= len(clause)
        if runs and runs[-1].end == clause.start and clause.end - runs[-1].start <= LONGEST_RUN:
            runs[-1] = Span(runs[-1].start, clause.end)
        else:
            runs.append(clause)
    return tuple(_within(text, run) for run in runs if run.of(text).strip(_EDGE))


def _within(text: str, run: Span) -> Span:
    """The run without the commas at its edges."""
    words = run.of(text)
    start = run.start + len(words) - len(words.lstrip(_EDGE))
    return Span(start, run.end - len(words) + len(words.rstrip(_EDGE.replace("。", ""))))


def _governing(words: Sequence[str], clauses: Sequence[Span], figures: Sequence[bool], inside: Sequence[Observation]) -> set[int]:
    """Clauses without figures that later figures need: the period or the status word that stands before them."""
    needed: set[int] = set()
    for place, clause in enumerate(clauses):
        if not figures[place]:
            continue
        if place and _WHEN.match(words[place - 1]):
            needed.add(place - 1)
        weak = {each.status for each in inside if clause.contains(each.value_span)} & set(STATUS_WORDS)
        for status in weak:
            before = [other for other in range(place + 1) if STATUS_WORDS[status].search(words[other])]
            if before and before[-1] != place and place - before[-1] <= 3:
                needed.add(before[-1])
    return needed


def _name_list(clause: str) -> bool:
    """Whether a clause only lists names: four or more between 、, or 包括… with three, and no figure that counts."""
    names = clause.count("、")
    counts = re.search(r"\d{1,9}(?:\.\d{1,4})?\s*(?:余|多)?(?:个|家|户|项|名|亿|万|%|亩|次)", clause)
    return not counts and (names >= 5 or (names >= 2 and bool(_LISTED.match(clause.strip()))))


def _worded(text: str, runs: Sequence[Span], inside: Sequence[Observation]) -> str:
    """The kept clauses as one sentence, with the status that stood outside them."""
    body = _balanced(",".join(re.sub(r"\s+", " ", run.of(text)).strip(_EDGE) for run in runs))
    kept = [each for each in inside if any(run.contains(each.value_span) for run in runs)]
    notes = [
        _STATUS_NOTE[status]
        for status in (Status.ESTIMATE, Status.TARGET)
        if any(each.status is status for each in kept) and not STATUS_WORDS[status].search(body)
    ]
    end = body[-1:] if body[-1:] in "!?" else "。"
    return body.rstrip("!?") + "".join(notes) + end


def _balanced(words: str) -> str:
    """Without the quotation marks whose partner stands in a clause that was not kept."""
    if words.count("“") != words.count("”"):
        words = words.replace("“", "").replace("”", "")
    return words


def _weight(words: str, section: str, inside: Sequence[Observation], path: tuple[str, ...], focus: str | None) -> float:
    """How much a sentence tells per room it takes; the constants order the rubric's points before padding."""
    own = sum(1.0 for each in inside if each.subject_kind in (SubjectKind.ZONE, SubjectKind.PARK, SubjectKind.PROJECT))
    weight = 2.0 * min(own, 2) + 0.5 * min(len(_FIGURE.findall(words)), 4)
    if section in _TOPICS:
        telling, topical = _TOPICS[section]
        weight += len(set(topical.findall(words))) + (1.0 if path and telling.search(path[-1]) else 0.0)
    if any(each.quantity.unit_norm == "元" for each in inside):
        weight += 1.0
    if section in (PROBLEMS, OVERVIEW):
        weight += 1.0
    if section in (INVESTMENT, PROJECTS) and _COUNTS.search(words):
        weight += 1.5
    if section == PROBLEMS and len(words) >= 20:
        weight += 2.0  # the body of a problem, not the line that names it
    if section == NEXT:
        weight += sum(bool(topical.search(words)) for _, topical in _TOPICS.values())
    if section == NEXT and re.search(r"力争|目标|全年|国家级", words):
        weight += 1.5
    company = any(each.subject_kind is SubjectKind.COMPANY for each in inside) and not _PROJECT_WORDS.search(words)
    if company or _SPOKEN.search(words):
        weight -= 6.0
    if not inside:
        weight -= 1.0 * len(set(_SLOGAN.findall(words)))
    if focus:
        weight += 3.0 * sum(word in words for word in re.split(r"[\s,、;\uff0c\uff1b和与及]+", focus) if len(word) > 1)
    return weight - len(words) / 60
