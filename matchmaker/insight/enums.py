"""How sources word figures, steps of the funnel, what is known of cities, why none is shown."""

from enum import StrEnum


class Bound(StrEnum):
    """What a source says with a figure: exactly so much, more, at least, about."""

    EXACT = "="
    MORE = ">"
    LEAST = ">="
    ABOUT = "~"


LOWER_BOUNDS = frozenset({Bound.MORE, Bound.LEAST})


class NoDay(StrEnum):
    """Why no day can be projected for a target."""

    NO_TARGET = "no-target"
    MET = "met"
    FEW = "few"  # no second figure to draw the line from
    FALLING = "falling"
    DISAGREE = "disagree"  # sources differ on the newest figure
    FAR = "far"


class FunnelStep(StrEnum):
    """How far a demand and a provider came, in order."""

    MATCHED = "matched"
    VIEWED = "viewed"
    CONTACTED = "contacted"
    RESPONDED = "responded"
    MET = "met"
    AWARDED = "awarded"
    LIVE = "live"
    ACCEPTED = "accepted"
    CASE = "case"
    SHOWCASE = "showcase"


class Dimension(StrEnum):
    """What the pairs of a funnel are divided by."""

    QUARTER = "quarter"  # in which the demand was published
    SECTOR = "sector"
    REGION = "region"  # province of the demand
    DEMAND_SIZE = "demand-size"  # of the organisation that demands
    PROVIDER_SIZE = "provider-size"


class UnseenReason(StrEnum):
    """Why an offering was in no ranking anybody opened, as the ranking itself has it."""

    NO_DEMANDS = "no-demands"  # there is no public demand to be ranked for
    NEW = "new"  # it is among the best of a demand, and was published a few days ago
    NOT_OPENED = "not-opened"  # it is among the best of a demand whose list nobody opened
    BEYOND = "beyond-limit"  # it fits, but stands after the last place shown
    MUST = "must-not-met"  # it would fit, but misses a must
    NO_SCENE = "no-scene"  # below the floor, and no demand asks for a scene it serves
    FLOOR = "below-floor"


class CityMeasure(StrEnum):
    """A figure of the table of key cities; more is better in each."""

    TRAFFIC = "traffic"
    STATIONS = "stations"
    IOT = "iot"
    AWARDS = "awards"
    USERS = "users"
    EDUCATION = "education"
    HOSPITALS = "hospitals"


class Area(StrEnum):
    """The areas China's provinces are usually grouped in, as regions name them."""

    NORTH = "north"
    NORTHEAST = "northeast"
    EAST = "east"
    CENTRAL = "central"
    SOUTH = "south"
    SOUTHWEST = "southwest"
    NORTHWEST = "northwest"
    ISLANDS = "hk-mo-tw"


class Measure(StrEnum):
    """Which figure of the cells a chart of the gap radar shows."""

    DEMANDS = "demands"
    OFFERINGS = "offerings"
    GOOD = "good"


class PainTable(StrEnum):
    """The tables of pain points."""

    UNMET = "unmet"
    OPEN = "open"
    UNLOCK = "unlock"


class Spot(StrEnum):
    """What a slice is: much need and little supply, supply without need, or neither."""

    HOT = "hot"
    COLD = "cold"
    NEITHER = "neither"
