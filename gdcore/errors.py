"""The one family of errors that bad input raises."""


class InputError(ValueError):
    """Input that cannot be used.

    The message is one line that a person can act on: what is wrong, where, what was expected and what came.
    """
