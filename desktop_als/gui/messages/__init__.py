"""The words of the window, by page: the only prose of the package."""
