"""The narration of a run: its beats, its facts, and the sentences that hold them."""
