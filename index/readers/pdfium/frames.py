"""User space of a PDF page (any origin, upwards, turned) -> points from the upper left corner of the page as it is read."""

from __future__ import annotations

from dataclasses import dataclass

from index.readers.paged.pieces import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """``crop`` is left, bottom, right, top in user space; ``quarter`` counts quarter turns clockwise."""

    crop: tuple[float, float, float, float]
    quarter: int

    @property
    def width(self) -> float:
        return self.crop[3] - self.crop[1] if self.quarter % 2 else self.crop[2] - self.crop[0]

    @property
    def height(self) -> float:
        return self.crop[2] - self.crop[0] if self.quarter % 2 else self.crop[3] - self.crop[1]

    def point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self.crop
        if self.quarter == 0:
            return x - left, top - y
        if self.quarter == 1:
            return y - bottom, x - left
        if self.quarter == 2:
            return right - x, y - bottom
        return top - y, right - x

    def user(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self.crop
        if self.quarter == 0:
            return left + x, top - y
        if self.quarter == 1:
            return left + y, bottom + x
        if self.quarter == 2:
            return right - x, bottom + y
        return right - y, top - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of user space."""
        one, other = self.point(left, bottom), self.point(right, top)
        return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])

    def into(self, other: Frame, box: Box) -> Box:
        """A box of this frame in another frame of the same page."""
        one, two = self.user(box[0], box[1]), self.user(box[2], box[3])
        return other.box(min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1]))
