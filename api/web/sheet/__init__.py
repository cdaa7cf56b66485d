"""The sheet given to a person: its page, what one prints, what one keeps on a telephone."""
