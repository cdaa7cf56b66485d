"""What is known: vocabulary, stored network and people, formats in and out."""
