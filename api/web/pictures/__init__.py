"""Pictures drawn on the server: SVG with its own words, no script, no style of its own."""

from api.web.pictures.geography import Position
from api.web.pictures.map import plan_map
from api.web.pictures.stops import MapStep
from api.web.pictures.waterfall import score_waterfall

__all__ = ["MapStep", "Position", "plan_map", "score_waterfall"]
