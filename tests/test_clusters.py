"""Councils apart: no card lies on another, and each lies in the block of its council."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from visualisations.clusters import clustered
from visualisations.layout import CARD, Item

ITEMS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 8)), min_size=1, max_size=40).map(
    lambda found: [Item(f"n{n}", lane, column) for n, (lane, column) in enumerate(found)]
)


@given(ITEMS, st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=60))
def test_cards_lie_apart_within_their_blocks(
    items: list[Item], ends: list[tuple[int, int]]
) -> None:
    links = [(f"n{a}", f"n{b}") for a, b in ends if max(a, b) < len(items)]
    places, blocks = clustered(items, links)
    assert places.keys() == {i.id for i in items}
    for (x, y), (u, v) in combinations(places.values(), 2):
        assert abs(x - u) >= CARD[0] or abs(y - v) >= CARD[1]
    by_key = {b.key: b for b in blocks}
    for item in items:
        x, y = places[item.id]
        block = by_key[item.lane]
        assert block.left <= x <= block.right
        assert block.start <= y <= block.end
    for a, b in combinations(blocks, 2):
        assert a.right < b.left or b.right < a.left or a.end < b.start or b.end < a.start


def test_what_hangs_together_follows_each_other() -> None:
    items = [Item("plan", 0, 0), Item("one", 0, 2), Item("two", 0, 2), Item("act", 0, 4)]
    places, _ = clustered(items, [("plan", "one"), ("plan", "two"), ("one", "act")])
    order = sorted(places, key=lambda i: places[i])
    assert order == ["plan", "one", "act", "two"]
