"""How good a model is: what it finds of what listeners played and it was not shown."""
