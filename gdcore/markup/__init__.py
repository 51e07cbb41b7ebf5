"""The text of lessons: Markdown, links, formulas and pictures, each checked."""
