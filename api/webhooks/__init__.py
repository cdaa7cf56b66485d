"""Tells chantiers' software what changed: where it may be told, how it is signed, how it is sent."""
