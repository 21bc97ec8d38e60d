"""The nouns of the product: frozen values, standard library only.

Offsets are Unicode code points in a report's *clean* text unless a name says ``raw``. Numbers are ``Decimal``.
A value that a report does not state is ``None``; an inference is marked as such and never printed as the report's own fact.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum


class Status(StrEnum):
    """Whether a figure happened (actual), is expected of a period passed or passing (estimate), or is wanted (target)."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"
    TARGET = "target"


class Basis(StrEnum):
    FLOW = "flow"
    CUMULATIVE = "cumulative"
    STOCK = "stock"


class Bound(StrEnum):
    """How a figure bounds the truth: 以上 · 突破/超/余/多 · 近 · 约/左右 · 以内."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    ALMOST = "almost"
    ABOUT = "about"
    AT_MOST = "at_most"


class GrowthKind(StrEnum):
    YOY = "yoy"
    MOM = "mom"
    CAGR = "cagr"
    MULTIPLE = "multiple"
    RATE_CHANGE = "rate_change"
    RANK = "rank"


class SubjectKind(StrEnum):
    ZONE = "zone"
    COMPANY = "company"
    PROJECT = "project"
    PARK = "park"
    REGION = "region"


class VerdictKind(StrEnum):
    SUPPORTED = "supported"
    COMPUTED = "computed"
    MISMATCH = "mismatch"
    NOT_FOUND = "not_found"
    CONTEXT = "context"


class Comparability(StrEnum):
    """Why cells of one comparison row are not like for like (the codes of the HTTP contract)."""

    PERIOD_LENGTH = "period_length"
    PERIOD_YEAR = "period_year"
    DEFINITION = "definition"
    STATUS = "status"
    UNIT = "unit"
    SCOPE = "scope"
    CURRENCY = "currency"
    PRICE_BASIS = "price_basis"
    ZONES_DIFFER = "zones_differ"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points of some text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __reduce__(self) -> tuple[type[Span], tuple[int, int]]:
        # Reports come from worker processes with hundreds of thousands of these; as dataclasses go they take several times as long.
        return Span, (self.start, self.end)

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def shifted(self, offset: int) -> Span:
        return Span(self.start + offset, self.end + offset)


def joined_spans(spans: Iterable[Span], *, apart: int = 0) -> list[Span]:
    """The spans in order, those that overlap, touch or stand at most so far ``apart`` as one; empty ones are left out."""
    joined: list[Span] = []
    for span in sorted(each for each in spans if len(each)):
        if joined and span.start <= joined[-1].end + apart:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of clean text and the raw stretch it came from. Equal lengths mean character by character."""

    clean: Span
    raw: Span

    def __reduce__(self) -> tuple[type[Run], tuple[Span, Span]]:
        return Run, (self.clean, self.raw)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Map from clean offsets back to raw offsets: runs in clean order, covering the clean text without gaps."""

    runs: tuple[Run, ...]

    def raw_span(self, span: Span) -> Span:
        """Raw span that ``span`` of the clean text came from (the smallest that holds all of it).

        Raises ValueError where ``span`` leaves the clean text.
        """
        if not self.runs or span.end > self.runs[-1].clean.end:
            raise ValueError(f"span {span} outside the aligned text")
        first = self._at(span.start)
        if len(span) == 0:
            start = self._inside(self.runs[first], span.start, closing=False)
            return Span(start, start)
        # A paragraph that cleaning moved has its raw text elsewhere, so every run counts and not only the outer two.
        touched = self.runs[first : self._at(span.end - 1) + 1]
        starts = [self._inside(run, max(span.start, run.clean.start), closing=False) for run in touched]
        ends = [self._inside(run, min(span.end, run.clean.end) - 1, closing=True) for run in touched]
        return Span(min(starts), max(ends))

    def then(self, outer: Alignment) -> Alignment:
        """This way back followed by ``outer``, which leads on from what is raw here."""
        return Alignment(tuple(step for run in self.runs for step in outer._led_on(run)))

    def _led_on(self, run: Run) -> Iterator[Run]:
        """The runs that lead a run of an inner alignment on; of one that is not character by character it is one."""
        if len(run.clean) != len(run.raw) or not run.raw:
            yield Run(run.clean, self.raw_span(run.raw))
            return
        at = run.raw.start
        while at < run.raw.end:
            step = self.runs[self._at(at)]
            end = min(run.raw.end, step.clean.end)
            here = Span(at, end).shifted(run.clean.start - run.raw.start)
            if len(step.clean) == len(step.raw):
                yield Run(here, Span(at, end).shifted(step.raw.start - step.clean.start))
            else:
                yield Run(here, step.raw)
            at = end

    def _at(self, offset: int) -> int:
        return max(0, bisect_right(self.runs, offset, key=lambda run: run.clean.start) - 1)

    @staticmethod
    def _inside(run: Run, offset: int, *, closing: bool) -> int:
        if len(run.clean) == len(run.raw):
            return run.raw.start + (offset - run.clean.start) + (1 if closing else 0)
        return run.raw.end if closing else run.raw.start


@dataclass(frozen=True, slots=True)
class Repair:
    """Something cleaning noticed in the clean text.

    ``sure`` repairs are already in the text (injected pinyin gone, widths folded, spaces in numbers closed).
    Unsure ones leave the text as it is; ``reading`` is what matching uses instead, of the same length as the span
    (spun words, 。 as decimal point), or ``None`` where nothing may be guessed (damaged, masked).
    """

    span: Span
    kind: str
    sure: bool
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    province: str | None = None
    city: str | None = None
    district: str | None = None
    inferred: bool = False
    """True where any part was concluded from companion names and is not said by the report."""


@dataclass(frozen=True, slots=True)
class ZoneIdentity:
    """Which zone a report speaks of. ``name`` is the full name shown to users and the key of the zone.

    ``as_written`` is the text's own usual name; ``companions`` are distinctive names of the zone's surroundings
    (towns, parks, sub-districts) by which people also refer to it.
    """

    name: str
    as_written: str
    aliases: tuple[str, ...] = ()
    place: Place = Place()
    companions: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as the library knows it: its identity joined over its reports."""

    name: str
    aliases: tuple[str, ...]
    place: Place
    homonyms: tuple[str, ...]
    report_ids: tuple[str, ...]
    periods: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. ``span`` includes the heading line and all deeper sections."""

    heading: str
    level: int
    span: Span
    heading_span: Span
    path: tuple[str, ...]
    """Headings from the top section down to this one, this one included."""


def path_at(sections: Sequence[Section], offset: int) -> tuple[str, ...]:
    """Headings above an offset, outermost first: the path of the deepest section that holds it; empty before the first."""
    # Sections stand in order of their beginnings, and a part begins behind its whole.
    for at in range(bisect_right(sections, offset, key=lambda section: section.span.start) - 1, -1, -1):
        if offset < sections[at].span.end:
            return sections[at].path
    return ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """An exact slice of a report's clean text, inside one section. ``path`` are the headings above it."""

    report_id: str
    ordinal: int
    span: Span
    path: tuple[str, ...]
    tokens: int

    @property
    def id(self) -> str:
        return f"{self.report_id}.{self.ordinal}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as it stands in a text.

    ``value`` in ``unit`` as written (180, 亿元); ``value_norm`` in ``unit_norm`` (18000000000, 元). ``high`` closes a range.
    ``value`` is None where a level is spoken of without a figure (由负转正). Percent is unit ``%``, points are ``百分点``;
    they are different kinds. ``span`` covers the figure, its unit and its bound words in the text it was read from.
    """

    span: Span
    text: str
    value: Decimal | None
    unit: str
    value_norm: Decimal | None
    unit_norm: str
    high: Decimal | None = None
    high_norm: Decimal | None = None
    bound: Bound | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A catalogue entry (指标). ``dimension`` is the kind of unit it takes: money, count, area, rate, people, mass …"""

    name: str
    aliases: tuple[str, ...]
    dimension: str
    additive: bool
    family: str
    """Indicators of one family answer to one everyday word (税收) but are not the same definition."""
    note: str = ""
    basis: Basis = Basis.FLOW
    """What a level of it is unless the text says otherwise: 拥有规上企业 is a stock, 新增规上企业 a flow."""


