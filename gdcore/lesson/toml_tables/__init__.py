"""Tables that entries of a lesson file have, and what they ask for."""
