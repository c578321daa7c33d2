"""Tables: item models over arrays, and how their cells are painted."""
