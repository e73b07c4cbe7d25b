"""Tables made of facts."""
