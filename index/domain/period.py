"""What days a figure or a report covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Inclusive interval of days; ``end`` None is open. ISO form: ``2025-01-01/2025-06-30`` or ``2024-01-01/..``."""

    start: date
    end: date | None

    @property
    def iso(self) -> str:
        return f"{self.start.isoformat()}/{self.end.isoformat() if self.end else '..'}"

    @classmethod
    def parse(cls, iso: str) -> Period:
        """Reads the ISO form; raises ValueError on anything else."""
        start, separator, end = iso.partition("/")
        if not separator:
            raise ValueError(f"not an interval: {iso}")
        period = cls(date.fromisoformat(start), None if end == ".." else date.fromisoformat(end))
        if period.end is not None and period.end < period.start:
            raise ValueError(f"interval ends before it starts: {iso}")
        return period

    @property
    def months(self) -> int | None:
        """Whole calendar months covered; None where the interval is open or not made of whole months."""
        if self.end is None or self.start.day != 1 or (self.end + timedelta(days=1)).day != 1:
            return None
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def label(self) -> str:
        """The period as a report would say it: 2025年上半年, 2025年1-4月, 2021年, 2024年3月起."""
        start, end = self.start, self.end
        if end is None:
            return f"{start.year}年{start.month}月起"
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
            return f"{start.year}年" if start.year == end.year else f"{start.year}-{end.year}年"
        if start.year == end.year and self.months:
            if (start.month, end.month) == (1, 6):
                return f"{start.year}年上半年"
            if (start.month, end.month) == (7, 12):
                return f"{start.year}年下半年"
            return f"{start.year}年{start.month}月" if start.month == end.month else f"{start.year}年{start.month}-{end.month}月"
        if start == end:
            return f"{start.year}年{start.month}月{start.day}日"
        return f"{start.isoformat()}至{end.isoformat()}"

    def overlaps(self, other: Period) -> bool:
        return (other.end is None or self.start <= other.end) and (self.end is None or other.start <= self.end)

    def contains(self, other: Period) -> bool:
        return self.start <= other.start and (self.end is None or (other.end is not None and other.end <= self.end))
