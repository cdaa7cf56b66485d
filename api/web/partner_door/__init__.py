"""The pages of partners who answer without an account."""
