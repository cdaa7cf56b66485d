"""The pages about referrals: prepared from a plan, followed to their result, and what was agreed to share."""
