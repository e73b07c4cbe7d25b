"""Charts, and the one way out for them."""
