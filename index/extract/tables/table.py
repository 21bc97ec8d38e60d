"""A table understood: its head, its rows, and what its title says of all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from index.extract.tables.grid import Row
from index.extract.tables.heads import Head
from index.extract.tables.times import Times
from index.indicators import CATALOGUE

_ENTITIES = re.compile(
    r"园区|片区|功能区|板块|分园|开发区|企业|公司|乡镇|街道|镇街|地区|县|行业|产业|年\s?份|年\s?度|时\s?间|月\s?份|季\s?度"
)
_GENERAL = re.compile(
    r"(?:主要|经济|重点|统计|考核|工作|发展|目标|任务|名称?|内容|类别?|分类|指标|项目|单位|事项|科目|分组|区域|行业|产业|链|企业|公司|园区|片区|功能区|开发区"
    r"|板块|地区|乡镇|街道|镇街|年份|年度|时间|月份|季度|名|称|序号|名称|及|和|、|/|\\|\s)*"
)
_RATED = re.compile(r"(?:完成)?(?:累计|当月)?(?:同比)?(?P<rate>增速|增幅|增长率)")


@dataclass(frozen=True)
class Table:
    """A head understood, the rows under it, and what its title says."""

    head: Head
    body: tuple[Row, ...]
    title: str
    caption: tuple[str, ...]
    """Units that a line above states for all of it."""
    times: Times

    @cached_property
    def crossed(self) -> bool:
        """Whether indicators stand across: in the heads, or in the title over rows that are none."""
        return self.head.named or (bool(self.measure) and self.entities)

    @cached_property
    def measure(self) -> str:
        """The one indicator that all figures are of, by the head over the names or by the title; "" where there is none."""
        words = self.head.columns[self.head.name].head
        if CATALOGUE.mentions(words) and not _GENERAL.fullmatch(words):
            return words
        if not self.entities or self.head.named:
            return ""
        return self._titled

    def meant(self, named: str) -> str:
        """产值 under a title on 规上工业总产值 is that."""
        return self._titled if CATALOGUE.lookup(named) is None and self._titled.endswith(named) else named

    @cached_property
    def invested(self) -> bool:
        return any(column.named.endswith(("总投资", "投资额", "计划投资")) for column in self.head.columns)

    @cached_property
    def _titled(self) -> str:
        """The one indicator that the title names, or its growth: 规上工业增加值累计增速."""
        mentions = CATALOGUE.mentions(self.title)
        if len({mention.written for mention in mentions}) != 1:
            return ""
        rated = _RATED.match(self.title, mentions[-1].span.end)
        return mentions[-1].written + (rated["rate"] if rated else "")

    @cached_property
    def entities(self) -> bool:
        """Whether the head over the names says that rows are no indicators."""
        return _ENTITIES.search(self.head.columns[self.head.name].head) is not None
