"""The coordinator's pages on who goes where."""
