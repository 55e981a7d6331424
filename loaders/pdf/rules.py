"""The drawn lines of a PDF page and the sides of its boxes."""

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from loaders.pdf.turn import Box, Point, turned

MAX_OBJECTS = 100_000
MAX_RULES = 20_000
_DEPTH = 6
_THIN = 5.0
"""Points; a filled rectangle that is thinner is a drawn line."""

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, or the side of a box; horizontal when both its ends are at one height."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        return self.x1 - self.x0 > self.y1 - self.y0


@dataclass(slots=True)
class Drawing:
    """What a page draws: rules, spots as small as bullets, and how many pictures."""

    rules: list[Rule]
    spots: list[Rule]
    pictures: int = 0


def drawn(page: Any, turns: int | None, box: Box) -> Drawing:
    """The rules, spots and pictures of a page."""
    from pypdfium2 import raw

    out = Drawing([], [])
    for shape, matrix in islice(_objects(raw, page), MAX_OBJECTS):
        kind = raw.FPDFPageObj_GetType(shape)
        picture = kind == raw.FPDF_PAGEOBJ_IMAGE
        if not picture and (kind != raw.FPDF_PAGEOBJ_PATH or not _visible(raw, shape)):
            continue
        around = _rule(turned(p, turns, box) for p in _bounds(raw, shape, matrix))
        if _is_spot(around):
            out.spots.append(around)
        elif picture:
            out.pictures += 1
        elif len(out.rules) < MAX_RULES:
            sides = _sides(raw, shape, _times(_matrix_of(raw, shape), matrix))
            out.rules += [_rule(turned(p, turns, box) for p in side) for side in sides]
    return out


def _rule(points: Iterable[Point]) -> Rule:
    xs, ys = zip(*points, strict=True)
    return Rule(min(xs), min(ys), max(xs), max(ys))


def _bounds(raw: Any, shape: Any, matrix: Matrix) -> list[Point]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(shape, left, bottom, right, top)
    a, b, c, d, e, f = matrix
    return [
        (a * x + c * y + e, b * x + d * y + f)
        for x, y in ((left.value, bottom.value), (right.value, top.value))
    ]


def _is_spot(around: Rule) -> bool:
    wide, high = around.x1 - around.x0, around.y1 - around.y0
    small, large = sorted((wide, high))
    return small >= 1.8 and large <= 9 and large < 1.7 * small


def _objects(raw: Any, page: Any) -> Iterator[tuple[Any, Matrix]]:
    for i in range(raw.FPDFPage_CountObjects(page)):
        yield from _inside(raw, raw.FPDFPage_GetObject(page, i), _SAME, 0)


def _inside(raw: Any, shape: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """An object, or what a form holds."""
    if raw.FPDFPageObj_GetType(shape) != raw.FPDF_PAGEOBJ_FORM:
        yield shape, matrix
        return
    if depth < _DEPTH:
        within = _times(_matrix_of(raw, shape), matrix)
        for i in range(raw.FPDFFormObj_CountObjects(shape)):
            yield from _inside(raw, raw.FPDFFormObj_GetObject(shape, i), within, depth + 1)


def _matrix_of(raw: Any, shape: Any) -> Matrix:
    m = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(shape, m)
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(m: Matrix, n: Matrix) -> Matrix:
    a, b, c, d, e, f = m
    g, h, i, j, k, n5 = n
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + n5,
    )  # fmt: skip


def _visible(raw: Any, shape: Any) -> bool:
    """Whether a path is stroked, or filled with anything but white."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(shape, fill, stroke)
    if stroke.value or not fill.value:
        return bool(stroke.value)
    rgba = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(shape, *rgba)
    return min(c.value for c in rgba[:3]) < 250 and rgba[3].value > 0


def _sides(raw: Any, shape: Any, m: Matrix) -> Iterator[tuple[Point, Point]]:
    """The sides of a path that run along the page's axes; a thin box is its middle line."""
    points = _points(raw, shape, m)
    for line in points:
        xs, ys = [p[0] for p in line], [p[1] for p in line]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
        if high <= _THIN < wide:
            yield (min(xs), y), (max(xs), y)
        elif wide <= _THIN < high:
            yield (x, min(ys)), (x, max(ys))
        elif wide > _THIN:
            for (x0, y0), (x1, y1) in pairwise(line):
                if abs(x0 - x1) < 1 or abs(y0 - y1) < 1:
                    yield (x0, y0), (x1, y1)
        elif wide > 0 or high > 0:
            yield ((min(xs), y), (max(xs), y)) if wide > high else ((x, min(ys)), (x, max(ys)))


def _points(raw: Any, shape: Any, m: Matrix) -> Iterator[list[Point]]:
    """The parts of a path as lists of points; a curve ends a part."""
    a, b, c, d, e, f = m
    line: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(min(raw.FPDFPath_CountSegments(shape), MAX_RULES)):
        segment = raw.FPDFPath_GetPathSegment(shape, i)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = a * x.value + c * y.value + e, b * x.value + d * y.value + f
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind != raw.FPDF_SEGMENT_LINETO:
            if len(line) > 1:
                yield line
            line = [point] if kind == raw.FPDF_SEGMENT_MOVETO else []
        else:
            line.append(point)
        if line and raw.FPDFPathSegment_GetClose(segment):
            line.append(line[0])
    if len(line) > 1:
        yield line
