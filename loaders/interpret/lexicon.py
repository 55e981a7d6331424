"""The wordings of `ontology/roles.ttl` and `cues.ttl`, ready to be matched."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import ontology
from loaders.slices import Slice

_NUMBER_NAMES = "one two three four five six seven eight nine ten eleven twelve"
NUMBER_WORDS = {word: n for n, word in enumerate(_NUMBER_NAMES.split(), start=1)}


@cache
def cue(name: str) -> frozenset[str]:
    """The wordings of a kind of cue, in lower case, its own name left out."""
    return frozenset(w.casefold() for w in ontology.concepts("cues")[f"cue/{name}"].labels[1:])


@cache
def cue_pattern(name: str) -> re.Pattern[str]:
    """A pattern for any wording of a kind of cue, as whole words."""
    words = sorted(cue(name), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Role:
    """What a heading means: `makes` is the class of the statements under it, if any."""

    name: str
    makes: str | None
    numbered_as: str | None
    lists: bool
    closes: bool
    kind: str | None
    impact_kind: str | None
    status: str | None

    @property
    def heads(self) -> bool:
        """Whether it is the heading of a theme or priority."""
        return self.makes in ("Priority", "Theme")

    @property
    def heads_with_number(self) -> bool:
        """Whether a numbered label of it is such a heading."""
        return self.heads or self.numbered_as == "priority"


def _one(more: Mapping[str, tuple[str, ...]], key: str) -> str | None:
    return more[key][0] if key in more else None


@cache
def roles() -> Mapping[str, Role]:
    out = {}
    for concept in ontology.concepts("roles").values():
        name, more = concept.id.removeprefix("role/"), concept.more
        makes, numbered = _one(more, "makes"), _one(more, "numberedAs")
        out[name] = Role(
            name, makes.removeprefix("ns#") if makes else None,
            numbered.removeprefix("role/") if numbered else None, "lists" in more,
            "closes" in more, _one(more, "kind"), _one(more, "impactKind"), _one(more, "status"),
        )  # fmt: skip
    return out


@cache
def role_labels() -> Mapping[str, str]:
    """The wordings of roles, each with the name of its role."""
    return {
        plain(label): concept.id.removeprefix("role/")
        for concept in ontology.concepts("roles").values()
        for label in concept.labels
    }


@cache
def _long_labels() -> list[str]:
    """Labels that may go on: of three words or more, or ending in a preposition."""
    open_ended = (w for w in role_labels() if len(w.split()) >= 3 or w.endswith((" of", " from")))
    return sorted(open_ended, key=len, reverse=True)


@cache
def _wordings() -> list[tuple[re.Pattern[str], str]]:
    """Shapes of headings with the role that each names, those with the most words first."""
    found = [(wording, concept.id.removeprefix("role/"))
             for concept in ontology.concepts("roles").values()
             for wording in concept.more.get("wording", ())]  # fmt: skip
    found.sort(key=lambda f: (-len(f[0].replace("...", " ").split()), f))
    return [(_shape(wording), role) for wording, role in found]


def _shape(wording: str) -> re.Pattern[str]:
    """A pattern for "what ... success ... look ...", word by word."""
    inner = wording.removeprefix("... ").removesuffix(" ...")
    words = r"\s+(?:\S+\s+)*?".join(map(re.escape, inner.split(" ... ")))
    before = r"(?:\S+\s+)*" if wording.startswith("...") else ""
    return re.compile(before + words + (r"(?:\s.*)?" if wording.endswith("...") else ""))


@lru_cache(4096)
def plain(text: str) -> str:
    """Lower case, straight quotes, single blanks, no punctuation at either end."""
    text = text.casefold().replace("\u2019", "'").replace("\u2018", "'").replace("&", "and")
    for short, full in (("'ll ", " will "), ("'re ", " are "), ("'ve ", " have ")):
        text = text.replace(short, full)
    text = re.sub(r"\b(who|what|how|it)'s\b", r"\1 is", text)
    return re.sub(r"\s+", " ", text).strip(" \t:;,.?!-\u2013\u2014*_#()").strip()


_AFTER = re.compile(
    rf"\s+(?:at|after|within|in|by|for)\s+(?:(?:\d+|{'|'.join(NUMBER_WORDS)})[\s-]+"
    r"(?:month|year|week|term)s?|(?:year|phase|term)\s+\d|the\s+end\s+of\s+.*)$"
)


def _without_modifiers(text: str) -> str:
    text = _AFTER.sub("", re.sub(r"\s*\([^()]*(?:\)|$)", "", text))
    text = re.sub(
        r"^(?:(?:19|20)\d\d(?:\s*[/-]\s*\d\d(?:\d\d)?)?|\d+[- ](?:month|year))\s+", "", text
    )
    words = text.split()
    while len(words) > 1 and (words[0] in cue("modifier") or words[0].isdigit()):
        words = words[1:]
    text = " ".join(words)
    return re.sub(
        r"(?: are| is)?(?: to)?$|(?: for)? (?:19|20)\d\d(?:\s*[-/\u2013]\s*\d{2,4})?$", "", text
    )


@cache
def _negative() -> Mapping[str, tuple[str, ...]]:
    """Role -> phrases that hold a label of it and do not mean it."""
    return {
        concept.id.removeprefix("role/"): tuple(map(plain, concept.negative))
        for concept in ontology.concepts("roles").values()
        if concept.negative
    }


@cache
def role_named(text: str) -> Role | None:
    """The role that a whole heading, column title or label names.

    >>> role_named("How will we know it has worked?").name
    'measure'
    >>> role_named("Our five priorities are:").name
    'priority'
    """
    role = (_role_of(plain(text)) or _worded(text)) if text.strip() else None
    denied = _negative().get(role.name, ()) if role else ()
    return None if any(phrase in plain(text) for phrase in denied) else role


_WITH = re.compile(r" (?:including|with|and their) ")


def _role_of(label: str) -> Role | None:
    if (both := _WITH.split(label)) and len(both) == 2 and all(map(_role_of, both)):
        return _role_of(both[0])
    bare = _without_modifiers(label)
    for form in (label, bare):
        if form in role_labels():
            return roles()[role_labels()[form]]
    if len(label.split()) <= 14:
        for known in _long_labels():
            if label.startswith(known + " ") or bare.startswith(known + " "):
                return roles()[role_labels()[known]]
    return _qualified(bare) or _qualified(label)


def _worded(text: str) -> Role | None:
    """The role of a question or clause by its shape: "What would success look like?"."""
    label = plain(text)
    if len(label.split()) > 14 or text.rstrip().endswith("."):
        return None
    return next((roles()[r] for shape, r in _wordings() if shape.fullmatch(label)), None)


def _qualified(label: str) -> Role | None:
    """The role of "education priorities" and of "outcomes and actions": a list, qualified.

    What the list is about may follow, but for a verb before the noun: "council commitments on
    schools", not "improving outcomes for pupils". A clause and what opens with "to" are statements.
    """
    head = re.split(r" (?:on|for|in|to) ", label)[0]
    said = head.split()
    opens = said[0] if said else ""
    if opens == "to" or cue("finite") & set(said):
        return None
    stem = opens.removesuffix("ing")
    verb = bool({opens, stem, f"{stem}e"} & cue("imperative"))
    verb &= len(said) < 3 or said[-1] not in cue("listing") or bool(cue("open") & set(said))
    if verb and opens != stem and len(said) > 1:
        return None
    named = roles().get(role_labels().get(head, ""))
    sure = head.endswith("s") and named is not None and named.makes in ("Priority", "Objective")
    label = head if (len(said) > 1 and not verb) or sure else label
    first, *rest = re.split(r" and ", label)
    words = first.split()
    if rest and not (1 <= len(words) <= 3 and len(rest) == 1 and rest[0] in role_labels()):
        return None
    role = roles().get(role_labels().get(words[-1], "")) if words else None
    plural = role is not None and words[-1].endswith("s") and role.lists
    return role if plural and len(words) <= 5 and role and role.makes != "Principle" else None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label as printed: its role, its number and the `noun` before that, and what follows."""

    role: Role
    number: str | None
    rest: Slice | None
    noun: str = ""


