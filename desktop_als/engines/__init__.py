"""Where training runs."""
