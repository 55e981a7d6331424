"""Turns a page so that its writing runs to the right, and measures from its top left corner."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right and top of a page."""


def turns_of(along: Point) -> int | None:
    """Quarter turns clockwise that make a direction of writing run to the right."""
    a, b = along
    if abs(b) <= 0.1 * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= 0.1 * abs(b):
        return 1 if b > 0 else 3
    return None


def turned(p: Point, turns: int | None, box: Box = (0.0, 0.0, 0.0, 0.0)) -> Point:
    """A point of the page as seen after the turns, from the top left corner of the box."""
    (x, y), (left, bottom, right, top) = p, box
    if turns == 1:
        return y - bottom, x - left
    if turns == 2:
        return right - x, y - bottom
    if turns == 3:
        return top - y, right - x
    return x - left, top - y
