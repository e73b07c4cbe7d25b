"""A first draft of a report folder: numbers named by the words around them, claims proposed."""
