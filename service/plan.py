"""Question and history -> what to look for, where, and which of several zones is meant; no model needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.domain import Period, Quantity, Query, Zone
from index.library import Asked, Library, Reading, Term
from service.operations import named as calculated
from service.schema import AskRequest, Plan

MOST_ZONES = 6
"""Zones that one answer tells of, and looks into one by one."""
INTENTS = {
    Asked.YES_NO: "check",
    Asked.REASON: "reason",
    Asked.LIST: "list",
    Asked.TIME: "time",
    Asked.HOW: "how",
    Asked.WHO: "lookup",
}
_ACROSS = re.compile(
    r"各(?:个)?(?:园区|开发区|地)|哪(?:个|些|几个|份|几份)(?:园区|开发区|报告|材料|经开区)|[几三四五六七两]个(?:园区|开发区)|[几三四五六七两]份(?:报告|材料)|所有园区|这些园区|园区对比|谁(?:最|更)?|哪家更"
)
_COMPARING = re.compile(r"对比|比较|相比|谁[高更最多快大]|哪[个家].{0,12}[最更]|排名|可比|差多少|有什么不同|比怎么样|比呢|怎么样")
_WANTS_TARGET = re.compile(r"预计|年底.{0,6}(?:能|可|达|到)|打算|目标|计划|力争|准备|要建|全年要|任务是|想签|预期|拟")
_WANTS_DONE = re.compile(r"实际|已经|现在|当前|截至|年中|到现在|完成了|完成几|做到|到账|落地了|真正|目前")
_FOLLOWS = re.compile(r"^(?:那|那么|这|它|其中|其|再|换成|同期|另|还有|里面|这里|那边|该)|呢[??]?$")
_ADDS = re.compile(r"再加上|加上|再算上|和它|跟它")


@dataclass(frozen=True, slots=True)
class Group:
    """One zone the answer must speak of, with its reports. ``label`` tells it from others of its name."""

    zone: str
    label: str
    report_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """A question ready to be answered.

    ``foreign`` names a zone the question speaks of that the reports allowed do not hold; then there is no group.
    ``named`` says that the question names its zones; ``across`` that it asks over all of them. ``wants`` is target or actual where the question says which it wants.
    """

    question: str
    standalone: str
    reading: Reading
    groups: tuple[Group, ...]
    homonyms: tuple[str, ...]
    across: bool
    named: bool
    named_zones: tuple[str, ...]
    comparing: bool
    wants: str | None
    calculation: str | None
    period: Period | None
    foreign: str | None = None
    told_apart: str | None = None
    """The name that several zones share, where the question's year says which of them is meant."""
    among: int = 0
    """How many zones the question may speak of; more than the groups where so many cannot all be told of."""

    @property
    def plan(self) -> Plan:
        kinds = [INTENTS[kind] for kind in INTENTS if kind in self.reading.asked]
        intent = (
            "calculation"
            if self.calculation
            else "compare"
            if self.comparing and len(self.groups) > 1
            else (kinds or ["value"])[0]
        )
        periods = [mention.period.iso for mention in self.reading.periods if mention.period]
        return Plan(
            intent=intent,
            zones=tuple(dict.fromkeys(group.zone for group in self.groups)),
            periods=tuple(dict.fromkeys([*periods, *([self.period.iso] if self.period else [])])),
            indicators=tuple(dict.fromkeys(mention.indicator.name for mention in self.reading.indicators)),
            calculation=self.calculation,
        )


