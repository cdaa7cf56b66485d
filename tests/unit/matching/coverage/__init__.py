"""What the network is missing, on small networks built by hand and on random ones."""
