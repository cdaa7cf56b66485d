"""A fairness receipt, as software reads it."""

from datetime import date

from pydantic import BaseModel, Field

from api.services.fairness import CHANTIER, DIMENSIONS, FEWEST, TerritoryReceipt
from api.wording.fairness import caution, gap, group_name
from api.wording.speech import Speech
from matching.fairness import LEVEL, GroupReceipt, Interval, Measure


class Figure(BaseModel):
    """A figure, and between what it lies."""

    value: float
    low: float
    high: float


class Gap(Figure):
    """By how much a group's figure differs from that of all the others."""

    flagged: bool = Field(description="L’intervalle exclut zéro : l’écart dépasse ce que fait le hasard.")


class GroupFigures(BaseModel):
    """One group, its figures, and its gaps to all the others."""

    dimension: str
    group: str
    label: str
    people: int
    figures: dict[Measure, Figure]
    differences: dict[Measure, Gap]


class FairnessDocument(BaseModel):
    """What groups of people are offered, beside everybody else. No cause is told by it."""

    territory: str
    on: date
    network_version: str
    rules_version: str
    people: int | None = Field(description="Avec au moins un besoin que personne ne suit ; null : moins de dix.")
    level: float = Field(description="De chaque intervalle, et de toutes les comparaisons ensemble.")
    comparisons: int
    figures: dict[Measure, Figure]
    groups: list[GroupFigures]
    findings: list[str] = Field(description="Les écarts signalés, en phrases.")
    caution: str
    kept_back: int = Field(description="Groupes de moins de dix personnes, ou qui les feraient deviner : cachés.")


def tell_fairness(found: TerritoryReceipt, speech: Speech) -> FairnessDocument:
    """The receipt as a document, its sentences in one language."""
    receipt = found.receipt
    many = receipt.people >= FEWEST
    ordered = sorted(receipt.groups, key=lambda each: (DIMENSIONS.index(each.group[0]), -each.people, each.group))
    return FairnessDocument(
        territory=found.territory.slug,
        on=found.on,
        network_version=found.network_version,
        rules_version=found.rules_version,
        people=receipt.people if many else None,
        level=LEVEL,
        comparisons=receipt.comparisons,
        figures={measure: _figure(each) for measure, each in receipt.figures.items()} if many else {},
        groups=[
            GroupFigures(
                dimension=each.group[0],
                group=each.group[1],
                label=_label(found, speech, each),
                people=each.people,
                figures={measure: _figure(one) for measure, one in each.figures.items()},
                differences={
                    measure: Gap(**_figure(one).model_dump(), flagged=one.excludes_zero)
                    for measure, one in each.differences.items()
                },
            )
            for each in ordered
        ],
        findings=[
            gap(speech, _label(found, speech, each), measure, each.figures[measure].value, one)
            for each in ordered
            for measure, one in each.differences.items()
            if one.excludes_zero
        ],
        caution=caution(speech),
        kept_back=found.kept_back,
    )


def _label(found: TerritoryReceipt, speech: Speech, receipt: GroupReceipt) -> str:
    dimension, code = receipt.group
    return found.chantiers.get(code, code) if dimension == CHANTIER else group_name(speech, receipt.group)


def _figure(found: Interval) -> Figure:
    return Figure(value=round(found.value, 6), low=round(found.low, 6), high=round(found.high, 6))
