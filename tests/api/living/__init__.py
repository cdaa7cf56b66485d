"""A programme lived at random, and what must hold of it at every step, worked out apart from the product."""
