"""What is made once for a test process, as making it again for each site would only cost time."""

from collections.abc import Callable

from werkzeug.routing import Rule

_builders: dict[tuple[str, bool], Callable[..., tuple[str, str]]] = {}


class KeptRule(Rule):
    """A route whose address builder is compiled once: it depends on the words of the rule alone."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002 - Werkzeug's signature
        if self.defaults:
            return super()._compile_builder(append_unknown)
        key = (self.rule, append_unknown)
        if key not in _builders:
            _builders[key] = super()._compile_builder(append_unknown)
        return _builders[key]
