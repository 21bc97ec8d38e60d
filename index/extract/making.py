"""The one place where an ``Observation`` is put together: its id, its indicator, whether it is a flow or a stock."""

from __future__ import annotations

import re
from hashlib import sha256

from index.domain import Basis, Observation, Period, Quantity, Report, Span, Status, SubjectKind
from index.extract.naming import Name, canonical
from index.extract.relations import Relation
from index.indicators import CATALOGUE

UNNAMED = "未命名"
_CUMULATIVE = re.compile(r"累计|截[至止]|以来|至今")
_STOCK = re.compile(r"在[孵营库建谈]|拥有|现有|共有|在册|在岗|存量|仍有|目前(?:有|仅)|总数(?:达|为)|保有|(?:累计)?达到?$")
_ADDED = re.compile(r"新增|净增|新引进|新认定|新签约|新开工|新登记|新培育|新建|新入|引入|引进|建成|铺设|签订|每年|年均")
"""Words by which a level of what is otherwise a stock is what came to it in the period."""


def basis_of(words: str) -> Basis | None:
    """Whether the words of a clause say that its figure is cumulative or a stock; None where they say neither."""
    if _CUMULATIVE.search(words):
        return Basis.CUMULATIVE
    return Basis.STOCK if _STOCK.search(words) else Basis.FLOW if _ADDED.search(words) else None


def made(
    report: Report,
    quantity: Quantity,
    name: Name,
    status: Status,
    period: Period | None,
    *,
    span: Span,
    relation: Relation,
    indicator: str | None = None,
    basis: Basis | None = None,
    kind: SubjectKind = SubjectKind.ZONE,
    subject: str | None = None,
    note: str | None = None,
    path: tuple[str, ...] = (),
) -> Observation:
    """An observation whose quote is ``span`` of the report. The span of ``quantity`` is of the report too.

    ``indicator`` is what stands in for a name the catalogue does not know; ``basis`` defaults to the catalogue's.
    """
    entry = canonical(name, quantity.unit_norm)
    called = entry.name if entry else indicator or name.spoken or UNNAMED
    known = CATALOGUE.by_name.get(called)
    key = f"{report.id}:{quantity.span.start}:{quantity.span.end}"
    return Observation(
        id="obs_" + sha256(key.encode()).hexdigest()[:16],
        report_id=report.id,
        zone=report.zone.name,
        indicator=called,
        as_written=name.written,
        quantity=quantity,
        status=status,
        basis=basis or (known.basis if known else Basis.FLOW),
        period=period,
        subject=subject or report.zone.name,
        subject_kind=kind,
        quote=span.of(report.text),
        span=span,
        value_span=quantity.span,
        growth=relation.growth,
        gap=relation.gap,
        progress=relation.progress,
        note=note,
        path=path,
    )
