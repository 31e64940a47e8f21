"""Sectors, scenes, capabilities, standards, regions, industries."""
