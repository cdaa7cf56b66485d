"""The pages of a follow-up by several: who does what for someone, what contradicts itself, what is next."""
