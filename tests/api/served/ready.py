"""Imported by the process from which servers and clients are forked: each finds the application built already.

Building it for the first time takes a second; the next ones of a process share its routes.
"""

from tests.access.world import application

application("sqlite://")
