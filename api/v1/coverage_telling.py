"""Tells a coverage in words and in the counts that may be read; what may not is left out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from api.services.coverage import TerritoryCoverage
from api.services.coverage_counts import COLUMNS, TOTAL, gap_key, loss_parts
from api.v1.coverage_documents import (
    CountedCode,
    CoverageDocument,
    GapDocument,
    GroupDocument,
    LossDocument,
    PlacesDocument,
    ProspectDocument,
    ProspectsDocument,
    TallyDocument,
    WithoutDocument,
)
from api.wording import Wording
from matching.coverage.dependence import Loss
from matching.coverage.facets import Facet, Tally
from matching.coverage.gaps import Gap
from matching.coverage.prospects import FRENCH, Prospect


def tell_coverage(found: TerritoryCoverage, wording: Wording) -> CoverageDocument:
    """The coverage as the API, the command line and the page tell it."""
    return _Teller(found, wording).whole()


@dataclass(frozen=True, slots=True)
class _Teller:
    found: TerritoryCoverage
    wording: Wording

    def whole(self) -> CoverageDocument:
        coverage, counts = self.found.coverage, self.found.counts
        return CoverageDocument(
            territory=self.found.territory.slug,
            on=self.found.on,
            network_version=coverage.network_version,
            people=counts.of_count(coverage.people, "people"),
            shareable=counts.shareable,
            total=TallyDocument(**self._counts((TOTAL,), coverage.total)),
            gaps=[self._gap(gap) for gap in coverage.gaps if counts.shows(*gap_key(gap))],
            partners=self._losses("partner", coverage.partners, self._partner),
            services=self._losses("service", coverage.services, self._service),
            gates=self._losses("gate", coverage.gates, self._gate),
            prospects=self._prospects(),
            places=self._places(),
            by={facet.value: self._groups(facet) for facet in Facet},
            without=self._without(),
        )

    def _counts(self, name: tuple[str, ...], tally: Tally) -> dict[str, int | None]:
        counts = self.found.counts
        return {column: counts.of_count(getattr(tally, column), *name, column) for column in COLUMNS}

    def _groups(self, facet: Facet) -> list[GroupDocument]:
        named = {
            Facet.BARRIER: self.wording.barrier,
            Facet.AREA: self._area,
            Facet.LANGUAGE: self.wording.language,
            Facet.PUBLIC: self.wording.public,
        }[facet]
        return [
            GroupDocument(code=code, label=named(code), **self._counts((facet, code), tally))
            for code, tally in self.found.coverage.facets[facet]
            if self.found.counts.shows(facet, code, "needs")
        ]

    def _area(self, code: str) -> str:
        return self.wording.area(code, self.found.communes.get(code))

    def _gap(self, gap: Gap) -> GapDocument:
        shows, name = self.found.counts.shows, gap_key(gap)
        languages = [(code, count) for code, count in gap.languages if shows(*name, "language", code)]
        areas = [(code, count) for code, count in gap.areas if shows(*name, "area", code)]
        return GapDocument(
            barrier=gap.barrier,
            label=self.wording.barrier(gap.barrier),
            reason=gap.reason,
            sentence=self.wording.gap(gap.barrier, gap.reason, gap.needs, (code for code, _ in languages)),
            needs=gap.needs,
            everywhere=self.found.counts.of_count(gap.everywhere, *name, "everywhere"),
            services=gap.services,
            languages=_counted(languages, self.wording.language),
            areas=_counted(areas, self._area),
        )

    def _losses(self, kind: str, losses: Iterable[Loss], named: Callable[[str], str]) -> list[LossDocument]:
        counts = self.found.counts
        told = ((loss, list(loss_parts(counts, kind, loss))) for loss in losses if counts.shows(kind, loss.id))
        return [self._loss(loss, named(loss.id), shown) for loss, shown in told if shown]

    def _loss(self, loss: Loss, name: str, shown: list[tuple[str, int]]) -> LossDocument:
        barriers = [code for code, _ in shown]
        sole = [code for code in loss.sole if code in barriers]
        return LossDocument(
            id=loss.id,
            name=name,
            needs=loss.needs,
            barriers=_counted(shown, self.wording.barrier),
            sole=sole,
            sentence=self.wording.loss(name, loss.needs, barriers, sole),
        )

    def _partner(self, partner_id: str) -> str:
        return self.found.catalogue.network.partners[partner_id].name

    def _service(self, service_id: str) -> str:
        catalogue = self.found.catalogue
        service = catalogue.services[catalogue.row_of[service_id]]
        return f"{service.name} ({self._partner(service.partner_id)})"

    def _gate(self, door_id: str) -> str:
        catalogue = self.found.catalogue
        return catalogue.doors[catalogue.partner_doors[door_id]].name

    def _prospects(self) -> ProspectsDocument:
        prospects, counts = self.found.coverage.prospects, self.found.counts
        return ProspectsDocument(
            found=[
                self._prospect(str(number), prospect)
                for number, prospect in enumerate(prospects.found)
                if counts.shows("prospect", str(number), "unlocks")
            ],
            unlocks=counts.of_count(prospects.unlocks, "prospects", "unlocks"),
            at_most=counts.of_count(prospects.at_most, "prospects", "at_most"),
            optimal=prospects.optimal,
        )

    def _prospect(self, number: str, prospect: Prospect) -> ProspectDocument:
        counts = self.found.counts
        unlocks = counts.of_count(prospect.unlocks, "prospect", number, "unlocks")
        secures = counts.of_count(prospect.secures, "prospect", number, "secures")
        barriers = [code for code, _ in prospect.barriers if counts.shows("prospect", number, code)]
        area = self._area(prospect.area) if prospect.area else None
        # A language that one person speaks may be why it is there: outside, only what many need is told.
        languages = (FRENCH,) if counts.shareable else prospect.languages
        return ProspectDocument(
            sentence=self.wording.prospect(barriers, area, languages, women_only=prospect.women_only),
            benefit=self.wording.benefit(unlocks, secures),
            barriers=barriers,
            area=prospect.area,
            area_label=area,
            languages=list(languages),
            women_only=prospect.women_only,
            unlocks=unlocks,
            secures=secures,
        )

    def _places(self) -> list[PlacesDocument]:
        catalogue, counts = self.found.catalogue, self.found.counts
        told: list[PlacesDocument] = []
        for wanted in self.found.coverage.places:
            service = catalogue.services[catalogue.row_of[wanted.service_id]]
            unlocks = counts.of_count(wanted.unlocks, "places", service.id, "unlocks")
            shortens = counts.of_count(wanted.shortens, "places", service.id, "shortens")
            if unlocks or shortens:
                told.append(
                    PlacesDocument(
                        service_id=service.id,
                        service=service.name,
                        partner_id=service.partner_id,
                        partner=self._partner(service.partner_id),
                        unlocks=unlocks,
                        shortens=shortens,
                        waiting_days=wanted.waiting_days,
                    )
                )
        return told

    def _without(self) -> WithoutDocument | None:
        if self.found.without is None:
            return None
        partners, lost = self.found.without
        counts = self.found.counts
        shown = [(barrier, count) for barrier, count in lost.items() if counts.shows("without", barrier)]
        return WithoutDocument(
            partners=list(partners),
            needs=counts.of_count(sum(lost.values()), "without"),
            barriers=_counted(shown, self.wording.barrier),
        )


def _counted(counts: Iterable[tuple[str, int]], named: Callable[[str], str]) -> list[CountedCode]:
    return [CountedCode(code=code, label=named(code), needs=count) for code, count in counts]
