"""The words that govern a figure from outside its clause: status (预计, 力争, 下同), sections that plan, subjects.

Used by the extractor for the ledger and by the verifier for a citation, so that both read status alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.domain import Span, Status, SubjectKind

# Wanted, not yet so. 将 and 拟 only before a verb of doing, so that 将…纳入 and 拟定 (a finished draft) are not caught blindly.
_TARGET = re.compile(
    r"力争|力求|争取(?![到了])|确保(?!了)|计划(?!生育|单列|的)|目标(?:就?是|为|定为|[:：]|(?=\d))|(?:总|预期|奋斗|工作)目标|拟(?!定|订)|打算|预期|有望|预计(?:可|能|将|到|再|明年|三年|年底|\d{1,2}月)|年初[^,，。;；\d]{0,8}定(?:的|下)|冲刺(?!阶段)|保底|奔着|瞄准|将(?:要|完成|实现|达|建|新|投|再|全面|继续)|"
    r"要(?:完成|实现|达到|新增|力)|(?:年底|月底|月份|年)前?(?:可|将|建成|完工|竣工|投产|交付)|可投入|(?:达产|达效|建成|投产|竣工|满产|运营)(?:达产|投产|达效|投用|运营)?后|(?:尽快|尽早|加快)[^,，。;；]{0,8}(?:投产|建成|竣工|签约)"
)
_AIM = re.compile(r"[^,，。;；\d]{0,12}为目标|的?(?:年度|全年|预期|既定|招商|奋斗)*目标(?:任务)?")
"""以实现财政总收入14亿元为目标, 完成12家目标: the word stands behind the figure."""
_CALLED_AIM = re.compile(r"[^。;；]{0,60}(?:—{1,2}|[,，])\s*(?:这|以上)(?:就|都|些)?是[^。;；]{0,20}(?:目标|任务|计划)")
"""达到100个以上,开工率100%——这是会议定下的目标: a whole list is called so behind it."""
_OWN_PLAN = re.compile(r"计划(?=总?投资)|规划(?=面积)")
"""计划总投资 says of one figure that it is planned, and nothing of those behind it."""
_FORMER = re.compile(r"原有\D{0,4}[\d.]+\D{0,4}$")
"""从原有6台增加至10台: only the figure right behind the word is what was there."""
_ESTIMATE = re.compile(r"预计数|应该问题不大|预计完成|预计达|预计实现|预计|估计|测算|快报预计")
_MARKED = re.compile(r"\s?(?:[,，](?:同比|比)?[^,，。;；(（]{0,14})?[(（][^)）]{0,6}预计")
"""A figure, or its growth, with (预计数) behind it."""
_GUESSED = re.compile(r"\s?(?:左右|以上|多)?(?:应该|估计|预计|大概)")
"""全年350亿应该问题不大: the guess stands behind the figure."""
_OF_PLANNED = re.compile(r"[^,，。;；\d]{0,16}(?:项目|工程|基地)(?:一期|二期)?(?:预计|将|计划|拟|力争|确保)(?!总投资)")
"""500MW储能电站项目预计10月并网: the capacity is of what is not yet built."""
_SAME_BELOW = re.compile(r"(预计数?|预估|初步统计|快报数?)[^。;；)）]{0,4}下同")
_DONE = re.compile(
    r"已(?!签约未|经?成为趋势)|最终|目前|现有|现已|截[至止]|完成了|共有|拥有|辖区|实际(?!使用|利用|到位|到账)|累计|去年|上年|回顾|仍有|至今"
)
_PLAN_HEADING = re.compile(
    r"下一步|下步|下阶段|打算|工作安排|工作计划|工作思路|(?:工作|主要|发展|总体|预期|奋斗)目标|目标任务$|下半年|来年|明年|重点任务|工作打算|工作重点|工作措施|努力方向|展望"
)
_PLAN_OPENING = re.compile(
    r"目标(?:任务)?(?:就?是|为|[:：])|(?:重点|主要)(?:任务|工作)(?:是|有|[:：])|(?:下一步|下阶段|下半年|明年)[^,，。:：]{0,6}(?:安排|打算|计划|思路|任务)(?:是|如下)?[:：]|工作(?:安排|打算)(?:如下)?[:：]"
)
"""An inline heading of plans: 2025年主要预期目标是:…, 重点任务:"""
_RESULT_HEADING = re.compile(r"完成情况|存在|问题|困难|回顾|总结|成效|开展情况|推进情况|运行情况")
_COMPANY = re.compile(r"有限公司|股份公司|该公司|公司|集团|总经理|董事长|商户|我们|该企业|该项目方")
"""Words by which a sentence speaks of a company; the next one may go on about it without naming it."""
_ZONE_WIDE = re.compile(r"规模以上|规模工业|规上|固定资产投资|财政|一般公共预算|生产总值|社会消费品|招商引资|各项|全面")
"""What no company has of its own: a sentence with it speaks of the zone, whatever the one before spoke of."""
_AT_HEAD = r"(?:^|(?<=[,，;；。:：]))\s?(?:(?:19|20)\d{2}年(?:度|上半年|全年)?[,，]?|其中[:：,，]?|[^,，。;；\d]{0,8}+\d{1,2}月(?:份|底)?[,，]?|同期|上半年|全年|去年|今年以?来?|截至目前[,，]?|目前[,，]?){0,3}+"
_SUBJECTS = (
    (
        SubjectKind.ZONE,
        re.compile(
            r"(?P<name>(?:经开区|开发区|高新区|(?:(?<![\u4e00-\u9fff])|(?<=其中)|(?<=我区)|(?<=全区))园区|我园|本园|产业园区|工业园区|全区|我区|新区|辖区|(?<=[,，;；。])区内)(?!(?:企业|工作|管委会|召开|政府|平均)))"
        ),
    ),
    (
        SubjectKind.COMPANY,
        re.compile(
            r"(?P<name>[^,，。;；:：、“”\s]{0,20}?(?:有限公司|股份公司|该公司|公司(?!制|化)|集团(?!军))|总经理|董事长|我们|该企业|该商户|家[^,，。;；]{0,10}商户)"
        ),
    ),
    (
        SubjectKind.REGION,
        re.compile(
            _AT_HEAD
            + r"(?P<name>全国|全省|全市|全县|全州|我省|我市|全球)(?=[、和\d]|规|工|固|制|地|社|财|一般|税|进|外|同期|平均(?!水平)|[^,，。;；第平前首唯范统率]{0,3}(?:增|产|收|投|完成|实现))"
        ),
    ),
    (
        SubjectKind.PARK,
        re.compile(
            _AT_HEAD
            + r"(?P<name>(?!全|我|本|该|各|新建|建设|引进|投资|工业园区|产业园区)[\u4e00-\u9fffA-Z]{0,10}?(?:综合?保税?区|保税区|[\u4e00-\u9fff]{0,8}(?:工业园|产业园|科技园|科创园|创业园|物流园|软件园|[东西南北中]部?园区|示范园|孵化园|片区|组团|街道)))(?!区)(?=[\u4e00-\u9fff\d])(?!项目|工程|建设|投资|配套|基础)"
        ),
    ),
    (
        SubjectKind.PROJECT,
        re.compile(
            _AT_HEAD
            + r"(?P<name>(?!已|新(?:签|开|投|引|建|增|上|落|竣|入)|获|在|待|完成|实施|推进|推动|重点|各|共|累计|续|前期|工业|产业|省|市|国家|招商|签约|投产|开工|竣工|储备|列入|用地|非用地|租赁|大|亿元|备案)(?:\d+[MGK]?[WVwh]+[hH]?/?)*(?:(?!力争|年内|签约|引进|开工|投产|竣工|储备|谋划|实施|推进|争取|申报|包装)[\u4e00-\u9fffA-Za-z#/]){2,24}?(?:项目|工程|基地(?:一期|二期)?|厂房|污水处理厂|变电站))(?!数|个|库|面积|占|建设|总数|资金|审批|化|储备|签约|开工|投产|清零|竣工|名|类)(?=[:：,，(（〔\u4e00-\u9fff]|\d#)"
        ),
    ),
)
"""Who figures speak of, by the words that name them. Of several before a figure the nearest wins."""
_THE_PROJECT = re.compile(r"(?:^|(?<=[,，;；。]))(?P<name>该?项目)(?=达产|投产|建成|全部|总投资|计划|占地|预计|达效)")
_OF_PROJECT = re.compile(
    r"[\d.]+\s?(?:千|百|十)?(?:万|亿)(?:元|美元)?(?:左右|以上)?的(?P<name>[^,，。;；、\d]{2,20}?(?:项目|工程|基地|厂房|处理厂|产业园|综合体))"
)
"""总投资8600万元的消防站项目: the figure's clause names the project behind it."""


