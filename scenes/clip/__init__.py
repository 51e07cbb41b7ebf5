"""What the renderer hands on, and the files that lie beside a video. No manim here."""
