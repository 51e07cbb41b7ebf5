"""Several runs in one picture: names, colours and marks, one clock, and their losses."""
