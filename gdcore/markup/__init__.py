"""What a lesson’s prose may hold: Markdown, links, formulas and pictures, each checked."""
