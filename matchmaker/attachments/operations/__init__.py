"""Keeping what people hand in, scanning it, and clearing away what nobody names."""

from matchmaker.attachments.operations.keeping import keep_attachment

__all__ = ["keep_attachment"]