_OPENING = re.compile(
    r"\s*(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.]|[一二三四五六七八九十]是)?[^,，;；。:：\d]{0,14}(?:\d{4}年|今年|明年|全年|全区|下半年|[^,，;；。\d]{0,8}目标)?[,，]?"
    r"(?:力争|力求|确保|计划|预计|争取|总?目标(?:就?是|为|[:：]))"
)
"""A word of wanting or expecting at the head of a sentence."""

STATUS_WORDS = {
    Status.TARGET: re.compile(
        r"力争|力求|确保|计划|目标|拟(?!定)|预计|预期|有望|争取|打算|尽快|规划"
        r"|将(?=要|完成|实现|达|建|新|投|再|全面|继续|在|于|进一步)|要(?=完成|实现|在|按|抓|达|高)|可(?=投|达|建|竣|通|启|新增)"
    ),
    Status.ESTIMATE: re.compile(r"预计|预估|估计|初步|测算|快报|有望|预期|力争|计划|目标"),
}
"""Words by which a sentence itself says that its figures are wanted or expected. One list for all who write and who check."""


@dataclass(frozen=True, slots=True)
class Governor:
    """What an earlier clause of the same paragraph imposes on the rest of it."""

    estimate_from: int | None = None
    """Offset from which 预计数,下同 rules; None where it does not occur."""


