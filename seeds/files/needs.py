"""Typical needs of a scene, as typed rows with their trust."""

from collections.abc import Mapping
from dataclasses import dataclass

from seeds.files.records import Record, unique


@dataclass(frozen=True, slots=True)
class NeedSeed:
    """A figure a scene usually asks for.

    `op` is `<=`, `>=`, `=` or `range` (from `value` to `value2`). `basis` is seen, seen-secondary,
    recalled or inferred. Only a figure that `is_official` may be shown as its source's; the rest is
    平台建议值.
    """

    metric: str
    op: str
    value: float
    value2: float | None
    unit: str
    source: str
    basis: str
    is_official: bool


# Field of the files → metric, natural comparison of a single figure, unit. Down to coverage_area
# these are the metrics requirements of a demand are written in; the rest keep a name of their own.
METRICS = {
    "latency_ms": ("latency", "<=", "ms"),
    "ul_mbps": ("ul_rate", ">=", "Mbps"),
    "dl_mbps": ("dl_rate", ">=", "Mbps"),
    "reliability_pct": ("reliability", ">=", "%"),
    "availability_pct": ("availability", ">=", "%"),
    "positioning_m": ("positioning", "<=", "m"),
    "density_km2": ("density", ">=", "per_km2"),
    "mobility_kmh": ("mobility", ">=", "km/h"),
    "sync_us": ("sync", "<=", "us"),
    "area_km2": ("coverage_area", ">=", "km2"),
    "transfer_interval_ms": ("transfer_interval", "<=", "ms"),
    "survival_ms": ("survival_time", "<=", "ms"),
    "video_latency_ms": ("video_latency", "<=", "ms"),
    "reconnect_s": ("reconnect_time", "<=", "s"),
    "sensing_accuracy_m": ("sensing_accuracy", "<=", "m"),
    "range_m": ("communication_range", ">=", "m"),
    "altitude_m": ("altitude", ">=", "m"),
    "activity_pct": ("activity_factor", "=", "%"),
}
BASES = ("seen", "seen-secondary", "recalled", "inferred")
_READ_IN_A_SOURCE = frozenset({"seen", "seen-secondary"})
_ABOUT = frozenset({"profile", "basis", "unverified", "inferred", "mapping_inferred"})


def read_profiles(document: Record) -> Mapping[str, Record]:
    """QoS profiles by id; each must name its source and basis."""
    profiles = unique(
        ((profile, profile) for profile in document.records("qos_profiles")),
        key=lambda profile: profile.text("id"),
    )
    for profile in profiles:
        profile.text("source")
        profile.one_of("basis", BASES)
    return {profile.text("id"): profile for profile in profiles}


def needs_of(scene: Record, profiles: Mapping[str, Record]) -> tuple[NeedSeed, ...]:
    """The typed needs of a scene.

    A figure is official if its profile was read in a source, the field is not marked unverified,
    and the choice of the profile for this scene is the source's own. An unverified field of a read
    profile counts as inferred.
    """
    needs = scene.record("needs")
    profile = profiles[needs.one_of("profile", profiles)]
    basis = needs.one_of("basis", BASES)
    unverified = needs.known("unverified", METRICS)
    is_foreign_choice = needs.flag("mapping_inferred") or needs.flag("inferred")
    rows = []
    for field in needs.names():
        if field in _ABOUT:
            continue
        if field not in METRICS:
            needs.fail(f"unknown figure: {field}")
        metric, natural_op, unit = METRICS[field]
        low, high = _bounds(needs, field)
        is_read = basis in _READ_IN_A_SOURCE and field not in unverified
        rows.append(
            NeedSeed(
                metric=metric,
                op=natural_op if high is None else "range",
                value=low,
                value2=high,
                unit=unit,
                source=profile.text("source"),
                basis="inferred" if basis in _READ_IN_A_SOURCE and not is_read else basis,
                is_official=is_read and not is_foreign_choice,
            )
        )
    return tuple(rows)


def _bounds(needs: Record, field: str) -> tuple[float, float | None]:
    match needs.values[field]:
        case [int() | float() as low, int() | float() as high] if low < high:
            return float(low), float(high)
        case list() as figure:
            needs.fail(f"{field} is not a range from low to high: {figure!r}")
    return needs.number(field), None
