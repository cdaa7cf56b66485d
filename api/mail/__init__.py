"""Mail: where it goes out, what it says, and what comes back."""
