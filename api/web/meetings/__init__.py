"""The pages of a comité de suivi: prepared, held, and read again."""
