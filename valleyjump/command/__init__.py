"""What the words on the command line mean."""
