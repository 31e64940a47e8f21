"""Forms for demands."""

from matchmaker.demands.forms.posting import DemandForm, NeedForm, uploaded_text

__all__ = ["DemandForm", "NeedForm", "uploaded_text"]
