"""Turns the engine's codes into sentences."""

from api.wording.wording import Wording

__all__ = ["Wording"]
