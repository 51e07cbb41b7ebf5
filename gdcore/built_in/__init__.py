"""The runs of the story, by what they show."""
