"""Text as curves: Typst’s outlines, the fonts they come from, and their pixels."""
