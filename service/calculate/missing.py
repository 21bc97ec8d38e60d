"""A computation that cannot be made: which operand the report lacks, and the one it has."""

from __future__ import annotations

import re
from dataclasses import replace

from index.domain import Status
from service.calculate.choosing import CERTAIN, ranked
from service.calculate.figures import Figure, held
from service.calculate.scene import Scene
from service.calculate.wording import Outcome
from service.operations import Kind

_SURE = 0.7
_SHARE = re.compile(r"[占完][^;；。]{0,16}%")


def missing(scene: Scene) -> Outcome | None:
    """What is lacking, in words, with the nearest figure; None where the figure at hand is not surely the one meant."""
    kind = scene.operation.kind
    if kind in (Kind.COMPLETION, Kind.TO_TARGET, Kind.IMPLIED_TARGET):
        figure = _found(scene)
        stated = figure is not None and (figure.row.progress is not None or _SHARE.search(figure.behind) is not None)
        if figure is None or stated or _has_target(scene, figure):
            return None
        return Outcome("报告未写明相应的全年目标或完成进度,无从计算,已有的是", (figure,), stated=True)
    if kind in (Kind.IMPLIED_BASE, Kind.INCREASE):
        figure = _found(scene)
        if figure is None or figure.row.growth is not None:
            return None
        return Outcome("报告未写明同比增速,上年同期数无从推算,已有的是", (figure,), stated=True)
    if kind is Kind.PER:
        figure = _found(scene)
        return (
            None
            if figure is None
            else Outcome(f"报告未提及可对应的{scene.operation.unit}数,平均数无从计算,已有的是", (figure,), stated=True)
        )
    return None


def _found(scene: Scene) -> Figure | None:
    role = replace(scene.roles()[0], status=None)
    for score, figure in ranked(role, scene.figures)[:5]:
        if not figure.rate and figure.row.status is not Status.TARGET and score >= CERTAIN and held(role, figure) >= _SURE:
            return figure
    return None


def _has_target(scene: Scene, figure: Figure) -> bool:
    return any(
        each.row.indicator == figure.row.indicator and (each.row.status is Status.TARGET or each.row.progress is not None)
        for each in scene.figures
    )
