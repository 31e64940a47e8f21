"""What the pages and mails of every installation say about themselves."""

from dataclasses import dataclass

from matchmaker.web.language import localised


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """The names of the site, whom to write to, and its filing numbers."""

    name_zh: str
    name_en: str
    contact_email: str
    filing_icp: str
    filing_police: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return localised(self)
