"""What one visit of a page is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Visit:
    """One page as somebody sees it; `{name}` in the address stands for a value of the cast."""

    template: str
    path: str
    who: str = "visitor"
    press: str = ""  # a button to press there, for what a form says then

    def __str__(self) -> str:
        return f"{self.path}{' ' + self.press if self.press else ''} ({self.who})"