def is_plan(path: tuple[str, ...]) -> bool:
    """Whether a section speaks of what is to come: its deepest telling heading decides."""
    for heading in reversed(path):
        if _RESULT_HEADING.search(heading):
            return False
        if _PLAN_HEADING.search(heading):
            return True
    return False


def governor_of(paragraph: str) -> Governor:
    """Finds 预计数,下同 in a paragraph; it rules the figure it stands behind and all that follow."""
    match = _SAME_BELOW.search(paragraph)
    if match is None or "预" not in match.group():
        return Governor()
    sentence = max(paragraph.rfind(stop, 0, match.start()) for stop in "。;；")
    return Governor(estimate_from=sentence + 1)


def opens_plan(sentence: str) -> bool:
    """Whether a sentence says that what follows in its paragraph is wanted."""
    return _PLAN_OPENING.search(sentence) is not None


def status_of(sentence: str, clause: Span, *, plan: bool, estimated: bool) -> Status:
    """Status of a figure in ``clause`` of a sentence: the nearest governing word before it wins, else the section's.

    ``estimated`` says that 预计数,下同 rules here. A figure is never hardened: where words conflict the weaker status holds.
    """
    before, inside = sentence[: clause.start], sentence[clause.start : clause.end]
    if any(pattern.match(sentence, clause.end) for pattern in (_AIM, _CALLED_AIM, _OF_PLANNED)):
        return Status.TARGET
    if _FORMER.search(inside):
        return Status.ACTUAL
    wanted = [
        match
        for match in _TARGET.finditer(sentence[: clause.end])
        if match.start() >= clause.start or not _OWN_PLAN.match(sentence, match.start())
    ]
    target = max((match.start() for match in wanted), default=-1)
    opening = _OPENING.match(sentence)
    done = max((match.start() for match in _DONE.finditer(sentence[: clause.end])), default=-1)
    if _TARGET.search(inside) and not (_DONE.search(inside) and done > target):
        return Status.TARGET
    if target >= 0 and target > done and (_opens(target, opening) or not re.search(r"[;；]", before[target:])):
        return Status.TARGET
    expected = max(
        (
            match.start()
            for match in _ESTIMATE.finditer(before)
            if before[max(0, match.start() - 1) : match.start()] not in ("(", "（")
        ),
        default=-1,
    )
    running = expected > done and (_opens(expected, opening) or not re.search(r"[;；]", before[expected:]))
    if (
        estimated
        or running
        or _ESTIMATE.search(inside)
        or _MARKED.match(sentence, clause.end)
        or _GUESSED.match(sentence, clause.end)
    ):
        return Status.ESTIMATE
    if plan and not _DONE.search(inside) and not (done >= 0 and not re.search(r"[;；]", before[max(done, 0) :])):
        return Status.TARGET
    return Status.ACTUAL


