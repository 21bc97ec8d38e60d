"""Questions for sums, differences, ratios and means."""

from __future__ import annotations

import re

from service.operations.words import CHANGE, JOINTS, LEAD, NOT_OPERANDS, PER_UNIT, TAIL, Kind, Operation, cleaned, wanted

_TOGETHER = r"加起来|合起来|合在一起|加在一起|加到一起|合计|总和|之和|相加|加总|总共|一共|共计|总计|合共|拢共|加(?:在|到)?一块儿?|合到一起|加和|累加"
_SUM = re.compile(rf"(?P<list>[^?]+?),?(?:这)?(?:两者|三者|几者|两项|三项|二者)?(?:的)?(?P<word>{_TOGETHER})(?P<rest>[^?]*)")
_SEVERAL = re.compile(
    r"(?P<number>[两二三四])(?:大)?(?:项|个|笔|类|块|头|处|方面)(?P<noun>(?:指标|项目|方面)?[^,?的、]{0,6}的?[^,?的、]{2,10})$"
)
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4}
_RATIO = (
    re.compile(
        r"(?P<a>[^?]+?)(?:大约|大概|约)?(?:是|为|相当于|等于|达到?了?|够得上|抵得上)(?P<b>[^?]+?)的?(?:大约|大概|约)?(?:几|多少)倍"
    ),
    re.compile(
        r"(?P<a>[^?]+?)(?:(?<!参)与|(?<!总)和(?![谐平])|跟|(?<![合协相共])同(?![比期时意])|对|:)(?P<b>[^?]+?)(?:之比|的?比值|的?倍数|的比例关系|的比例)(?:关系)?"
    ),
)
_DIFFERENCE = (
    re.compile(
        r"(?P<a>[^?]+?)(?:要|会)?(?<![同环对相可])(?:比(?![例重率])|较)(?P<b>[^?]+?)(?:相比)?,?(?:是)?(?:高还是低|多还是少|高了还是低了|多了还是少了|低还是高|少还是多)?,?(?:究竟|到底|一共|大约|大概|还|要|会|又)*(?:相差|差|多|少|高|低|超|大|小|缺|长|短)(?:出|了|过|出了|上)?(?:大约|大概|是|占地?|建|签|投|完成)?(?:多少|几(?![倍成])|多大)"
    ),
    re.compile(
        r"(?P<a>[^?]+?)(?:跟(?![踪进])|(?<!总)和(?![谐平])|(?<!参)与|(?<![合协相共])同(?![比期时意]))(?P<b>[^?]+?)(?:相比|比较|比起来|比|之间|两者|两项|两个|二者)*,?(?:的)?(?:高还是低|多还是少|哪个[^,?]{1,4}|谁[^,?]{1,3})?,?(?:还|究竟|到底|大约|大概)*(?P<word>相差|差额|差距|落差|差值|差别|差|多|少|高|低)(?:了|着)?(?:大约|大概|是|有|为)?(?:多少|几(?![倍成])|多大)"
    ),
)
_PER = re.compile(
    rf"(?:平均|均摊)?(?:到|给)?每(?:一)?(?:个)?(?P<each>{PER_UNIT})|(?P<mean>[户亩人次台单件日])均(?!衡|匀|等)|(?:单个|单家|单台)(?P<single>项目|企业|[个家台])?|(?:平均|均摊|摊)(?:下来|算下来|到|给)*(?:一)?(?P<one>[个家台户套栋亩])|(?<=(?P<kind>项目|企业|工程|园区))(?:的)?平均(?!每|增|水平|单)"
)
_MONTHLY = re.compile(
    r"月均|平均每个?月|每个?月平均|按月(?:平均|均摊)?|每月(?:平均|大约|大概|约)|平均(?:到|下来)?(?:每|一)个?月|平均一个月|每个月"
)
_YEAR_AHEAD = re.compile(
    r"(?:按|照|以|依)(?:照)?(?:这个|这样|目前|现在|当前|上半年|前[一二三]季度|此|现有|同样)?[^?,]{0,6}?(?:进度|速度|节奏|势头|均速|步伐|水平)[^?]{0,12}?全年[^?]{0,12}?(?:多少|几|达到|能|会)|年化|全年(?:折算|推算)(?:多少|大约)?"
)


