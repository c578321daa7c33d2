"""The parts that pages and the window's frame are made of."""