_NUMBERED = re.compile(
    r"(?P<label>(?:\d{1,2}[ -])?[A-Za-z](?:[A-Za-z ]|-(?=[a-z])){2,40}?)\s+"
    r"(?:(?:#|n(?:o|umber)\b\.?)\s*(?=\d))?"
    r"(?P<number>\d{1,2}(?:\.(?:\d{1,2}|[a-z]))*(?:(?=\s+(?-i:[A-Z]))|(?!\.?\d))|[A-Z]|[IVX]{1,4}|"
    + "|".join(NUMBER_WORDS)
    + r")\s*(?:[:.)]|[\u2013\u2014-](?!\d)|(?-i:(?<=\d\s)(?=[A-Z])|(?<=[A-Z]\s)(?=[A-Z][a-z]))|$"
    r"|(?P<about>(?:is\s+(?:all\s+)?about|(?:will\s+)?focus(?:es)?\s+on)\b))\s*",
    re.IGNORECASE,
)  # fmt: skip
_TOPIC = re.compile(r".+?(?=,\s+by\s|[.;](?:\s|$)|$)", re.DOTALL)
"""What a sentence of "Theme 1 is about" names, without how and without more sentences."""

_SEPARATED = re.compile(
    r"(?P<label>(?:[^:\u2013\u2014-]|(?<=\w)-(?=\w)){2,60}?)\s*(?::-?|\s[\u2013\u2014-])\s+(?=\S)"
)
_PREFIX = re.compile(r"(?P<label>[A-Za-z]+ (?:for|by))\s+(?=\S)")


