"""Turns the engine's codes into sentences."""

from api.wording.wording import Wording, WordingOfOneAnswer

__all__ = ["Wording", "WordingOfOneAnswer"]
