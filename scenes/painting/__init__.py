"""What everything is painted with: canvas, text, sizes, time, and the places of labels."""
