"""Getting a list out of the app: playlists, sheets, links to services. Knows nothing of models."""
