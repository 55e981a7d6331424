"""Things that were found to be one, directly or by way of others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping


class Groups:
    """Ids that were joined; each group is known by the least of its ids."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, one: str) -> str:
        """The id that stands for all that are joined with this one."""
        while (up := self._above.get(one, one)) != one:
            self._above[one] = one = self._above.get(up, up)
        return one

    def join(self, ids: Iterable[str]) -> None:
        """Makes these, and all that each is joined with, one."""
        roots = sorted({self.root(i) for i in ids})
        self._above |= dict.fromkeys(roots, roots[0])

    def members(self, ids: Iterable[str]) -> Mapping[str, list[str]]:
        """These ids by the group that each is in, sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for i in sorted(ids):
            found[self.root(i)].append(i)
        return found
