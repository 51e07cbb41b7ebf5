"""Tables: columns of numbers from delimited text, or one message per faulty cell."""
