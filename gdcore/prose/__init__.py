"""The prose of lessons: Markdown, links, formulas and pictures, each checked."""
