"""Requests of advisors to the officers: asked, shared day by day, answered, called together, handed back."""
