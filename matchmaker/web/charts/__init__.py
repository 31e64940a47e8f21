"""Layouts of charts: figures in, places and steps of colour out; macros only print them.

Lengths along a row and along time are per cent of the width there is, so that letters keep their
size on every screen; heights are pixels. A figure comes with the words it is shown by.
"""

from matchmaker.web.charts.lines import Dot, LineChart, Point, Target, line_chart, nice_step
from matchmaker.web.charts.maps import PLACES, Province, Tile, TileChart, tile_chart
from matchmaker.web.charts.marks import (
    NOTHING,
    STEPS,
    BarChart,
    BarMark,
    BarRow,
    Coloured,
    FunnelChart,
    FunnelStep,
    Heading,
    HeatChart,
    HeatRow,
    Shown,
    bar_chart,
    funnel_chart,
    heat_chart,
    legend_of,
    step_of,
    whole,
)

__all__ = [
    "NOTHING",
    "PLACES",
    "STEPS",
    "BarChart",
    "BarMark",
    "BarRow",
    "Coloured",
    "Dot",
    "FunnelChart",
    "FunnelStep",
    "Heading",
    "HeatChart",
    "HeatRow",
    "LineChart",
    "Point",
    "Province",
    "Shown",
    "Target",
    "Tile",
    "TileChart",
    "bar_chart",
    "funnel_chart",
    "heat_chart",
    "legend_of",
    "line_chart",
    "nice_step",
    "step_of",
    "tile_chart",
    "whole",
]
