"""Pictures drawn on the server: SVG with its own words, no script, no style of its own."""

from api.web.pictures.coverage_bars import coverage_bars
from api.web.pictures.front import Dot, front_picture
from api.web.pictures.geography import Position
from api.web.pictures.map import plan_map
from api.web.pictures.mesh import mesh
from api.web.pictures.stops import MapStep
from api.web.pictures.territory_map import territory_map
from api.web.pictures.waterfall import score_waterfall

__all__ = [
    "Dot",
    "MapStep",
    "Position",
    "coverage_bars",
    "front_picture",
    "mesh",
    "plan_map",
    "score_waterfall",
    "territory_map",
]
