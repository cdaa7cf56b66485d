"""The pages of papers: what somebody holds and until when, what to renew first."""
