"""Public data sets that may be asked for by name, and the only code that fetches anything from the network."""
