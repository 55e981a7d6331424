"""Lines that lead into lists, and what they say is listed."""

import re
from collections.abc import Sequence
from functools import cache

from loaders.document import Block
from loaders.interpret.lexicon import NUMBER_WORDS, Role, cue, plain, role_labels, roles
from loaders.interpret.prose import acts


def leads_in(text: str) -> bool:
    """Whether a line ends in a colon or dash, and so leads into what comes after it."""
    return re.search(r"(?::\s*-?|\s[\u2013\u2014-])$", text) is not None


def titles_list(item: Block, after: Block | None) -> bool:
    """Whether an item is only a title over the items below it: "Getting ready for work:".

    A converter may have put those at its own level.
    """
    below = after is not None and after.kind == "item" and after.level >= item.level
    return below and leads_in(item.text.text) and not acts(item.text.text)


_ENSURING = re.compile(r"\b(ensur(?:e|ing)) that$")
_ONE = re.compile(r"\b(?:this|that|each|every|the|our)(?:\s+\w+)?\s+$")
_FOLLOWING = re.compile(r".*\bthe\s+following\s+(?P<of>[^:,]+)")
_NOUN = re.compile(r".+?(?=$|\s(?:of|for|in|to|on|that|which|are|is|will|have|has|by|from|and)\s)")
_LISTS_THEM = re.compile(r" (?:are|are to|include|will be|will include)$")
"""The end of "Our actions to deliver this are to:"."""


def _opens(label: str, at: int) -> bool:
    """Whether only modifiers stand before a place in a lead-in: "our key |actions"."""
    return all(word in cue("modifier") for word in label[:at].split())


@cache
def _listing() -> list[tuple[str, Role, re.Pattern[str]]]:
    """The wordings of what is listed, with a pattern for each as whole words."""
    return [
        (known, roles()[name], re.compile(rf"(?<!\w){re.escape(known)}(?!\w)"))
        for known, name in role_labels().items()
        if roles()[name].lists
    ]


def _serves(label: str, at: int, found: Sequence[tuple[int, int, Role]]) -> bool:
    """Whether a lead-in ends in the one thing that its list is for: "aims to meet this goal:"."""
    one = not label.endswith("s") and _ONE.search(label[:at])
    return bool(one) and any(a < at and label[a : a + n].endswith("s") for a, n, _ in found)


def lists_others(text: str) -> bool:
    """Whether a list is of what has no role: "Our priorities serve the following articles:"."""
    m = _FOLLOWING.match(plain(text).rsplit(". ", 1)[-1]) if leads_in(text) else None
    noun = _NOUN.match(m["of"]) if m else None
    said = [w for w in noun[0].split() if not _before_noun(w)] if noun else []
    if not said or said[-1] in cue("listed-thing"):
        return False
    phrase = " ".join(said)
    return not any(
        phrase.endswith(label) or (label.endswith("s") and pattern.search(phrase))
        for label, _, pattern in _listing()
    )


def _before_noun(word: str) -> bool:
    """Whether a word stands before a noun and tells little of it: "three", "key"."""
    return word in cue("modifier") or word in NUMBER_WORDS or word.isdigit()


def announces(text: str) -> Role | None:
    """The role of a list that a sentence announces."""
    if not leads_in(text) or lists_others(text):
        return None
    label = _ENSURING.sub(r"\1", plain(text))
    found = [
        (label.rfind(known), len(known), role)
        for known, role, pattern in _listing()
        if known in label and pattern.search(label)
    ]
    closing = [f for f in found if f[0] + f[1] == len(label)]
    closing = [] if any(_serves(label, f[0], found) for f in closing) else closing
    listing = _LISTS_THEM.search(label) is not None
    named = closing or [
        f for f in found if f[2].makes != "Action" or (listing and _opens(label, f[0]))
    ]
    if not named:
        return None
    return max(named, key=lambda f: (f[1], f[0]))[2]


@cache
def _counted() -> re.Pattern[str]:
    """A count of what is listed: "three shared priorities"."""
    nouns = {w for w, name in role_labels().items() if roles()[name].lists and w.endswith("s")}
    listed = "|".join(map(re.escape, sorted(w for w in nouns if " " not in w)))
    return re.compile(
        rf"\b(?:\d\d?|{'|'.join(NUMBER_WORDS)})\s+(?:[\w-]+\s+){{0,2}}(?:{listed})\b", re.IGNORECASE
    )


def counts_listed(text: str) -> bool:
    """Whether a sentence tells how many there are of what is listed, and so states none of it."""
    return bool(re.match(r"(?:we|the|our|there|this|these)\b", text, re.IGNORECASE)
                and _counted().search(text))  # fmt: skip