def understand(library: Library, request: AskRequest) -> Asking:
    """Reads a question with its history against the reports the request allows."""
    now = library.understand(request.question)
    # As read: in simplified characters, whatever the question was written in.
    question = now.reading.text
    earlier = [library.understand(turn.content).reading.text for turn in request.history if turn.role == "user"]
    follows = bool(earlier) and (_FOLLOWS.search(question) is not None or len(question) <= 18)
    standalone = f"{earlier[-1].rstrip('?？。')};{question}" if follows else question
    zones = _zones_allowed(library, request)
    named, groups_of_names = now.zones, now.ambiguous
    if not named and not groups_of_names and earlier:
        before = library.understand(earlier[-1])
        named, groups_of_names = before.zones, before.ambiguous
    elif earlier and _ADDS.search(question):
        named = tuple(dict.fromkeys((*library.understand(earlier[-1]).zones, *named)))
    chosen, foreign = _choose(library, request, zones, named, groups_of_names)
    if not named and not groups_of_names and now.elsewhere:
        chosen, foreign = [], now.elsewhere[0]
    chosen = _with_described(library, request, question, chosen, zones, now.reading.figures, named=bool(named))
    among = len(chosen)
    chosen = _fitting(library, request, standalone, chosen)
    within = library.scope(period=Period.parse(request.period)) if request.period else None
    homonyms = tuple(
        dict.fromkeys(name for group in groups_of_names for name in group if any(zone.name == name for zone in chosen))
    )
    groups = [
        Group(
            zone.name,
            label(zone, zones),
            tuple(each for each in zone.report_ids if _allowed(request, each) and (within is None or each in within)),
        )
        for zone in chosen
    ]
    reading = _reading(library, request, earlier[-1] if follows else None)
    reading = _without_places(reading, chosen, named=bool(named or groups_of_names))
    calculation = calculated(question)
    return Asking(
        question=question,
        standalone=standalone,
        reading=reading,
        groups=tuple(group for group in groups if group.report_ids),
        homonyms=homonyms if len(homonyms) > 1 else (),
        across=bool(_ACROSS.search(question)),
        named=bool(named),
        named_zones=tuple(named),
        comparing=bool(_COMPARING.search(question)),
        wants=_wanted(question, standalone if follows else ""),
        calculation=calculation,
        period=Period.parse(request.period) if request.period else None,
        foreign=foreign,
        told_apart=_shared_name(question, groups_of_names, chosen),
        among=among,
    )


def _fitting(library: Library, request: AskRequest, text: str, zones: list[Zone]) -> list[Zone]:
    """Of many zones, which cannot all be told of, those whose reports speak most of what is asked, with these reports alone."""
    if len(zones) <= MOST_ZONES:
        return zones
    ids = tuple(each for zone in zones for each in zone.report_ids if _allowed(request, each))
    period = Period.parse(request.period) if request.period else None
    likely = library.likely(
        Query(text, report_ids=ids if len(ids) < library.report_count() else (), period=period, limit=MOST_ZONES)
    )
    by_name = {zone.name: zone for zone in zones}
    return [replace(by_name[name], report_ids=reports) for name, reports in likely.items() if name in by_name]


def _without_places(reading: Reading, zones: Sequence[Zone], *, named: bool) -> Reading:
    """Where the zones lie says which zones are meant, not what is asked of them: 益阳, 湖南全省. Of many zones only where named."""
    if len(zones) != 1 and not named:
        return reading
    names = "".join(
        part
        for zone in zones
        for part in (zone.place.province, zone.place.city, zone.place.district, zone.name, *zone.aliases)
        if part
    )
    terms = tuple(
        term
        for term in reading.terms
        if not (len(term.word) >= 2 and term.word.rstrip("省市县区") in names and not term.alternatives)
    )
    return replace(reading, terms=terms) if terms else reading


def _shared_name(question: str, ambiguous: Sequence[Sequence[str]], chosen: Sequence[Zone]) -> str | None:
    if len(chosen) != 1 or not any(len(names) > 1 for names in ambiguous):
        return None
    return next((alias for alias in sorted(chosen[0].aliases, key=len, reverse=True) if alias in question), None)


def label(zone: Zone, among: Sequence[Zone]) -> str:
    """The zone's name, with its place where the name alone might mean another one or says no place at all."""
    place = zone.place
    parts = "".join(part for part in (place.city or place.province, place.district) if part)
    generic = re.fullmatch(r"(?:经济|产业|工业|高新|经济技术|高新技术产业)?(?:开发区|园区|经开区|高新区)", zone.name)
    if not parts or not (zone.homonyms or generic or sum(other.name == zone.name for other in among) > 1):
        return zone.name
    return f"{zone.name}({'推断为' if place.inferred else ''}{parts})"


def _wanted(question: str, standalone: str) -> str | None:
    if _WANTS_DONE.search(question) and not re.search("目标|计划", question):
        return "actual"
    if _WANTS_TARGET.search(question):
        return "target"
    return "target" if standalone and not _WANTS_DONE.search(question) and _WANTS_TARGET.search(standalone) else None


def _zones_allowed(library: Library, request: AskRequest) -> list[Zone]:
    return [
        zone
        for zone in library.zones()
        if (not request.zones or zone.name in request.zones)
        and any(_allowed(request, report_id) for report_id in zone.report_ids)
    ]


