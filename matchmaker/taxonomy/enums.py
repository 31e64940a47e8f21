"""Kinds and levels of the taxonomy, and the areas of the world."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


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


class WorldArea(StrEnum):
    """A part of the world outside the Chinese mainland, as markets are spoken of."""

    GREATER_CHINA = "hong-kong-macao-taiwan"
    EAST_ASIA = "east-asia"
    SOUTHEAST_ASIA = "southeast-asia"
    SOUTH_ASIA = "south-asia"
    CENTRAL_ASIA = "central-asia"
    MIDDLE_EAST = "middle-east"
    AFRICA = "africa"
    EUROPE = "europe"
    NORTH_AMERICA = "north-america"
    LATIN_AMERICA = "latin-america"
    OCEANIA = "oceania"


# Countries and territories by ISO 3166-1; subregions of UN M49, joined where markets are.
COUNTRIES: Final[Mapping[WorldArea, tuple[str, ...]]] = {
    area: tuple(codes.split())
    for area, codes in {
        WorldArea.GREATER_CHINA: "HK MO TW",
        WorldArea.EAST_ASIA: "JP KR KP MN",
        WorldArea.SOUTHEAST_ASIA: "BN ID KH LA MM MY PH SG TH TL VN",
        WorldArea.SOUTH_ASIA: "AF BD BT IN LK MV NP PK",
        WorldArea.CENTRAL_ASIA: "KG KZ TJ TM UZ",
        WorldArea.MIDDLE_EAST: "AE BH CY IL IQ IR JO KW LB OM PS QA SA SY TR YE",
        WorldArea.AFRICA: (
            "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG ER ET GA GH GM GN GQ GW KE KM LR LS LY MA"
            " MG ML MR MU MW MZ NA NE NG RW SC SD SL SN SO SS ST SZ TD TG TN TZ UG ZA ZM ZW"
        ),
        WorldArea.EUROPE: (
            "AD AL AM AT AZ BA BE BG BY CH CZ DE DK EE ES FI FR GB GE GR HR HU IE IS IT LI LT LU"
            " LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SK SM UA VA"
        ),
        WorldArea.NORTH_AMERICA: "CA US",
        WorldArea.LATIN_AMERICA: (
            "AG AR BB BO BR BS BZ CL CO CR CU DM DO EC GD GT GY HN HT JM KN LC MX NI PA PE PR PY"
            " SR SV TT UY VC VE"
        ),
        WorldArea.OCEANIA: "AU FJ FM KI MH NR NZ PG PW SB TO TV VU WS",
    }.items()
}
AREA_OF: Final[Mapping[str, WorldArea]] = {
    **{code: area for area, codes in COUNTRIES.items() for code in codes},
    **{area.value: area for area in WorldArea},
}
