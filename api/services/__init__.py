"""One module per use case: load, call the engine, save, in one transaction."""
