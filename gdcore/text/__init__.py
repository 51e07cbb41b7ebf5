"""Text for readers: translation, the notation of numbers, and the words for verdicts."""
