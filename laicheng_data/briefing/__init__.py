"""What a briefing says, on slides and on paper."""
