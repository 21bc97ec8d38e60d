"""The kinds of statement, each with all its wordings."""

from __future__ import annotations

from collections.abc import Mapping

from evals.audit import facts, more
from evals.audit.drawing import Draw
from evals.audit.facts import Fact, Maker


def either(*makers: Maker) -> Maker:
    """One of several makers of a kind, drawn by report."""

    def make(draw: Draw, wrong: bool) -> Fact:
        return draw.pick(makers)(draw, wrong)

    return make


MAKERS: Mapping[str, Maker] = {
    "part_total": either(facts.part_total, more.part_total),
    "list_count": either(facts.list_count, more.list_count),
    "share": either(facts.share, more.share),
    "growth_one_basis": either(facts.growth_one_basis, more.growth_one_basis),
    "growth_levels": either(facts.growth_levels, more.growth_levels),
    "progress": either(facts.progress, more.progress),
    "unit_pair": either(facts.unit_pair, more.unit_pair),
    "restated": either(facts.restated, more.restated),
    "date_order": either(facts.date_order, more.date_order),
    "done_and_not_done": either(facts.done_and_not_done, more.done_and_not_done),
    "target_below_actual": either(facts.target_below_actual, more.target_below_actual),
    "slogan_parts": either(facts.slogan_parts, more.slogan_parts),
}
