"""The words that govern a figure from outside its clause: status (预计, 力争, 下同), sections that plan, subjects.

Used by the extractor for the ledger and by the verifier for a citation, so that both read status alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.domain import Span, Status, SubjectKind

# Wanted, not yet so. 将 and 拟 only before a verb of doing, so that 将…纳入 and 拟定 (a finished draft) are not caught blindly.
_TARGET = re.compile(
    r"力争|力求|争取|确保|计划(?!生育|单列)|目标(?:就?是|为|定为|[:：])|(?:总|预期|奋斗|工作)目标|拟(?!定|订)|打算|预期|有望|预计(?:可|能|将|到|再|明年|三年|年底|全年|\d{1,2}月)|将(?:要|完成|实现|达|建|新|投|再|全面|继续)|"
    r"要(?:完成|实现|达到|新增|力)|(?:年底|月底|月份|年)前?(?:可|将|建成|完工|竣工|投产|交付)|可投入|(?:尽快|尽早|加快)[^,，。;；]{0,8}(?:投产|建成|竣工|签约)"
)
_AIM = re.compile(r"[^,，。;；\d]{0,12}为目标")
"""以实现财政总收入14亿元为目标: the word stands behind the figure."""
_FORMER = re.compile(r"原有\D{0,4}[\d.]+\D{0,4}$")
"""从原有6台增加至10台: only the figure right behind the word is what was there."""
_ESTIMATE = re.compile(r"预计数|预计完成|预计达|预计实现|预计|估计|测算|快报预计")
_MARKED = re.compile(r"\s?(?:[,，](?:同比|比)?[^,，。;；(（]{0,14})?[(（][^)）]{0,6}预计")
"""A figure, or its growth, with (预计数) behind it."""
_SAME_BELOW = re.compile(r"(预计数?|预估|初步统计|快报数?)[^。;；)）]{0,4}下同")
_DONE = re.compile(
    r"已(?!签约未|经?成为趋势)|目前|现有|现已|截[至止]|完成了|共有|拥有|辖区|实际(?!使用|利用|到位|到账)|累计|去年|上年|回顾|仍有|至今"
)
_PLAN_HEADING = re.compile(
    r"下一步|下步|下阶段|打算|工作安排|工作计划|工作思路|工作目标|主要目标|目标任务$|下半年|来年|明年|重点任务|工作打算|工作重点|工作措施|努力方向|展望"
)
_RESULT_HEADING = re.compile(r"完成情况|存在|问题|困难|回顾|总结|成效|开展情况|推进情况|运行情况")
_COMPANY = re.compile(r"有限公司|股份公司|该公司|公司|集团|总经理|董事长|商户|我们|该企业|该项目方")
_ZONE = re.compile(r"(?:经开区|开发区|高新区|园区|全区|我区|综保区|新区|辖区)(?!(?:企业|工作|管委会|召开|政府))")
_PROJECT = re.compile(
    r"^(?!已|新|获|在|待|完成|共|其中|累计|推动|实施|重点|各)[^,，。:：\d]{2,30}(?:项目|工程|厂房|基地)(?:[:：,，(（〔]|\d#)"
)


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


def status_of(sentence: str, clause: Span, *, plan: bool, estimated: bool) -> Status:
    """Status of a figure in ``clause`` of a sentence: the nearest governing word before it wins, else the section's.

    ``estimated`` says that 预计数,下同 rules here. A figure is never hardened: where words conflict the weaker status holds.
    """
    before, inside = sentence[: clause.start], sentence[clause.start : clause.end]
    if _AIM.match(sentence, clause.end):
        return Status.TARGET
    if _FORMER.search(inside):
        return Status.ACTUAL
    target = max((match.start() for match in _TARGET.finditer(sentence[: clause.end])), default=-1)
    done = max((match.start() for match in _DONE.finditer(sentence[: clause.end])), default=-1)
    if _TARGET.search(inside) and not (_DONE.search(inside) and done > target):
        return Status.TARGET
    if target >= 0 and target > done and ("目标" in before[target : target + 5] or not re.search(r"[;；]", before[target:])):
        return Status.TARGET
    expected = max((match.start() for match in _ESTIMATE.finditer(before)), default=-1)
    running = expected > done and not re.search(r"[;；]", before[expected:])
    if estimated or running or _ESTIMATE.search(inside) or _MARKED.match(sentence, clause.end):
        return Status.ESTIMATE
    if plan and not _DONE.search(inside) and not (done >= 0 and not re.search(r"[;；]", before[max(done, 0) :])):
        return Status.TARGET
    return Status.ACTUAL


def subject_of(sentence: str, at: int, earlier: str) -> SubjectKind:
    """Whose figure stands at ``at``: the nearest subject before it in the sentence, else the paragraph's running subject."""
    before = sentence[:at]
    company = max((match.start() for match in _COMPANY.finditer(before)), default=-1)
    zone = max((match.start() for match in _ZONE.finditer(before)), default=-1)
    if company > zone:
        return SubjectKind.COMPANY
    if zone >= 0:
        return SubjectKind.PARK if "综保区" in before[zone : zone + 4] else SubjectKind.ZONE
    if _PROJECT.match(sentence):
        return SubjectKind.PROJECT
    return SubjectKind.COMPANY if _COMPANY.search(earlier) else SubjectKind.ZONE
