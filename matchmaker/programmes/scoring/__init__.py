"""Figures of the programme, without a database."""
