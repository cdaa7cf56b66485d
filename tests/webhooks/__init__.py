"""What chantiers' software is told."""
