"""The pages by which an administrator sets an installation up: accounts, roles and places."""
