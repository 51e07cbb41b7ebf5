"""What is asked before a clip."""