def _allowed(request: AskRequest, report_id: str) -> bool:
    return not request.report_ids or report_id in request.report_ids


def _choose(
    library: Library, request: AskRequest, zones: list[Zone], named: Sequence[str], ambiguous: Sequence[Sequence[str]]
) -> tuple[list[Zone], str | None]:
    """Zones to answer for, and the name of a zone asked for that is not among the allowed."""
    allowed = {zone.name: zone for zone in zones}
    wanted = [allowed[name] for name in named if name in allowed]
    for group in ambiguous:
        candidates = [allowed[name] for name in group if name in allowed]
        wanted += _told_apart(library, request, candidates)
    if wanted:
        return list(dict.fromkeys(wanted)), None
    if named and not ambiguous:
        return [], named[0]
    return zones, None


_DESCRIBED = re.compile(
    r"(?:^|[,，、和与跟比是])(?P<words>[^,，、。?？]{2,30}?)的?那(?:个|家|份)[^,，。?？的]{0,8}?(?:开发区|园区|经开区|高新区|园)"
)


def _with_described(
    library: Library,
    request: AskRequest,
    question: str,
    chosen: list[Zone],
    zones: list[Zone],
    figures: Sequence[Quantity],
    *,
    named: bool,
) -> list[Zone]:
    """The zones chosen and those a question only describes: 财政总收入14亿元的那个开发区, 以机器人为优势的那个经济开发区."""
    found = list(chosen) if named else []
    for match in _DESCRIBED.finditer(question):
        words = match["words"]
        if any(name in match.group() for zone in found for name in (zone.name, *zone.aliases)):
            continue
        stated = [figure for figure in figures if match.start("words") <= figure.span.start < match.end("words")]
        names = {zone.name for zone in _fitting(library, request, words, zones)}
        likely = [zone for zone in zones if zone.name in names and zone not in found]
        scores = [(_described_by(library, zone, words, stated), zone) for zone in likely]
        scores.sort(key=lambda each: -each[0])
        if scores and scores[0][0] > 0 and (len(scores) == 1 or scores[0][0] > scores[1][0]):
            found.append(scores[0][1])
    return found or chosen


def _described_by(library: Library, zone: Zone, words: str, stated: Sequence[Quantity]) -> float:
    """How well words describe a zone: figures of its ledger first, else how much its reports speak of the words."""
    score = 0.0
    terms = library.understand(words).reading.terms
    for report_id in zone.report_ids:
        levels = {row.quantity.value_norm for row in library.ledger(report_id)}
        score += 10.0 * sum(figure.value_norm in levels for figure in stated)
        text = library.report(report_id).text
        score += sum(term.weight * min(5, text.count(term.word)) for term in terms if term.weight >= 0.9) if not stated else 0.0
    return score


def _told_apart(library: Library, request: AskRequest, candidates: list[Zone]) -> list[Zone]:
    """Of zones of one name those that a year in the question fits; all of them where that leaves none or more than one."""
    years = re.findall(r"(?:19|20)\d{2}(?=年)", request.question)
    if len(candidates) < 2 or len(set(years)) != 1:
        return candidates
    fitting = [zone for zone in candidates if any(f"{years[0]}年" in library.report(each).text for each in zone.report_ids)]
    return fitting if len(fitting) == 1 else candidates


def _reading(library: Library, request: AskRequest, earlier: str | None) -> Reading:
    """The question's reading; a follow-up takes over the topic of the question before, at half weight."""
    understood = library.understand(" ".join((request.question, *request.indicators)))
    now = understood.reading
    if earlier is None:
        return now
    told = library.understand(earlier)
    before = told.reading
    # 那益阳那个呢: another zone has reports of other periods.
    moved = bool(understood.zones) and set(understood.zones) != set(told.zones)
    own = {term.word for term in now.terms}
    carried = tuple(
        Term(term.word, term.alternatives, term.weight * (0.5 if now.terms else 1.0))
        for term in before.terms
        if term.word not in own
    )
    return Reading(
        now.text,
        (*now.terms, *carried),
        now.asked if now.asked != frozenset({Asked.TEXT}) else before.asked,
        now.indicators or before.indicators,
        now.periods or (() if moved else before.periods),
        now.figures,
        now.units if now.asked != frozenset({Asked.TEXT}) else before.units,
    )
