"""Voices: words for the ear in, sound out. No manim here."""
