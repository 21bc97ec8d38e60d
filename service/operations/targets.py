"""Questions about targets: completion, what is left, and the target behind a share done."""

from __future__ import annotations

import re

from service.operations.words import ABOUT, AIM, SHARE_OF, Kind, Operation, wanted, without

_COMPLETION = (
    re.compile(
        rf"(?:完成|实现|达到?|做到|干到|占|相当于|走完)(?:了)?(?P<within>[^,?]{{0,10}}?){AIM}的?{ABOUT}(?:{SHARE_OF}|多少|进度|哪一步)"
    ),
    re.compile(rf"{AIM}(?:的)?[^,?]{{0,8}}?(?:完成|实现|达成)(?:了)?(?:{SHARE_OF}|多少(?!个)|率|进度|比例|程度)"),
    re.compile(r"(?:目标|任务|计划)?(?:的)?(?:完成|实现|达成)(?:率|度|比例|百分比)(?!增)"),
    re.compile(rf"(?:离|距离?)?{AIM}(?:的)?进度[^,?]{{0,4}}(?:多少|几成|百分之几)"),
)
_TO_TARGET = (
    re.compile(
        rf"(?:离|距离?|跟|和|与|比|较)(?:完成)?{AIM}[^,?]{{0,10}}?(?:还|尚|仍|相)?(?:差|缺|少|欠|剩)(?:了|着|欠)?(?:多少|几|多大)"
    ),
    re.compile(r"(?:还|尚|仍|再)(?:要|得|需要?|差|缺|欠|剩)[^,?]{0,8}?(?:多少|几)[^,?]{0,12}?(?:才|达到|完成|实现|离|凑)"),
    re.compile(
        rf"(?:才|要)(?:能)?(?:完成|达到|实现){AIM}[^?]*(?:还|尚|仍|再)(?:要|得|需要?|差|缺|欠|剩)[^,?]{{0,8}}?(?:多少|几)"
    ),
    re.compile(rf"超(?:额|出|过)(?:完成)?(?:了)?(?:{AIM})?[^,?]{{0,4}}?(?:多少|几(?![成倍]))"),
    re.compile(rf"{AIM}[^,?]{{0,6}}(?:还|尚|仍)(?:差|缺|欠|剩)(?:下|着|多少|几)"),
    re.compile(rf"(?:离|距离?|与|跟|和){AIM}[^?]{{0,8}}?(?:差距|差额|缺口)[^?]{{0,6}}?(?:多少|多大|几)"),
)
_IMPLIED_TARGET = (
    re.compile(
        r"(?:全年|年度|年)(?:的)?(?:目标|任务|计划)(?:任务|目标|数|额|量|总量)*[^,?]{0,6}?(?:大约|折算|推算|倒推|反推|倒算|反算|推断|推得|大概|折合|换算|应该|大致|约)[^?]*?(?:多少|多大|几|$|\?)"
    ),
    re.compile(
        r"(?:推算|倒推|反推|倒算|反算|折算|换算|推断|算)(?:一下|出|得|下来)*[^?]{0,16}?(?:全年|年度|年)(?:的)?(?:目标|任务|计划)"
    ),
    re.compile(
        r"(?:照|按|依|据|根据)[^?]{0,16}(?:比例|进度|百分比|占比|%|成数)[^?]*?(?P<what>总量|总工程量|总共|全部|总数|总规模|总长度?|总额|总体|一共|总计|全长|总面积|总投资|设计量)"
    ),
    re.compile(
        r"(?P<what>总量|总工程量|总规模|总长度?|工程总量|总数)[^,?]{0,4}(?:大约|大概|推算|反推|倒推|应该)[^,?]{0,6}(?:多少|多大|几|多长)"
    ),
)


_AIMING = re.compile(
    r"完成|实现|达到|达成|目标|任务|计划|全年|年度|年初|今年|进度|推算|倒推|反推|倒算|反算|折算|折合|换算|总量|总数|一共|总共|大约|大概|多少|百分之几|几成|多大|比例|百分比|照|按|依|这个|"
    r"(?:到|截至|截止)?(?:目前|年中|现在|当前|上半年|年底)"
)
"""Words of a question about targets that name no figure."""


def completion(text: str) -> Operation | None:
    if re.search(r"什么时候|何时|为什么|为何|怎么完成|如何完成|吗\?*$", text) and "百分之" not in text:
        return None
    for pattern in _COMPLETION:
        match = pattern.search(text)
        if match:
            asked = text[: match.start()].split("?")[-1] + match.group() + text[match.end() :].split("?")[0]
            return wanted(Kind.COMPLETION, _AIMING.sub(" ", asked))
    return None


def to_target(text: str) -> Operation | None:
    for pattern in _TO_TARGET:
        match = pattern.search(text)
        if match and (re.search("目标|任务|计划", text)) and not re.search("各差|分别差|时间进度|序时", text):
            return wanted(Kind.TO_TARGET, re.sub(r"(?:完成|实现|达到)?" + AIM, " ", without(text, match)))
    return None


def implied_target(text: str) -> Operation | None:
    for pattern in _IMPLIED_TARGET:
        match = pattern.search(text)
        if match:
            return wanted(Kind.IMPLIED_TARGET, _AIMING.sub(" ", text), stage=match.groupdict().get("what") or "")
    return None


_AIMS = re.compile(r"目标|任务(?!艰巨)|计划数|(?:年度|全年)[^,?]{0,6}计划|指标任务|考核线|军令状")
_SHARE_ASKED = re.compile(rf"{SHARE_OF}|几折|完成率|完成度|完成得?(?:怎么样|如何)?的?比例|几分")
_LEFT_ASKED = re.compile(
    r"(?:还|尚|仍|再|后半年|下半年|剩下|余下)[^,?]{0,8}?(?:差|缺|欠|要|得|需|剩|干|补|完成|做)[^,?]{0,6}?(?:多少|几(?![成分]))|够到|够得着"
)
_BACK_ASKED = re.compile(r"倒推|反推|倒算|反算|推算|折算|换算|按[^,?]{0,10}(?:进度|比例|完成率)")


def loosely(text: str) -> Operation | None:
    """A question for a target's arithmetic that is put in no usual order: its words alone tell which."""
    if not _AIMS.search(text) or re.search(r"什么时候|何时|为什么|为何|怎么(?:完成|实现)|如何|吗[?]*$|哪些|各", text):
        return None
    words = _AIMING.sub(" ", text)
    if _BACK_ASKED.search(text) and re.search("多少|多大|几", text):
        return wanted(Kind.IMPLIED_TARGET, re.sub(_BACK_ASKED, " ", words))
    if _LEFT_ASKED.search(text):
        return wanted(Kind.TO_TARGET, re.sub(r"够到|还|得|差|缺|后半年|下半年|干出|想", " ", words))
    if _SHARE_ASKED.search(text) and not re.search(r"增|涨|降|同比|占", text):
        return wanted(Kind.COMPLETION, re.sub(r"打了|几折|几分", " ", words))
    return None
