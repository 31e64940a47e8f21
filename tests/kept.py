"""What is made once for a test process, as making it again for each site would only cost time."""

from typing import Any

from werkzeug.routing import Rule

_compiled: dict[str, dict[str, Any]] = {}
READ_BY_ALL = ("_parts", "_trace", "_converters", "arguments")
BUILDERS = ("_build", "_build_unknown")


class KeptRule(Rule):
    """A route that is compiled once: what comes of it depends on its words alone.

    Every site of the tests has the same converters and one host.
    """

    def compile(self) -> None:
        """Take over what the same route of an earlier site was compiled to."""
        if self.defaults or self.subdomain or self.host:
            super().compile()
            return
        found = _compiled.get(self.rule)
        if found is None:
            super().compile()
            made = {name: getattr(self, name) for name in READ_BY_ALL}
            _compiled[self.rule] = made | {name: getattr(self, name).__func__ for name in BUILDERS}
            return
        for name in READ_BY_ALL:
            setattr(self, name, found[name])
        for name in BUILDERS:
            setattr(self, name, found[name].__get__(self))
