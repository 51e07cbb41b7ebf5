"""What is fitted to data: objectives made from a table."""
