"""Plans to measure with: any number of them, in all shapes, from general wording and a seed.

    python -m benchmarks.generate 1000 folder --seed 1 --formats bullets markdown

Plan number i depends on the seed and on i alone, so that the first hundred of a thousand plans are
those of a hundred. `gold.jsonl` beside the plans holds a line for each: how many priorities,
actions and measures it states, and what was planted in it. Of every ten plans

    the first and the second say four things in different words that no other plan puts together,
    the third and the fourth set different levels for one indicator in one year,
    the sixth is the next version of the fifth: some actions dropped, some new, the rest kept.
"""

import argparse
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.shapes import FORMATS, Deed, Draft, Part

WORDING: Mapping[str, Any] = tomllib.loads(
    (Path(__file__).parent / "wording.toml").read_text("utf-8")
)
MATTERS, VERBS = WORDING["matter"], WORDING["verbs"]
GROUPS, SETTINGS = WORDING["groups"], WORDING["settings"]
THINGS = [(m, a) for m, matter in enumerate(MATTERS) for a in range(len(matter["actions"]))]
MONTHS = ("January", "March", "April", "July", "September", "December")
SHARED = 4
_STRIDE = 7919
"""A prime that divides no number of combinations, so that its multiples visit each once."""

_FIRST = ("Ash", "Birch", "Brack", "Cold", "Crow", "Dun", "East", "Fern", "Glen", "Hazel", "Holm",
          "Kings", "Lang", "Mar", "Nether", "Oak", "Pen", "Raven", "Stan", "Thorn")  # fmt: skip
_LAST = ("bourne", "bury", "by", "combe", "dale", "field", "ford", "ham", "hurst", "leigh", "mere",
         "minster", "port", "stead", "stoke", "thorpe", "ton", "wick", "worth", "wold")  # fmt: skip
_BODY = ("Borough Council", "County Council", "City Council", "Council")


