"""What notebook cells call."""
