"""What part of a function a picture shows: around one run, around several, and nearer."""
