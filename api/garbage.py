"""How often a server looks for objects that hold each other and nobody else."""

import gc

OBJECTS = 50_000


def collect_seldom() -> None:
    """Looks for them after ``OBJECTS`` new ones rather than some hundreds.

    An answer makes thousands of small objects, and nearly all go when nobody holds them any more, without being looked
    for; looking that often took a tenth of the engine's time, and a large network makes each look long.
    """
    gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])