def _opens(at: int, opening: re.Match[str] | None) -> bool:
    """Whether the word at ``at`` opens its sentence, and so rules all of it: 力争全年产值突破20亿元;税收…"""
    return opening is not None and at < opening.end()


def subject_of(sentence: str, at: int, earlier: str) -> SubjectKind:
    """Whose figure stands at ``at``: the nearest subject before it in the sentence, else the paragraph's running subject."""
    return _subject(sentence, at, earlier)[0]


def subject_name(sentence: str, at: int) -> str | None:
    """The subject of the figure at ``at`` in the sentence's words; None where it is the zone or is not named."""
    return _subject(sentence, at, "")[1]


def _subject(sentence: str, at: int, earlier: str) -> tuple[SubjectKind, str | None]:
    """The subject that stands nearest before ``at``, and its name; a project that a sum belongs to may stand behind it."""
    owned = _OF_PROJECT.match(sentence, at)
    if owned is not None:
        return SubjectKind.PROJECT, owned["name"]
    nearest: tuple[int, SubjectKind, str | None] = (-1, SubjectKind.ZONE, None)
    for named in _named_subjects(sentence):
        if named[0] < at and named[0] > nearest[0] and not _listed(sentence, named, at):
            nearest = named
    if nearest[0] >= 0:
        return nearest[1], nearest[2]
    of_zone = _ZONE_WIDE.search(sentence) or not _COMPANY.search(earlier)
    return (SubjectKind.ZONE, None) if of_zone else (SubjectKind.COMPANY, None)


def _listed(sentence: str, named: tuple[int, SubjectKind, str | None], at: int) -> bool:
    """Whether a company is one of those that the figure at ``at`` counts: 甲公司、乙公司等11个项目."""
    return (
        named[1] is SubjectKind.COMPANY
        and sentence[:at].rstrip().endswith("等")
        and not re.search("[,，;；。]", sentence[named[0] : at])
    )


@lru_cache(maxsize=256)
def _named_subjects(sentence: str) -> tuple[tuple[int, SubjectKind, str | None], ...]:
    """Every subject a sentence names: where, of what kind, and by what name (None for the zone)."""
    return tuple(
        (match.start("name"), kind, None if kind is SubjectKind.ZONE else match["name"])
        for kind, pattern in _SUBJECTS
        for match in pattern.finditer(sentence)
    ) + tuple(
        (match.start("name"), SubjectKind.PROJECT, match["name"])
        for pattern in (_OF_PROJECT, _THE_PROJECT)
        for match in pattern.finditer(sentence)
    )
