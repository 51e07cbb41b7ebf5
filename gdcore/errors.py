"""``InputError``, the base class of all errors about input."""


class InputError(ValueError):
    """Input that cannot be used.

    The message is one line to act on: what is wrong and where, the expected value and the received one.

    >>> from gdcore import gradient_descent
    >>> gradient_descent([-0.1])
    Traceback (most recent call last):
        ...
    gdcore.errors.InputError: learning_rate: expected finite numbers > 0, one per parameter, got [-0.1]
    """