@dataclass(frozen=True, slots=True)
class Growth:
    kind: GrowthKind
    value: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A distance to somebody else's figure: 高出全省6.3个百分点."""

    to: str
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Share of a yearly target done: 占年目标任务数的38.62%."""

    of: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Observation:
    """One quantitative statement of a report (指标值): the ledger's row.

    ``span`` is the clause that says it (at most 150 characters, ``report.text[span] == quote``);
    ``value_span`` the figure inside it. ``indicator`` is canonical, ``as_written`` the text's own words.
    """

    id: str
    report_id: str
    zone: str
    indicator: str
    as_written: str
    quantity: Quantity
    status: Status
    basis: Basis
    period: Period | None
    subject: str
    subject_kind: SubjectKind
    quote: str
    span: Span
    value_span: Span
    growth: Growth | None = None
    gap: Gap | None = None
    progress: Progress | None = None
    price_basis: str | None = None
    note: str | None = None
    path: tuple[str, ...] = ()


class Measure(StrEnum):
    """What a comparison row sets side by side: the figures themselves or their growth on the year before."""

    LEVEL = "level"
    GROWTH = "growth"


class DerivedKind(StrEnum):
    DIFFERENCE = "difference"
    RATIO = "ratio"
    RANK = "rank"
    SHARE = "share"
    GROWTH = "growth"
    COMPLETION = "completion"


@dataclass(frozen=True, slots=True)
class ComparisonCell:
    """One zone's figure in a row, as printed. All but ``zone`` are None where the zone's reports say nothing.

    ``period`` is set in the series of one zone: the column that the cell stands in, also where it is empty.
    """

    zone: str
    observation: Observation | None = None
    value: Decimal | None = None
    unit: str | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """A value computed from cells, rounded half up to two places.

    ``formula`` is plain arithmetic over the inputs' printed decimals and 100, 10000, 100000000. For ``rank`` it is the
    ordering (``4.3>1.92``) and ``value`` counts the ranked cells: no number of it is new.
    """

    kind: DerivedKind
    text: str
    value: Decimal
    unit: str
    formula: str
    status: Status
    inputs: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """``comparable`` is false where any reason but ``missing`` stands and where fewer than two cells are filled."""

    indicator: str
    measure: Measure
    unit: str | None
    comparable: bool
    reasons: tuple[Comparability, ...]
    cells: tuple[ComparisonCell, ...]
    derived: tuple[Derived, ...] = ()

    @property
    def filled(self) -> tuple[tuple[ComparisonCell, Observation], ...]:
        return tuple((cell, cell.observation) for cell in self.cells if cell.observation is not None)


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """``missing`` are the (zone, indicator) pairs that no report states; the counts say what the table rests on."""

    rows: tuple[ComparisonRow, ...]
    missing: tuple[tuple[str, str], ...]
    reports_used: int
    reports_searched: int


@dataclass(frozen=True, slots=True)
class FindingSpan:
    """``report_id`` names the report where it is not the finding's own: one half of a finding across two reports."""

    span: Span
    quote: str
    report_id: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One audit check (勾稽关系) and its result: pass, fail, uncertain or not_assessable.

    ``fingerprint`` is stable over re-ingest of the same report, so a person's ``decision`` survives.
    """

    id: str
    report_id: str
    kind: str
    result: str
    expression: str
    left: Decimal | None
    right: Decimal | None
    tolerance: Decimal
    message: str
    spans: tuple[FindingSpan, ...]
    fingerprint: str
    decision: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. Empty filters mean everything; ``terms`` are extra search words that the question does not hold."""

    text: str
    report_ids: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    period: Period | None = None
    terms: tuple[str, ...] = ()
    limit: int = 10
    room: int = 0
    """Characters up to which a passage grows with its neighbours; 0 leaves it as it was found."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved slice of a report: ``report.text[span] == text``. Higher scores first; scores compare within one query."""

    report_id: str
    zone: str
    period: Period | None
    path: tuple[str, ...]
    span: Span
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What code found out about one number of a text (核验).

    ``span`` locates the number in the checked text. ``disagrees`` names what differs where the source says otherwise:
    value, unit, indicator, period, status or zone. ``evidence`` is the observation or span relied on.
    """

    span: Span
    text: str
    kind: VerdictKind
    quantity: Quantity | None = None
    status: Status | None = None
    disagrees: str | None = None
    report_id: str | None = None
    evidence: Span | None = None
    found: str | None = None
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A receipt line: what was dropped, repaired, masked or damaged, with a short excerpt of the raw text."""

    kind: str
    excerpt: str
    raw: Span | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a stretch of a report's raw text stands in the file it came from.

    ``page`` and ``paragraph`` count from 1. ``box`` is left, top, right, bottom in points (1/72 inch) from the page's upper left
    corner. ``cell`` is written as spreadsheets do (B7).
    """

    span: Span
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def __reduce__(self) -> tuple[type[Placed], tuple[object, ...]]:
        return Placed, (self.span, self.page, self.box, self.paragraph, self.sheet, self.cell)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What ingest did with one file. ``read`` counts characters kept in the clean text."""

    report_id: str
    created: str
    title: str
    zone: str | None
    period: str | None
    kind: str
    read: int
    dropped: tuple[Note, ...] = ()
    repaired: tuple[Note, ...] = ()
    masked: tuple[Note, ...] = ()
    damaged: tuple[Note, ...] = ()
    warnings: tuple[str, ...] = ()
    hidden: tuple[Note, ...] = ()
    """Text that the file shows to nobody, and orders addressed to a machine: kept as data, told here."""
    pages: int | None = None
    confidence: float | None = None
    """Mean over the characters read from images, 0 to 1; None where none were."""
    grounds: Mapping[str, str] = field(default_factory=dict)
    """On what evidence ``zone``, ``period`` and ``kind`` were found, in Chinese."""
    editions: tuple[str, ...] = ()
    """Reports of the same zone, period and kind that were here before: this may be a new edition of one of them."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report as stored. ``raw`` is the decoded original, ``text`` the clean text, ``alignment`` the way back.

    ``period_note`` says what is odd about the period (disputed, year not stated); ``kind`` is a Chinese genre word.
    """

    id: str
    content_hash: str
    title: str
    text: str
    raw: str
    alignment: Alignment
    zone: ZoneIdentity
    period: Period | None
    period_note: str | None
    published: date | None
    kind: str
    media_type: str
    created: str
    sections: tuple[Section, ...] = ()
    repairs: tuple[Repair, ...] = ()
    url: str | None = None
    receipt: Receipt | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    places: tuple[Placed, ...] = ()
    """Where stretches of ``raw`` stand in the file, in order and apart; empty for a file that is itself text."""

    def place(self, span: Span) -> Placed | None:
        """Where a span of the clean text stands in the file: the place it begins at, with the boxes of its page around it."""
        if not self.places:
            return None
        raw = self.alignment.raw_span(span)
        first = max(0, bisect_right(self.places, raw.start, key=lambda each: each.span.start) - 1)
        touched = []
        for each in self.places[first:]:
            if each.span.start >= raw.end:
                break
            if each.span.overlaps(raw):
                touched.append(each)
        if not touched:
            return None
        boxes = [each.box for each in touched if each.box is not None and each.page == touched[0].page]
        if not boxes:
            return replace(touched[0], span=raw)
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return replace(touched[0], span=raw, box=(min(lefts), min(tops), max(rights), max(bottoms)))

    def placed(self) -> list[tuple[Span, Placed]]:
        """Stretches of the clean text with the places they stand at, in the order of the clean text."""
        found = []
        for run in self.alignment.runs if self.places else ():
            first = max(0, bisect_right(self.places, run.raw.start, key=lambda each: each.span.start) - 1)
            for each in self.places[first:]:
                if each.span.start >= run.raw.end:
                    break
                start, end = max(each.span.start, run.raw.start), min(each.span.end, run.raw.end)
                if start < end and len(run.clean) == len(run.raw):
                    found.append((Span(start, end).shifted(run.clean.start - run.raw.start), each))
        return found

    @property
    def memory(self) -> int:
        """About how many bytes it takes in memory: two a character, and what its parts take."""
        parts = len(self.alignment.runs) + len(self.places) + len(self.sections) + len(self.repairs)
        return 2 * (len(self.text) + len(self.raw)) + 300 * parts + 2_000

    @property
    def matching(self) -> str:
        """The text that matching reads: same length as ``text``, unsure repairs applied."""
        pieces, at = [], 0
        for repair in sorted(
            (each for each in self.repairs if each.reading is not None and not each.sure), key=lambda each: each.span
        ):
            if repair.span.start >= at and repair.reading is not None:
                pieces += [self.text[at : repair.span.start], repair.reading]
                at = repair.span.end
        return "".join(pieces) + self.text[at:]
