"""Who asks: HTTP, pages and command line; the only place where stored data and the engine meet."""
