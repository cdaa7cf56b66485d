"""The pages of requests to the officers."""
