"""Written sentences as they are spoken: numbers, signs, units and letters in words, for a speech program."""
