"""What each step leaves of either part of an error."""
