"""The application in server processes of their own, asked by many clients at once, and killed."""
