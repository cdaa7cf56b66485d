"""Shares the officers of a territory between its chantiers: poses the month, solves it, keeps it, publishes it."""
