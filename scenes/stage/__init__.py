"""What every scene stands on: the head-up display, the beats, the narration."""
