"""What the network is missing for everybody, against removing partners one by one from a networkx graph."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from api.services.weighing import default_weights
from matching.catalogue import compile_catalogue
from matching.coverage import analyse
from matching.network import Network
from matching.profile import Profile
from tests.benchmarks.timing import Contender, side_by_side
from tests.reference.coverage import PARTNER, CoverageGraph

MANY = 15
"""So many times everybody: a programme of thirteen territories."""


def measure_coverage(network: Network, profiles: Sequence[Profile], console: Console) -> None:
    """Prints the table: the whole analysis against the losses of partners alone, by removal."""
    catalogue, weights, many = compile_catalogue(network), default_weights(), list(profiles) * MANY
    whole, large, removal = "whole analysis", f"whole analysis, {len(many)} people", "losses by removal"
    times = side_by_side(
        [
            Contender(whole, lambda _: analyse(catalogue, profiles, weights), 1),
            Contender(large, lambda _: analyse(catalogue, many, weights), 1),
            Contender(removal, lambda _: CoverageGraph(catalogue, profiles).every_loss(PARTNER), 1),
        ],
        rounds=3,
    )
    table = Table(title=f"coverage: {len(network.services)} services, {len(profiles)} people")
    for heading in ("what", "median ms", "ratio"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for name in (whole, large, removal):
        ratio = f"{times[removal] / times[name]:.1f} x faster than {removal}" if name == whole else ""
        table.add_row(name, f"{times[name]:.0f}", ratio)
    console.print(table)
