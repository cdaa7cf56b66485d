"""Slow, plain, independent ways to the same answers: what the fast engine is held against."""