def council(number: int) -> str:
    """A council's name; ten thousand plans have more than two thousand of them."""
    area, rest = divmod(number * 37, len(_FIRST))
    last = _LAST[area % len(_LAST)]
    side = ("", "North ", "South ", "West ", "Upper ")[area // len(_LAST) % 5]
    return f"{side}{_FIRST[rest]}{last} {_BODY[number % len(_BODY)]}"


def _filled(text: str, rng: Random) -> str:
    return text.format(n=rng.randint(52, 98), s=rng.randint(2, 9))


def _phrase(thing: tuple[int, int], verb: int, group: int | None, setting: int | None,
            wording: int) -> str:  # fmt: skip
    m, a = thing
    pairs = [VERBS[verb], MATTERS[m]["actions"][a]]
    words = [pair[wording] for pair in pairs]
    if group is not None:
        words.append("for " + GROUPS[group][wording])
    if setting is not None:
        words.append(SETTINGS[setting][wording])
    return " ".join(words)


def shared_phrase(pair: int, which: int, wording: int) -> str:
    """What the first two plans of a ten share, in either wording: no two are about the same."""
    at = (pair * SHARED + which) * _STRIDE % (len(THINGS) * len(GROUPS) * len(SETTINGS))
    at, setting = divmod(at, len(SETTINGS))
    thing, group = divmod(at, len(GROUPS))
    return _phrase(THINGS[thing], (pair + which) % len(VERBS), group, setting, wording)


def _deed(rng: Random, matter: int, start: int) -> Deed:
    thing = matter, rng.randrange(len(MATTERS[matter]["actions"]))
    group = rng.randrange(len(GROUPS)) if rng.random() < 0.5 else None
    setting = rng.randrange(len(SETTINGS)) if rng.random() < 0.4 else None
    text = _phrase(thing, rng.randrange(len(VERBS)), group, setting, rng.randrange(2))
    return _with_rest(rng, text, matter, start)


def _with_rest(rng: Random, text: str, matter: int, start: int) -> Deed:
    return Deed(
        text, rng.choice(WORDING["leads"]),
        rng.choice(WORDING["partners"]) if rng.random() < 0.6 else "",
        f"{rng.choice(MONTHS)} {start + rng.randint(1, 3)}",
        _filled(rng.choice(MATTERS[matter]["measures"]), rng),
    )  # fmt: skip


def draft(seed: int, number: int) -> Draft:
    """Plan `number` of a seed."""
    tens, place = divmod(number, 10)
    if place == 5:
        return _next_version(draft(seed, number - 1), Random(f"{seed} {number}"))
    rng = Random(f"{seed} {number}")
    start = rng.randint(2018, 2026)
    parts = []
    for matter in rng.sample(range(len(MATTERS)), rng.randint(3, 5)):
        deeds = tuple(_deed(rng, matter, start) for _ in range(rng.randint(2, 5)))
        title = rng.choice(MATTERS[matter]["priorities"])
        parts.append(Part(title, rng.choice(WORDING["scenes"]), deeds))
    planted: dict[str, Any] = {}
    if place in (0, 1):
        said = [shared_phrase(tens, i, place) for i in range(SHARED)]
        added = tuple(
            _with_rest(rng, said[i], shared_matter(tens, i), start) for i in range(SHARED)
        )
        parts[0] = replace(parts[0], deeds=parts[0].deeds[:2] + added)
        planted = {"overlaps": {"pair": tens, "texts": said}}
    elif place in (2, 3):
        indicator = WORDING["indicator"][tens % len(WORDING["indicator"])]["text"][place - 2]
        level = {"n": 60 + 20 * (place - 2), "s": 3 + 4 * (place - 2)}
        said_level = f"{indicator.format(**level)} by 2029"
        first = replace(parts[0].deeds[0], measure=said_level)
        parts[0] = replace(parts[0], deeds=(first, *parts[0].deeds[1:]))
        planted = {"conflict": {"pair": tens, "text": said_level}}
    return Draft(number, council(number), start, tuple(parts), planted)


def shared_matter(pair: int, which: int) -> int:
    """The number of the matter that `shared_phrase` is of."""
    at = (pair * SHARED + which) * _STRIDE % (len(THINGS) * len(GROUPS) * len(SETTINGS))
    return THINGS[at // len(SETTINGS) // len(GROUPS)][0]


def _next_version(old: Draft, rng: Random) -> Draft:
    """A later plan of the same council: a part of the actions dropped, one new under each head."""
    start = old.start + 3
    parts, dropped, new = [], [], []
    for part in old.parts:
        kept = [d for d in part.deeds if rng.random() < 0.7] or [part.deeds[0]]
        dropped += [d.text for d in part.deeds if d not in kept]
        matter = next(i for i, m in enumerate(MATTERS) if part.title in m["priorities"])
        kept = [replace(d, when=f"{rng.choice(MONTHS)} {start + 1}") for d in kept]
        added = _deed(rng, matter, start)
        new.append(added.text)
        parts.append(replace(part, deeds=(*kept, added)))
    planted = {"replaces": old.number, "dropped": dropped, "new": new}
    return Draft(old.number + 1, old.council, start, tuple(parts), planted)


def name_of(plan: Draft, form: str) -> str:
    """The file's name, which becomes the plan's id."""
    place = plan.council.lower().replace(" ", "-")
    return f"{place}-{plan.number:05d}{FORMATS[form][0]}"


def gold(plan: Draft, form: str) -> dict[str, Any]:
    """What a careful reader finds in the plan."""
    deeds = [d for p in plan.parts for d in p.deeds]
    named = form not in ("bullets", "ruled")
    return {
        "file": name_of(plan, form), "number": plan.number, "council": plan.council,
        "priorities": len(plan.parts), "actions": len(deeds), "measures": len(deeds),
        "partners": sorted({d.partner for d in deeds if d.partner} if named else ()),
        **asdict(plan)["planted"],
    }  # fmt: skip


def generate(
    count: int, folder: Path, seed: int = 1, formats: Sequence[str] = tuple(FORMATS)
) -> None:
    """Writes `count` plans and their gold into a folder, one at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "gold.jsonl").open("w", encoding="utf-8") as file:
        for number in range(count):
            form = formats[(number + number // 10) % len(formats)]
            plan = draft(seed, number)
            FORMATS[form][1](plan, folder / name_of(plan, form))
            file.write(json.dumps(gold(plan, form)) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("count", type=int, help="how many plans")
    parser.add_argument("folder", type=Path, help="where to write them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=list(FORMATS))
    options = parser.parse_args()
    generate(options.count, options.folder, options.seed, options.formats)


if __name__ == "__main__":
    main()
