"""Yes or no with the deciding fact: status, period, figures and thresholds that a question takes for granted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.domain import Observation, Quantity, Status, SubjectKind
from index.library import Library, Located
from service.extractive.composed import Composed
from service.extractive.wording import worded
from service.find import Found, inside, status_of
from service.plan import Asking


def checked(library: Library, asking: Asking, found: Found) -> tuple[Composed, ...]:
    """Yes or no with the deciding fact: status and period of the figure, and whether the words asked about stand there."""
    best = _stating(asking, found)
    told = worded(library, asking.reading, best)
    status, rows = status_of(library, best), inside(library, best)
    repeated = [row for row in rows if any(row.quantity.value_norm == figure.value_norm for figure in asking.reading.figures)]
    period = (repeated or rows)[0].period if rows else None
    underway = _CLAIMS_DONE.search(asking.question) and _underway(asking, best)
    done = _done(library, asking, found, best) if status is Status.TARGET else None
    beyond = _beyond(asking, rows)
    if beyond is not None:
        lead = "是的,报告写明:" if beyond else "没有,报告写的是:"
    elif _other_figure(asking, best):
        lead = "不对,报告写的是:"
    elif status is Status.TARGET:
        lead = "不是,尚未实现,报告写的是目标或计划:"
    elif status is Status.ESTIMATE:
        lead = "不是实际完成数,是预计数:"
    elif underway:
        lead = f"没有,报告只说“{underway}”,没有说已经完成或认定:"
    elif "全年" in asking.question and period and (period.months or 12) < 12:
        lead = f"不是全年数,是{period.label}的数:"
    elif [term for term in best.missing if term.weight >= 0.5]:
        lead = "不是,报告没有这样写,原文是:"
    elif any(row.subject_kind is SubjectKind.COMPANY for row in rows):
        lead = "报告说的是企业:"
    else:
        lead = "是的,报告写明:"
    return (Composed(lead + told.body, told.places), *((Composed(f"已有的结果:{done.body}", done.places),) if done else ()))


_CLAIMS_DONE = re.compile(r"已经|已|成功|获批|认定|升为|升格|建成|落地|拿到|拿下|到账|实际|了吗|了没")
_UNDERWAY = re.compile(r"(?:申报|创建|争创|推动|推进|培育|夯实|筹备|前期|启动|正在|着手|谋划|洽谈|对接|拟|待)")
_REACHED = re.compile(
    r"已(?:获|被|经|通过|完成|认定|建成|升|列入)|获批|获评|获得|认定为|成功(?:创|入|升|获)|通过(?:了)?(?:认定|验收)|升格为|正式(?:获|升|成为)"
)


def _underway(asking: Asking, best: Located) -> str | None:
    """The word by which a span says that a thing is only on its way (申报, 创建) while the question takes it for reached."""
    if _UNDERWAY.search(asking.question) or _REACHED.search(best.text):
        return None
    anchors = [
        best.text.find(word) for term in asking.reading.terms for word in (term.word, *term.alternatives) if word in best.text
    ]
    before = best.text[: max(anchors, default=len(best.text))]
    found = list(_UNDERWAY.finditer(before[-24:]))
    return found[-1].group() if found else None


_BEYOND = re.compile(r"(?P<over>超过|高于|突破|大于|多于|达到|超)了?$|(?P<under>低于|不到|不足|少于|小于)了?$")


def _stating(asking: Asking, found: Found) -> Located:
    """The best span that holds all figures the question states; the best span where none does."""
    figures = [figure for figure in asking.reading.figures if figure.unit_norm != "倍"]
    if not figures:
        return found.located[0]
    held = [sum(_same_figure(each, figure) for figure in figures) for each in found.located[:10]]
    return found.located[held.index(max(held))] if max(held) else found.located[0]


def _same_figure(located: Located, figure: Quantity) -> bool:
    digits = re.sub(r"[^\d.]", "", figure.text)
    return bool(digits) and re.search(rf"(?<![\d.]){re.escape(digits)}(?![\d.])", located.text) is not None


def _beyond(asking: Asking, rows: Sequence[Observation]) -> bool | None:
    """Whether a figure is over or under the one a question asks about (有没有超过3%); None where it asks no such thing."""
    for figure in asking.reading.figures:
        match = _BEYOND.search(asking.question[: figure.span.start]) or _BEYOND.search(
            asking.question[: figure.span.start + len(figure.text) - len(figure.text.lstrip("超过突破高于低不到足"))]
        )
        if match is None or figure.value_norm is None:
            continue
        for row in rows:
            values = [row.quantity.value_norm if row.quantity.unit_norm == figure.unit_norm else None]
            values += [row.growth.value if row.growth and row.growth.unit == figure.unit_norm else None]
            for value in values:
                if value is not None:
                    return value > figure.value_norm if match["over"] else value < figure.value_norm
    return None


def _other_figure(asking: Asking, best: Located) -> bool:
    """Whether the question states a figure that the deciding span has otherwise."""
    figures = [figure for figure in asking.reading.figures if figure.unit_norm != "倍"]
    return bool(figures) and not all(_same_figure(best, figure) for figure in figures)


def _done(library: Library, asking: Asking, found: Found, best: Located) -> Composed | None:
    """What has been reached of a thing that the question takes a target of for reached."""
    for each in found.located[:8]:
        rows = inside(library, each)
        apart = not each.sentence.overlaps(best.sentence)
        if apart and rows and status_of(library, each) is Status.ACTUAL and each.fits and each.coverage >= 0.5:
            return worded(library, asking.reading, each)
    return None
