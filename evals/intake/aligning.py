"""The longest common subsequence of two texts and where it runs, by rows of bits (Hyyrö 2004): 3,000 characters in some milliseconds."""

from __future__ import annotations

from collections import defaultdict


def matched(one: str, other: str) -> list[int | None]:
    """For every character of ``one`` the place in ``other`` that a longest common subsequence pairs it with."""
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(other)) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    middle = _inside(one[head : len(one) - tail], other[head : len(other) - tail])
    return [
        *range(head),
        *(None if place is None else place + head for place in middle),
        *range(len(other) - tail, len(other)),
    ]


def _inside(one: str, other: str) -> list[int | None]:
    places: defaultdict[str, int] = defaultdict(int)
    for at, character in enumerate(one):
        places[character] |= 1 << at
    whole = (1 << len(one)) - 1
    rows, bits = [], whole
    for character in other:
        hits = bits & places.get(character, 0)
        bits = ((bits + hits) | (bits - hits)) & whole
        rows.append(bits)
    pairs: list[int | None] = [None] * len(one)
    row, column = len(other), len(one)
    while row and column:
        if rows[row - 1] >> (column - 1) & 1:
            column -= 1
            continue
        row -= 1
        if row and not rows[row - 1] >> (column - 1) & 1:
            continue
        column -= 1
        pairs[column] = row
    return pairs
