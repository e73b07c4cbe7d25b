"""What a report prints: numbers, folders, sources."""
