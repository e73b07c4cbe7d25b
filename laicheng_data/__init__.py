"""A government report's printed numbers: read, checked exactly, charted and regenerated."""
