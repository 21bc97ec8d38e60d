"""One figure of a sentence against one figure of its source: do zone, period, indicator, status, bound and sign agree?

Every check says no only where both sides say something and the two cannot both hold; what a sentence leaves out is not a lie,
save status and bound: a target told without its word, or 突破100亿元 told as 100亿元, says more than the source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.domain import Bound, Status
from index.governing import STATUS_WORDS
from index.periods import PeriodMention
from index.verify.subjects import subject_agrees
from index.verify.things import role_agrees, same_thing
from index.verify.times import period_agrees
from index.verify.told import BREAK, Role, Told

_FLOOR = (Bound.AT_LEAST, Bound.MORE_THAN)
_STATUS_NOTE = re.compile(r"[(（][^()（）]{0,8}(?:预计|预估|估计|目标|计划|初步|快报)[^()（）]{0,6}[)）]")
_EXPECTING = re.compile(
    r"力争|力求|确保|争取|计划(?!总?投资)|拟(?!定|订|签约)|预计|有望|将(?=完成|实现|达|新增|建|突破)|目标(?:是|为|[:：])"
)
_DONE = re.compile(r"仅|只有|已|实际|现有|目前|截至")
_AHEAD = re.compile(r"早日|尽快|(?:年底|[月季]末|月底|日)之?前(?=[\u4e00-\u9fff])")
"""推动22个项目早日投产: no word of plan, and no result."""
_STARTS_FROM = re.compile(r"(?:的?基础上?)?[,，]?(?:增|提|升|扩|减|降|压|调)[\u4e00-\u9fff]{0,3}[到至为成]")
"""计划由6台增加至10台: the first of the two is there already."""
_GUESSING = re.compile(r"预(?!算)|估计|测算|有望|力争|计划|目标|应该")


def differences(claim: Told, stated: Told, named: Sequence[PeriodMention], rivals: Sequence[Told]) -> list[str]:
    """What a claim says otherwise than a source's figure of the same value, gravest first; empty where they agree.

    ``named`` are the sentence's periods, ``rivals`` the other figures of the cited spans.
    """
    copied = copied_from(claim, stated)
    own = claim.at.start if copied is None else copied
    """Where the words end that the sentence does not have from the source."""
    found = []
    if not period_agrees(claim, stated, [each for each in named if each.span.start < own]):
        found.append("period")
    if not subject_agrees(claim, stated, rivals, claim.text[:own]):
        found.append("zone")
    if copied is None and not (same_thing(claim, stated, rivals) and role_agrees(claim, stated)):
        found.append("indicator")
    if not _status_agrees(claim, stated, wholly=copied is not None):
        found.append("status")
    if not bound_agrees(claim.quantity.bound, stated.quantity.bound) or claim.sign * stated.sign < 0:
        found.append("value")
    return found


def bound_agrees(said: Bound | None, stated: Bound | None) -> bool:
    """Bounds of one direction are one. A bound is neither dropped nor added; 近 may be told as 约."""
    if said == stated or (said in _FLOOR and stated in _FLOOR):
        return True
    return said is Bound.ABOUT and stated in (None, Bound.ALMOST)


def copied_from(claim: Told, stated: Told) -> int | None:
    """Where in the claim's text the words begin that are the source's own up to its figure; None where they do not name its thing.

    A figure whose words are the source's own back to the name of what it measures says just what the source says.
    """
    at, there = claim.at.start, stated.at.start
    while at and there:
        if claim.text[at - 1].isspace():
            at -= 1
        elif stated.text[there - 1].isspace():
            there -= 1
        elif claim.text[at - 1] == stated.text[there - 1]:
            at, there = at - 1, there - 1
        else:
            break
    common = claim.text[at : claim.at.start]
    if len(common) >= 12 and len(re.findall(r"[\u4e00-\u9fff]", common)) >= 8:
        return at
    name = stated.row.as_written if stated.row is not None else ""
    return at if len(name) >= 2 and name in common and stated.role is Role.LEVEL else None


def _status_agrees(claim: Told, stated: Told, *, wholly: bool) -> bool:
    source = stated.row
    if source is None:
        return True
    if source.status is Status.ACTUAL:
        said = claim.row
        starts = _STARTS_FROM.match(claim.text, claim.at.end) is not None
        hoped = _EXPECTING.search(_governing(claim)) is not None and not _told_as_done(claim) and not starts
        return wholly or said is None or said.status is Status.ACTUAL or not hoped
    words = STATUS_WORDS[source.status]
    if source.status is Status.ESTIMATE and re.search("预计|预估", stated.text):
        # 据初步统计 tells of figures that are in; where the source says 预计 it does not say the same.
        words = _GUESSING
    governing = claim.text if wholly else _governing(claim)
    return bool(words.search(governing) or (source.status is Status.TARGET and _AHEAD.search(governing)))


def _told_as_done(claim: Told) -> bool:
    """Whether the figure's own clause tells what was done, whatever was hoped for in the one before: 目标15个以上,仅签约1个."""
    start = max(claim.text.rfind(mark, 0, claim.at.start) for mark in (*BREAK, ",", "，")) + 1
    own = claim.text[start : claim.at.start]
    return _DONE.search(own) is not None and not _EXPECTING.search(own)


def _governing(claim: Told) -> str:
    """The words of a sentence that can say a figure's status: from the last full pause to its clause's end, a note behind it,
    a lead before a colon and a note that ends the sentence."""
    text, at = claim.text, claim.at
    start = max(text.rfind(mark, 0, at.start) for mark in BREAK) + 1
    ends = [place for place in (text.find(mark, at.end) for mark in ",，。;；!?！？\n") if place >= 0]
    end = min(ends, default=len(text))
    words = text[start:end]
    note = _STATUS_NOTE.match(text, end + 1)
    last = list(_STATUS_NOTE.finditer(text))
    lead = re.split(r"[:：]", text, maxsplit=1)[0] if re.search(r"[:：]", text[: at.start]) else ""
    closing = (
        last[-1].group() if last and not re.search(r"[\u4e00-\u9fff\d]", re.sub(r"\[\d+\]", "", text[last[-1].end() :])) else ""
    )
    behind = re.match(r"[,，]?(?:为|均为|是|系)?(?:预计数?|目标|计划数?|预期)", text[end:])
    return words + (note.group() if note else "") + lead + closing + (behind.group() if behind else "")
