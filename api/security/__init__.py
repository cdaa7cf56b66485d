"""Who someone is: passwords, second factors, sessions, keys; and what protects a page."""
