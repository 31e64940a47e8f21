"""Keyword search: the analysis of text, the port, and the engines behind it; knows no model."""
