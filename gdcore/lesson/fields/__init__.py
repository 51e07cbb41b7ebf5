"""Tables of a lesson file that stand inside others, each with what contradicts what in it."""
