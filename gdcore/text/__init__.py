"""How a reader meets the core: the language, the way of numbers, the words of verdicts and methods."""
