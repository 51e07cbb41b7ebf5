"""Words and layout of the page. Nothing to import: the folder is a package so that a wheel carries it."""
