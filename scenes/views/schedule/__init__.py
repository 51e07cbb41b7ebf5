"""The rates of every step, beside the losses that they lead to."""
