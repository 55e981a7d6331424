"""The layout: everything has a place, nothing covers anything, and it is always the same."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from visualisations.layout import CARD, Item, layered

shapes = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 8)), max_size=150)


patient = settings(deadline=None)


def items_of(cells: list[tuple[int, int]]) -> list[Item]:
    return [Item(f"n{n}", lane, column) for n, (lane, column) in enumerate(cells)]


def links_of(items: list[Item], step: int) -> list[tuple[str, str]]:
    return [(a.id, b.id) for a, b in zip(items, items[step:], strict=False)]


@patient
@given(shapes, st.integers(1, 7))
def test_no_card_covers_another(cells: list[tuple[int, int]], step: int) -> None:
    items = items_of(cells)
    places = layered(items, links_of(items, step)).places
    assert set(places) == {i.id for i in items}
    at = sorted((p.y, p.x) for p in places.values())
    for n, (y, x) in enumerate(at):
        for below, beside in at[n + 1 :]:
            if below - y >= CARD[1]:
                break
            assert abs(beside - x) >= CARD[0]


@patient
@given(shapes, st.integers(1, 7))
def test_lanes_go_down_and_columns_go_right(cells: list[tuple[int, int]], step: int) -> None:
    items = items_of(cells)
    found = layered(items, links_of(items, step))
    for boxes in (found.lanes, found.columns):
        assert [b.key for b in boxes] == sorted(b.key for b in boxes)
        assert all(a.end < b.start for a, b in pairwise(boxes))
    lanes, columns = {b.key: b for b in found.lanes}, {b.key: b for b in found.columns}
    for item in items:
        place = found.places[item.id]
        assert columns[item.column].start < place.x < columns[item.column].end
        assert lanes[item.lane].start < place.y < lanes[item.lane].end


@patient
@given(shapes, st.integers(1, 7))
def test_links_may_come_in_any_order(cells: list[tuple[int, int]], step: int) -> None:
    items = items_of(cells)
    links = links_of(items, step)
    assert layered(items, links) == layered(items, links[::-1])


def test_cards_stand_near_what_they_are_linked_to() -> None:
    """Partners come in the order of the actions that name them, not in their own."""
    actions = [Item(f"a{n}", 0, 4) for n in range(6)]
    partners = [Item(f"p{n}", 0, 6) for n in range(6)]
    places = layered([*actions, *partners], [(f"a{n}", f"p{5 - n}") for n in range(6)]).places
    down = sorted(partners, key=lambda p: places[p.id].rank)
    assert [p.id for p in down] == ["p5", "p4", "p3", "p2", "p1", "p0"]
    assert [places[a.id].rank for a in actions] == [0, 1, 2, 3, 4, 5]


def test_many_cards_fill_a_screen_and_not_a_strip() -> None:
    places = layered([Item(f"n{n}", 0, n % 3 + 4) for n in range(900)], []).places.values()
    width = max(p.x for p in places) - min(p.x for p in places)
    height = max(p.y for p in places) - min(p.y for p in places)
    assert 0.8 < width / height < 2
