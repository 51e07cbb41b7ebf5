"""What a build can be packed as: a module for each form."""
