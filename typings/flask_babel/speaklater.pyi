"""What the project uses of Flask-Babel's lazy texts."""

class LazyString:
    def __html__(self) -> str: ...
