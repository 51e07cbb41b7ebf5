"""The one family of errors that bad input raises."""


class InputError(ValueError):
    """Input that cannot be used.

    The message is one line that a person can act on: what is wrong, where, what was expected and what came.

    >>> from gdcore import gradient_descent
    >>> gradient_descent([-0.1])
    Traceback (most recent call last):
        ...
    gdcore.errors.InputError: learning_rate: expected finite numbers > 0, one a parameter, got [-0.1]
    """
