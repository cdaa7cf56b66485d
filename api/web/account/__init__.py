"""The pages by which people come in, look after their own account, and leave."""
