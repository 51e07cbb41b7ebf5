"""TOML in, scenarios out, or a line for each fault with file, entry and field."""
