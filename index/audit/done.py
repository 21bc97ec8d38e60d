"""Said to be done and said not to be: one named project or honour, finished in one place and still to come in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.audit.evidence import PASS, UNCERTAIN, Relation, Sheet
from index.domain import Span

_KIND = "项目|工程|厂房|基地|中心|大道|污水处理厂|产业园|孵化器|变电站|学校|医院|公寓|广场|大桥|隧道"
_NAME = re.compile(
    rf"(?P<name>[\u4e00-\u9fffA-Za-z0-9“”]{{2,20}}?(?:{_KIND})(?:[(（]?[一二三四五六七八九]期[)）]?)?(?:项目|工程)?)(?!建设用|用地|总|个)"
)
_LEADS = re.compile(
    r"^(?:.*?(?:推动|推进|加快|确保|力争|实现|支持|促进|其中|目前|已经?|完成|抓好|启动|实施|协调|督促|争取|全面|尽快|尽早|着力|继续|做好|帮助|引进|落户|服务|由于|由|因|将|对|使|让|把|的|在|与|及|等))+"
)
_GENERIC = re.compile(
    r"^(?:重[点大]|在建|新建|续建|产业|工业|园区|开发区|建设|标准化?|基础设施|配套|省|市|区|级|签约|招商|重大|优质|全部|所有|该|本|此|这些|一批|新|大|好|项目|工程|厂房|基地|中心|公寓|学校|污水处理厂|广场|服务|[0-9一二三四五六七八九十两个家项批第、期])+$"
)
_CLAUSE = re.compile(r"[^,，。;；!?！？\n]+")
_STATES = (
    # Stage reached, and whether it is reached or still to come; the first that fits tells.
    (re.compile(r"(?:尚未|还未|仍未|未能?|暂未)(?:正式|全面)?(?:签约|开工|动工|启动|落地)"), 2, False),
    (re.compile(r"(?:尚未|还未|仍未|未能?|暂未)(?:如期|全面)?(?:竣工|建成|完工|投产|投用|交付|投入)"), 3, False),
    (
        re.compile(r"(?:正在|仍在|尚在|处于)(?:洽谈|谈判|对接|商谈)|待签约|拟签约|洽谈阶段|意向阶段|前期(?:工作|准备)阶段"),
        2,
        False,
    ),
    (
        re.compile(
            r"(?:力争|确保|计划|预计|争取|拟|推动|推进|促进|加快|尽快|尽早|年底前|\d月(?:底|份)?前)[^,，。;；]{0,24}"
            r"(?:竣工|建成|完工|投产|投用|交付|投入使用|投入运营)"
        ),
        3,
        False,
    ),
    (re.compile(r"(?:力争|确保|计划|预计|争取|拟|尽快|尽早|推动)[^,，。;；]{0,24}(?:开工|动工|签约|落地)"), 2, False),
    (re.compile(r"(?:竣工|建成|完工|投产|投用|交付使用|投入使用|投入运营|通过(?:竣工)?验收)"), 3, True),
    (re.compile(r"(?:开工|动工|破土|奠基)"), 2, True),
)
_AFFIRMED = re.compile(r"已|全面|顺利|正式|如期|提前|实现|完成|成功|竣工|建成|投产|投用|开工|动工")
_PARTLY = re.compile(r"部分|主体|一半|首批|第[一二]批|后|之后|以来|若|如果|待|条件|设计|招标|手续|前期|\d%")
_HONOUR = re.compile(
    r"(?:国家级?|全国|省级?|市级?)[^,，。;；“”]{0,6}“(?P<name>[^“”]{2,14})”|“(?P<name2>[^“”]{2,14})”(?=[^,，。;；]{0,6}(?:称号|认定|创建|申报|创成))"
)
_WON = re.compile(r"获批|获评|获得|荣获|入选|成功创[建成]|创成|通过认定|被认定|被评为|获认定")
_WANTED = re.compile(r"(?:积极|全力|加快|力争|争取|继续|努力|着力|启动|扎实)[^,，。;；]{0,10}(?:创建|申报|争创|创成|获批)|争创")
_PREPARED = re.compile(r"(?:申报|创建)[^,，。;；]{0,16}(?:前期|筹备|准备|收集|初审|材料|储备)")


@dataclass(frozen=True, slots=True)
class _Told:
    stage: int
    done: bool
    span: Span


def check_done(sheet: Sheet) -> Iterator[Relation]:
    yield from _projects(sheet)
    yield from _honours(sheet)


def _projects(sheet: Sheet) -> Iterator[Relation]:
    told: dict[str, list[_Told]] = {}
    for sentence in sheet.sentences:
        running: str | None = None
        for match in _CLAUSE.finditer(sentence.of(sheet.text)):
            clause = match.group()
            named = _named(clause)
            if len(named) > 1:
                running = None
                continue
            running = named[0] if named else running
            state = _state(clause) if running else None
            if running and state:
                span = Span(*match.span()).shifted(sentence.start)
                told.setdefault(running, []).append(_Told(*state, span))
            if not named and not state:
                running = None
    for name, places in told.items():
        yield from _contradiction(name, places)


def _named(clause: str) -> list[str]:
    """The one project or building a clause speaks of, without the verbs before it; more than one where it lists several."""
    if not re.search(_KIND, clause) or "、" in clause:
        return []
    names = []
    for match in _NAME.finditer(clause):
        name = _LEADS.sub("", match.group("name")).strip("“”")
        if len(name) >= 4 and not _GENERIC.match(name):
            names.append(name.replace("(", "").replace(")", "").replace("（", "").replace("）", ""))
    return list(dict.fromkeys(names))


def _state(clause: str) -> tuple[int, bool] | None:
    for pattern, stage, done in _STATES:
        match = pattern.search(clause)
        if match:
            if done and (_PARTLY.search(clause) or not _AFFIRMED.search(clause)):
                return None
            return stage, done
    return None


def _contradiction(name: str, places: list[_Told]) -> Iterator[Relation]:
    """Done at a stage and, elsewhere, that stage or an earlier one still to come."""
    for done in places:
        if not done.done:
            continue
        for other in places:
            if not other.done and other.stage <= done.stage and other.span != done.span:
                message = f"“{name}”一处称已完成该阶段,一处仍列为未完成或拟推进,表述不一致"
                first, second = sorted((done.span, other.span))
                yield Relation("done_and_not_done", UNCERTAIN, name, message, (first, second))
                return


def _honours(sheet: Sheet) -> Iterator[Relation]:
    """An honour that is held in one place and to be won in another; one that is prepared and then aimed at is in order."""
    held: dict[str, list[tuple[str, Span]]] = {}
    for sentence in sheet.sentences:
        words = sentence.of(sheet.text)
        if "“" not in words:
            continue
        for clause in _CLAUSE.finditer(words):
            for match in _HONOUR.finditer(clause.group()):
                name = match.group("name") or match.group("name2")
                text = clause.group()
                state = (
                    "prepared"
                    if _PREPARED.search(text)
                    else "wanted"
                    if _WANTED.search(text)
                    else "won"
                    if _WON.search(text)
                    else ""
                )
                if state:
                    held.setdefault(name, []).append((state, Span(*clause.span()).shifted(sentence.start)))
    for name, places in held.items():
        states = dict(reversed(places))
        if "won" in states and "wanted" in states:
            message = f"“{name}”一处称已获得,一处仍列为创建或申报,可能级别不同"
            yield Relation("done_and_not_done", UNCERTAIN, name, message, (states["won"], states["wanted"]))
        elif "prepared" in states and "wanted" in states:
            message = f"“{name}”已做前期准备,下一步继续创建,先后相符"
            yield Relation("done_and_not_done", PASS, name, message, (states["prepared"], states["wanted"]))
