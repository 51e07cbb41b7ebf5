"""A clip on the page, with its numbers, its sentences, its table and its question."""
