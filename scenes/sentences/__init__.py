"""What is said at each beat of a clip: sentences, and the runs of which they are true."""
