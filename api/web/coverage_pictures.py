"""Turns a coverage into its three pictures: bars by barrier, the mesh of what holds what, a map of the needs."""

from markupsafe import Markup

from api.services.coverage import TerritoryCoverage
from api.v1.coverage_documents import CoverageDocument
from api.web.language import page_wording
from api.web.pictures import Position, coverage_bars, mesh, territory_map
from api.web.pictures.coverage_bars import Bar
from api.web.pictures.mesh import MeshLink
from api.web.pictures.territory_map import Area
from matching.coverage.facets import Facet
from matching.geography import degrees_of

MOST_BARS = 14


def barrier_bars(document: CoverageDocument) -> Markup | None:
    """The barriers that miss most, as far as every count of theirs may be read; None when there is none."""
    wording = page_wording()
    bars = []
    for row in document.by["barrier"]:
        counts = (row.needs, row.uncovered, row.single, row.followed)
        needs, uncovered, single, followed = (0 if count is None else count for count in counts)
        if None not in counts and uncovered + single:
            bars.append(Bar(wording.short_barrier(row.code), needs, uncovered, single, followed))
    return coverage_bars(bars[:MOST_BARS]) if bars else None


def territory_mesh(found: TerritoryCoverage) -> Markup | None:
    """The barriers that hang on few, what takes their needs, and who offers it; None when nothing hangs."""
    wording, network = page_wording(), found.catalogue.network
    links = []
    for link in found.coverage.links.drawn:
        service = found.catalogue.services[found.catalogue.row_of[link.service_id]]
        fragile = link.fragile > 0 and found.counts.shows("partner", link.partner_id, link.barrier)
        links.append(
            MeshLink(
                wording.short_barrier(link.barrier),
                service.name,
                network.partners[link.partner_id].name,
                fragile=fragile,
            )
        )
    more = {wording.short_barrier(barrier): count for barrier, count in found.coverage.links.more}
    return mesh(links, more) if links else None


def needs_map(found: TerritoryCoverage) -> Markup | None:
    """Where the needs are, and the partners; None where no commune has a place."""
    wording, counts, areas = page_wording(), found.counts, []
    for code, needs, uncovered in found.coverage.links.areas:
        place = found.catalogue.place_of_code.get(code)
        if place is not None and counts.shows(Facet.AREA, code, "needs"):
            known = counts.of_count(uncovered, Facet.AREA, code, "uncovered")
            name = wording.area(code, found.communes.get(code))
            areas.append(Area(name, Position(*degrees_of(place)), needs, known or 0))
    partners = [
        Position(one.latitude, one.longitude)
        for one in found.catalogue.network.partners.values()
        if one.latitude is not None and one.longitude is not None
    ]
    return territory_map(areas, partners) if areas else None
