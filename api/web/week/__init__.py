"""The page of an advisor's week, and what is noted there in one touch."""
