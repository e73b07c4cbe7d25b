"""Claims judged exactly."""
