"""Parts of a whole: completion of a target, shares, rates of a stage, what remains, and the whole behind a part."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from index.domain import Bound, Span, Status
from service.calculate.arithmetic import HUNDRED, Number, amount, bound_of_quotient, operand, percent, rounded
from service.calculate.choosing import CERTAIN, comparable, pair, ranked, target
from service.calculate.figures import Figure, Role, held
from service.calculate.scene import Scene
from service.calculate.wording import Outcome
from service.operations import STAGES
from service.views import plain

_SHARE_STATED = re.compile(r"占|率|比重|比例|完成|达到?")
_TOTAL = re.compile(r"共|总|合计|全部|一共|累计")
_PART = re.compile(r"其中|包括|含")
_PARTS_BELOW = re.compile(r"(?:其中|包括)[:：]")
"""With a colon behind it the word rules the rest of its sentence and not only its own clause."""


def completion(scene: Scene) -> Outcome | None:
    """The stated progress of what is asked about, else what is done over what is aimed at."""
    [role] = scene.roles()
    if not role.terms:
        return None
    stated = scene.best(role, lambda figure: figure.row.progress is not None)
    # 年度计划投资 names what is aimed at, though its words are those of any target.
    aimed = tuple((term, term.weight) for term in scene.asking.reading.terms if len(term.word) > 3 and _SET.search(term.word))
    asked_target = replace(role, status=Status.TARGET, terms=(*role.terms, *aimed))
    done = replace(role, status=Status.ACTUAL)
    found = scene.pair(done, asked_target, _done_of_target, least=2 * CERTAIN - 0.1)
    if stated is not None and (found is None or held(role, stated) >= held(role, found[0]) - 0.05):
        return Outcome("", (stated,), stated=True)
    if found is None:
        return None
    part, whole = found
    number = _quotient(part, whole)
    if number is None:
        return None
    number = (
        replace(number, bound="") if whole.row.quantity.bound is Bound.AT_LEAST and part.row.quantity.bound is None else number
    )
    tail = ",按目标下限算" if whole.row.quantity.bound is Bound.AT_LEAST else ""
    return Outcome(f"完成率{number.said}", (part, "÷", whole), (number,), tail)


def to_target(scene: Scene) -> Outcome | None:
    """Target less done."""
    [role] = scene.roles()
    found = scene.pair(
        replace(role, status=Status.ACTUAL), replace(role, status=Status.TARGET), _done_of_target, least=2 * CERTAIN - 0.1
    )
    if found is None:
        return None
    done, aim = found
    under, over = operand(done.row.quantity, aim.row.quantity), operand(aim.row.quantity, aim.row.quantity)
    if under is None or over is None:
        return None
    scale = aim.norm / aim.value if aim.value else Decimal(1)
    difference = (aim.norm - done.norm) / scale
    number = amount(abs(difference), aim.row.quantity.unit, f"{over}-{under}")
    if difference <= 0:
        return Outcome(
            f"已超过目标{number.said}" if difference else "正好达到目标", (done, ",", aim), (number,) if difference else ()
        )
    lower = "至少" if aim.row.quantity.bound is Bound.AT_LEAST else ""
    return Outcome(f"离目标还差{lower}{number.said}", (aim, "-", done), (number,))


def _done_of_target(done: Figure, aim: Figure) -> float | None:
    if (
        target(done)
        or not (target(aim) or _SET.search(re.split("[,，;；]", aim.own)[-1]))
        or not comparable(done, aim)
        or not aim.norm
    ):
        return None
    score = 0.25 if done.row.indicator == aim.row.indicator else 0.0
    if _alike(done, aim):
        score += 0.12
    elif not score:
        score -= 0.2  # what is aimed at is mostly named as what is done
    one, other = done.row.period, aim.row.period
    if one and other:
        score += 0.12 if other.contains(one) else -0.3 if not other.overlaps(one) else 0.0
    score += 0.12 if re.search("实际|完成|已|累计", done.own) else 0.0
    return score - (0.3 if done.norm > 2 * aim.norm else 0.0)


_SET = re.compile(r"任务|目标|计划(?!总投资)")


_DOING = re.compile(r"完成|实际|累计|年度|全年|计划|新增?|力争|实现|已|正式|总")


def _alike(left: Figure, right: Figure) -> bool:
    names = [_DOING.sub("", figure.row.as_written) for figure in (left, right)]
    one, other = ({name[at : at + 2] for at in range(len(name) - 1)} for name in names)
    return bool(one and other) and len(one & other) / min(len(one), len(other)) >= 0.5


def _quotient(part: Figure, whole: Figure) -> Number | None:
    over, under = operand(part.row.quantity, part.row.quantity), operand(whole.row.quantity, part.row.quantity)
    if part.norm <= whole.norm:
        over, under = operand(part.row.quantity, whole.row.quantity), operand(whole.row.quantity, whole.row.quantity)
    if over is None or under is None or not whole.norm:
        return None
    bound, about = bound_of_quotient(part.row.quantity, whole.row.quantity)
    return percent(part.norm / whole.norm * HUNDRED, f"{over}/{under}*100", bound=bound, about=about)


# --- shares ---------------------------------------------------------------------------------------------------------


def share(scene: Scene) -> Outcome | None:
    words = scene.operation.operands
    if not words[1]:
        return _share_of_total(scene)
    part_role, whole_role = scene.roles()
    if _stated(scene, part_role) is not None:
        return None
    found = scene.pair(part_role, whole_role, _part_of_whole) or _of_one_statement(scene)
    if found is None:
        return None
    part, whole = found
    number = _quotient(part, whole)
    if number is None:
        return None
    return Outcome(f"{scene.operation.stage or '占比'}{number.said}", (part, "÷", whole), (number,), _other_period(part, whole))


def _of_one_statement(scene: Scene) -> tuple[Figure, Figure] | None:
    """Whole and part of the one sentence that speaks of what is asked, where it gives just two figures of one kind.

    The question's words for the part may be other than the report's; that it can mean no other pair takes their place.
    """
    [role] = scene.roles(" ".join(scene.operation.operands))
    told: dict[tuple[str, Span], list[Figure]] = {}
    for figure in scene.figures:
        told.setdefault((figure.row.report_id, figure.sentence), []).append(figure)
    scored = [(max(held(role, figure) for figure in each), each) for each in told.values()]
    scored.sort(key=lambda pair: -pair[0])
    if not scored or scored[0][0] < _SPOKEN or len(scored) > 1 and scored[0][0] < scored[1][0] + _APART:
        return None
    levels = [figure for figure in scored[0][1] if not figure.rate]
    for whole, part in pairwise(levels):
        alike = [figure for figure in levels if comparable(figure, whole)]
        if len(alike) == 2 and comparable(part, whole) and 0 < part.norm <= whole.norm and target(part) is target(whole):
            return part, whole
    return None


_SPOKEN, _APART = 0.4, 0.1
"""Share of the question's words that the sentence must hold, and by how much more than the next one."""


