"""Many runs at once: the fate of each."""
