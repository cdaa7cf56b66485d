"""What the network is missing: needs that nobody can take, what hangs on one partner, and whom to look for first."""

from matching.coverage.analysis import Coverage, analyse, uncovered_without

__all__ = ["Coverage", "analyse", "uncovered_without"]
