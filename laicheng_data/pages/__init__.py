"""Web pages of what ran."""