def _heading_noun(label: str, numbered: bool = False) -> Role | None:
    """The role of "Service priority" or, before a number, "Key strategy": the last word tells."""
    *before, last = plain(label).split()
    if numbered and last in cue("counted"):
        return roles()["challenge"]
    said = [word for word in before if word not in cue("modifier")]
    qualified = bool(before) and len(said) <= (4 if label.istitle() else 2)
    qualified &= label.istitle() or not cue("open") & set(before)
    role = roles().get(role_labels().get(last, "")) if qualified else None
    return role if role and role.heads else None


def labelled(text: Slice) -> Labelled | None:
    """A line that begins with a label: "Theme 2: ...", "Partners - ...", "Action: ..."."""
    m = _NUMBERED.match(text.text)
    named = role_named(m["label"]) if m and not _worded(m["label"]) else None
    if m and (role := named or _heading_noun(m["label"], numbered=True)):
        number = str(NUMBER_WORDS.get(m["number"].lower(), m["number"]))
        rest = text.cut(m.end()).strip("-\u2013 ")
        if m["about"] and (topic := _TOPIC.match(rest.text)):
            rest = rest.cut(0, topic.end())
        return Labelled(
            role, number, rest if rest.strip(":") else None, plain(m["label"]).split()[-1]
        )
    if m := _SEPARATED.match(text.text):
        if re.match(r"by\b.*\d{4}", m["label"], re.IGNORECASE):
            return Labelled(roles()["objective"], None, text.cut(m.end()))
        title = _heading_noun(m["label"]) if m["label"].istitle() else None
        if role := role_named(m["label"]) or title:
            same = role.makes and role_named(text.text[m.end() :]) == role
            return Labelled(role, None, None if same else text.cut(m.end()))
    if role := role_named(text.text):
        return Labelled(role, None, None)
    m = _PREFIX.match(text.text)
    if m and (role := role_named(m["label"])):
        return Labelled(role, None, text.cut(m.end()))
    return None


def asks(text: str) -> bool:
    """Whether a line is a short question, or one without its mark: "How we will know it works"."""
    opens = plain(text).split()[:1]
    asked = text.endswith("?") or (bool(opens) and opens[0] in cue("question") and text[-1] != ".")
    return asked and len(text.split()) <= 14


def label_like(text: str) -> bool:
    """Whether a line could be a heading: short, with a capital, no final stop and no clause.

    What a converter has spaced out letter by letter is none.
    """
    words = text.split()
    if (
        not 0 < len(words) <= 14
        or 2 * sum(len(w) == 1 for w in words) > max(len(words), 2)
        or text[-1] in ".;,?!"
        or not (text[0].isupper() or text[0].isdigit())
    ):
        return False
    return len(words) < 6 or not any(w.casefold() in cue("finite") for w in words)
