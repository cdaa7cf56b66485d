"""What is decided: pure functions over immutable problems. No I/O, no clock, no unseeded chance, SQL or HTTP."""
