"""What single reports say of their zones, joined by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from index.domain import Period, Zone, ZoneIdentity


@dataclass(slots=True)
class _Group:
    identity: ZoneIdentity
    report_ids: list[str] = field(default_factory=list)
    periods: set[str] = field(default_factory=set)


def joined(entries: Iterable[tuple[str, ZoneIdentity, Period | None]]) -> tuple[Zone, ...]:
    """Zones by name from (report id, identity, period), oldest report first, whose identity stands for the zone.

    Intake keeps names unique; homonyms are zones of another name that share an alias.
    """
    groups: dict[str, _Group] = {}
    for report_id, identity, period in entries:
        group = groups.setdefault(identity.name, _Group(identity))
        group.report_ids.append(report_id)
        if period is not None:
            group.periods.add(period.iso)
    bearers: defaultdict[str, list[str]] = defaultdict(list)
    for name, group in groups.items():
        for called in _called(group.identity):
            bearers[called].append(name)
    ordered = sorted(groups.items())
    place = {name: at for at, name in enumerate(groups)}
    return tuple(
        Zone(
            name,
            group.identity.aliases,
            group.identity.place,
            tuple(
                sorted(
                    {other for called in _called(group.identity) for other in bearers[called] if other != name},
                    key=place.__getitem__,
                )
            ),
            tuple(group.report_ids),
            tuple(sorted(group.periods)),
        )
        for name, group in ordered
    )


def _called(identity: ZoneIdentity) -> set[str]:
    return {identity.name, identity.as_written, *identity.aliases}