def _parts(text: str) -> tuple[list[str], str]:
    """The things a list names, and the words behind it that hold for each."""
    tail = TAIL.search(text)
    shared = tail["tail"] if tail else ""
    body = text[: tail.start()] if tail else text
    parts = [part for part in (cleaned(each) for each in JOINTS.split(body)) if part]
    return parts, shared


def total(text: str) -> Operation | None:
    match = _SUM.search(text)
    if match is None or re.search(r"占|百分之几|几成|比例", text):
        return None
    parts, shared = _parts(LEAD.sub("", match["list"]))
    if len(parts) < 2 and (several := _SEVERAL.search(match["list"])) is not None:
        # 两项指标的欠账加起来: two figures of one name.
        parts, shared = [several["noun"]] * _NUMBERS[several["number"]], ""
    explicit = not re.fullmatch("合计|总共|一共|共计|总计", match["word"])
    if len(parts) < 2 or (not explicit and re.search(r"各|分别", text)):
        return None
    rest = re.sub(r"(?:的)?(?:是|有|为|达|共)?(?:多少|几|多大)[^?]*$", "", match["rest"])
    unit = f"{shared} {rest} {match['rest']}"
    shared = re.sub(r"多少|几|多大|是|有|[?]", " ", f"{shared} {rest}")
    if not shared.strip() or len(parts[-1]) > len(parts[0]) + 2:
        # The noun behind the last of them holds for all: 签约、开工和投产的项目.
        of = re.search(r"的(?P<noun>[^的]+)$", parts[-1])
        shared += f" {of['noun']}" if of else ""
    return Operation(Kind.SUM, tuple(f"{part} {shared} {unit}".strip() for part in parts), stage=shared.strip())


def ratio(text: str) -> Operation | None:
    for pattern in _RATIO:
        match = pattern.search(text)
        if match and not NOT_OPERANDS.match(cleaned(match["b"])):
            return wanted(Kind.RATIO, match["a"], match["b"])
    return None


def difference(text: str) -> Operation | None:
    if re.search(r"各差|分别差|各相差|高多少倍", text):
        return None
    for pattern in _DIFFERENCE:
        match = pattern.search(text)
        if match is None or not cleaned(match["b"]) or NOT_OPERANDS.match(cleaned(match["b"])):
            continue
        if re.search(r"百分|成|倍|个点", text[match.end() - 1 : match.end() + 4]):
            continue
        return wanted(Kind.DIFFERENCE, match["a"], match["b"])
    return None


def _unit_of(match: re.Match[str]) -> str:
    return next((group for group in (match[name] for name in ("each", "mean", "single", "one", "kind")) if group), "个")


def per(text: str) -> Operation | None:
    if _MONTHLY.search(text):
        return wanted(Kind.MONTHLY, _MONTHLY.sub(" ", text))
    match = _PER.search(text)
    if match is None:
        return None
    whole = text[: match.start()] + " " + text[match.end() :]
    if not re.search(r"多少|多大|几|多高|何|造价|强度|均价|单价|$", whole):
        return None
    plural = re.search(r"(?:平均|均)", text) or match["single"]
    if not plural and not re.search(r"(?:造价|投资|投入|成本|花|投|费用|产出|产值|税收?)", whole):
        return None
    return wanted(Kind.PER, text[match.end() :] + " " + text[: match.start()], text[: match.start()], unit=_unit_of(match))


def year_ahead(text: str) -> Operation | None:
    match = _YEAR_AHEAD.search(text)
    words = re.sub(
        r"全年|进度|速度|节奏|势头|按|照|以|依|同样|目前|现在|当前|这个|上半年|能|可以?|会|达到|大约|大概|多少|年化|推算|折算",
        " ",
        text,
    )
    return wanted(Kind.YEAR_AHEAD, words) if match and "目标" not in text and "任务" not in text else None


def per_of_change(text: str) -> Operation | None:
    change, per = CHANGE.search(text), _PER.search(text)
    if change is None or per is None or change.start("rest") > per.start():
        return None
    unit = _unit_of(per)
    return wanted(Kind.PER_OF_CHANGE, change["topic"] + re.sub(r"[?].*", "", change["rest"]), text[per.end() :], unit=unit)