def _stated(scene: Scene, role: Role) -> Figure | None:
    """A share that the report states itself needs no computing."""
    for score, figure in ranked(role, scene.figures)[:4]:
        row = figure.row
        rate = row.quantity.unit_norm == "%" and row.growth is None and row.gap is None and row.progress is None
        if rate and score >= 0.85 and re.search("占|率|比重", figure.own):
            return figure
    return None


def _part_of_whole(part: Figure, whole: Figure) -> float | None:
    if not comparable(part, whole) or not whole.norm:
        return None
    if part.norm > whole.norm:
        return -0.3  # 在谈 over 签约 may be asked for, but a part is mostly less than its whole
    before = whole.around[: whole.row.value_span.start - whole.sentence.start]
    if part.sentence == whole.sentence and _PARTS_BELOW.search(before):
        return -0.4  # two items of one list of parts
    if part.sentence == whole.sentence and _PART.search(f"{whole.lead}{whole.head}{whole.own}"):
        return -0.2
    one, other = part.row.period, whole.row.period
    return -0.15 if one and other and not one.overlaps(other) else 0.0


def _share_of_total(scene: Scene) -> Outcome | None:
    """The share of a part whose whole the question does not name: the total of its own statement."""
    [role] = scene.roles(scene.operation.operands[0])
    part = scene.best(role, lambda figure: not figure.rate and not target(figure))
    if part is None or _stated(scene, role) is not None:
        return None
    whole = total_over(scene, part)
    number = _quotient(part, whole) if whole else None
    if whole is None or number is None:
        return None
    return Outcome(f"占比{number.said}", (part, "÷", whole), (number,))


def total_over(scene: Scene, part: Figure) -> Figure | None:
    """The nearest greater figure of one kind before a part, in its sentence or the one before, that is said to be a total."""
    before = [
        figure
        for figure in scene.figures
        if figure.row.report_id == part.row.report_id
        and figure.row.value_span < part.row.value_span
        and comparable(figure, part)
        and figure.norm > part.norm
        and part.row.value_span.start - figure.row.value_span.end < 220
        and figure.row.path == part.row.path
    ]
    totals = [
        figure
        for figure in before
        if _TOTAL.search(figure.own + figure.row.as_written) or _PART.match(figure.behind.lstrip(",，。;；:："))
    ]
    return max(totals, key=lambda figure: figure.row.value_span, default=None)


def _other_period(part: Figure, whole: Figure) -> str:
    one, other = part.row.period, whole.row.period
    if one and other and one != other and not target(part) and not target(whole):
        return ",两数期间不同"
    return ""


# --- stages ---------------------------------------------------------------------------------------------------------


