"""Kinds and levels of the taxonomy."""

from enum import StrEnum


class CapabilityKind(StrEnum):
    """What sort of thing a capability is."""

    CATEGORY = "category"  # a link of the supply chain: chips, modules, terminals…
    ITEM = "item"  # one kind of product inside a category
    DEPLOYMENT = "deployment"  # a way to build the network
    FEATURE = "feature"  # a network feature
    SECURITY = "security"  # an atomic security capability


class RegionLevel(StrEnum):
    """Level of GB/T 2260."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"  # only those run directly by a province


class Trust(StrEnum):
    """How far a figure can be trusted; only SEEN and SECONDARY may be shown as sourced."""

    SEEN = "seen"
    SECONDARY = "seen-secondary"
    RECALLED = "recalled"
    INFERRED = "inferred"
