"""Enters the people of a chantier that starts, from one file: all of them or nobody, every fault told at once."""