def stage_rate(scene: Scene) -> Outcome | None:
    found = _staged(scene)
    number = _quotient(*found) if found else None
    if found is None or number is None:
        return None
    return Outcome(f"{scene.operation.stage}比例{number.said}", (found[0], "÷", found[1]), (number,), _other_period(*found))


def remainder(scene: Scene) -> Outcome | None:
    found = _staged(scene)
    if found is None:
        return None
    part, whole = found
    less, more = operand(part.row.quantity, whole.row.quantity), operand(whole.row.quantity, whole.row.quantity)
    if less is None or more is None:
        return None
    bound, about = bound_of_quotient(whole.row.quantity, part.row.quantity)
    scale = whole.norm / whole.value if whole.value else Decimal(1)
    number = amount((whole.norm - part.norm) / scale, whole.row.quantity.unit, f"{more}-{less}", bound=bound, about=about)
    return Outcome(f"尚未{scene.operation.stage}的{number.said}", (whole, "-", part), (number,))


def _staged(scene: Scene) -> tuple[Figure, Figure] | None:
    """What has reached a stage, and all that may: the same thing without the stage's word."""
    stage = re.compile(STAGES.get(scene.operation.stage, scene.operation.stage))
    topic = scene.operation.operands[0]
    [whole_role] = scene.roles(topic or scene.operation.stage)
    part_role = replace(whole_role, words=f"{topic}{scene.operation.stage}")
    stated = _stated(scene, part_role)
    if stated is not None and stage.search(stated.own):
        return None

    def together(part: Figure, whole: Figure) -> float | None:
        reached = stage.search(part.own) and not re.search(rf"(?:未|待|尚未|没有)(?:{stage.pattern})", part.own)
        due = re.search(rf"(?:应|需|须|拟|计划)(?:{stage.pattern})", whole.own) is not None
        reached = reached and not re.search(rf"(?:应|需|须|拟|计划)(?:{stage.pattern})", part.own)
        if not reached or (stage.search(whole.own) and not due) or not comparable(part, whole) or part.norm > whole.norm:
            return None
        if target(part) is not target(whole):
            return -0.4
        score = 0.1 + (0.15 if due or part.sentence == whole.sentence and whole.place < part.place else 0.0)
        # 已开工38个 is itself a part: what has been put into operation is a share of all that were signed.
        return score - (
            0.3
            if not due and any(word not in topic and re.search(f"已(?:{written})", whole.own) for word, written in STAGES.items())
            else 0.0
        )

    return pair(part_role, whole_role, scene.figures, together, least=2 * CERTAIN - 0.1)


# --- the whole behind a part ----------------------------------------------------------------------------------------


def implied_target(scene: Scene) -> Outcome | None:
    """What a level and its stated share of a target, or of the works, say of the whole."""
    [role] = scene.roles()
    if not role.terms:
        return None
    part = scene.best(
        replace(role, stated=frozenset()),
        lambda figure: figure.row.progress is not None and not figure.rate and figure.row.progress.value > 0,
    )
    if part is not None and part.row.progress is not None:
        if not re.search("推算|倒推|反推|倒算|折算|换算|折合", scene.asking.question) and _target_stated(scene, part):
            return None
        share_done = part.row.progress.value
        number = _whole(part, share_done)
        what = "总量" if scene.operation.stage else "全年任务"
        return Outcome(f"推算{what}{number.said}", (part,), (number,), stated=True)
    found = scene.pair(replace(role, stated=frozenset()), role, _level_and_share, least=2 * CERTAIN - 0.1)
    if found is None:
        return None
    level, rate = found
    number = _whole(level, rate.value)
    what = "总量" if scene.operation.stage or rate.row.progress is None else "全年任务"
    return Outcome(f"推算{what}{number.said}", (level, "÷", rate), (number,))


def _target_stated(scene: Scene, part: Figure) -> bool:
    return any(target(figure) and figure.row.indicator == part.row.indicator and not figure.rate for figure in scene.figures)


def _level_and_share(level: Figure, rate: Figure) -> float | None:
    """A level and, right behind it in its sentence, the share of the whole that it is."""
    shares = rate.row.quantity.unit_norm == "%" and rate.row.growth is None and rate.row.gap is None
    if (
        level.rate
        or not shares
        or not 0 < rate.value < HUNDRED * 2
        or level.sentence != rate.sentence
        or level.row.report_id != rate.row.report_id
    ):
        return None
    if not (rate.place > level.place and _SHARE_STATED.search(rate.own)):
        return None
    return 0.2 - 0.1 * (rate.place - level.place - 1)


def _whole(part: Figure, share_done: Decimal) -> Number:
    value = part.value / share_done * HUNDRED
    quantity = part.row.quantity
    bound, about = bound_of_quotient(quantity, replace(quantity, bound=None))
    about = about or "约" in part.around and rounded(value, 2) != value
    return amount(value, quantity.unit, f"{plain(part.value)}/{plain(share_done)}*100", bound=bound, about=about)
