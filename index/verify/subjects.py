"""Whose figure it is: a company's is not the zone's, nor another company's; a region's is not the zone's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.domain import SubjectKind
from index.verify.told import BREAK, Told

_ZONE_SUBJECT = re.compile(r"全区|我区|园区(?!企业)|开发区|经开区|高新区|新区")
_NOWHERE = (-1, 0)
_COMPANY_TAIL = re.compile(r"(?:股份)?有限(?:责任)?公司|集团|公司|项目|工程|基地")


def subject_agrees(claim: Told, stated: Told, rivals: Sequence[Told], own: str) -> bool:
    """``own`` are the words before the claim's figure that it does not have from the source."""
    return _subject_agrees(claim, stated, own) and _nearest_subject_agrees(claim, stated, rivals)


def _subject_agrees(claim: Told, stated: Told, own: str) -> bool:
    """A company's figure is not the zone's, nor another company's; a region's is not the zone's."""
    source, said = stated.row, claim.row
    if source is None or source.subject_kind in (SubjectKind.ZONE, SubjectKind.PROJECT):
        return True
    if said is not None and said.subject_kind is source.subject_kind and said.subject and source.subject != source.zone:
        return _one_name(said.subject, source.subject) or _one_name(source.subject, claim.text)
    if source.subject == source.zone or _one_name(source.subject, claim.text):
        return True
    segment = own[max(own.rfind(mark) for mark in BREAK) + 1 :]
    if source.subject_kind is SubjectKind.REGION:
        return not _ZONE_SUBJECT.search(segment)
    return not (_ZONE_SUBJECT.search(segment) and source.subject_kind in (SubjectKind.COMPANY, SubjectKind.PARK))


def _nearest_subject_agrees(claim: Told, stated: Told, rivals: Sequence[Told]) -> bool:
    """Where a sentence names several of the source's companies or parks: whether the last before a figure is the figure's own."""
    source = stated.row
    if source is None or source.subject == source.zone:
        return True
    subjects = {
        row.subject
        for row in (source, *(each.row for each in rivals))
        if row is not None and row.subject != row.zone and row.subject_kind is source.subject_kind
    }
    if len(subjects) < 2:
        return True
    segment = claim.before[max(claim.before.rfind(mark) for mark in BREAK) + 1 :]
    places = {subject: _last_place(subject, segment) for subject in subjects}
    nearest = max(places.values())
    return nearest == _NOWHERE or places[source.subject] == nearest


def _last_place(name: str, text: str) -> tuple[int, int]:
    """Where a name, or its beginning of two characters and more, ends last, and how much of it stands there."""
    short = _COMPANY_TAIL.sub("", name) or name
    for length in range(len(short), 1, -1):
        at = text.rfind(short[:length])
        if at >= 0:
            return at + length, length
    return _NOWHERE


def _one_name(name: str, words: str) -> bool:
    """Whether words hold a name, or what is short for it: 恒川电子 of 恒川电子科技有限公司."""
    short = _COMPANY_TAIL.sub("", name)
    if len(short) < 2:
        return True
    return (
        short in words
        or _COMPANY_TAIL.sub("", words) in name
        or any(short[at : at + 2] in words for at in (0, 2) if len(short) > at + 1)
    )
