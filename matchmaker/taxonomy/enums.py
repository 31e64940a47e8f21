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


class Metric(StrEnum):
    """What a figure of a requirement or a promise is about."""

    LATENCY = "latency"
    JITTER = "jitter"
    UL_RATE = "ul_rate"
    DL_RATE = "dl_rate"
    RATE = "rate"  # direction not said
    RELIABILITY = "reliability"
    AVAILABILITY = "availability"
    PACKET_LOSS = "packet_loss"
    POSITIONING = "positioning"
    CONNECTIONS = "connections"
    DENSITY = "density"
    MOBILITY = "mobility"
    COVERAGE_AREA = "coverage_area"
    COVERAGE_LENGTH = "coverage_length"
    VIDEO_STREAMS = "video_streams"
    TEMPERATURE = "temperature"
    IP_RATING = "ip_rating"  # IP67 is 67, IPX7 is 7: each digit is compared on its own
    EXPLOSION_PROOF = "explosion_proof"  # 1 = yes
    SECURITY_LEVEL = "security_level"  # 等保 1 to 4
    BATTERY_LIFE = "battery_life"
    SYNC = "sync"


class Operator(StrEnum):
    """How a figure binds: the figures that satisfy it lie on this side of it."""

    AT_MOST = "<="
    BELOW = "<"
    AT_LEAST = ">="
    ABOVE = ">"
    EQUAL = "="
    RANGE = "range"  # from value to value2, ends included


class RequirementKind(StrEnum):
    """What a requirement asks about, and a promise answers."""

    METRIC = "metric"
    CAPABILITY = "capability"  # of any kind: product, network feature, deployment mode, security
    STANDARD = "standard"
    REGION = "region"
    BUDGET = "budget"
    TIME = "time"
