"""Text as HTML, MathML, XML and scripts."""
