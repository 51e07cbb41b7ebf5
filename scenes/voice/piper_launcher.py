"""Runs Piper's own command line so that the same words always give the same samples. A program of its own.

    python piper_launcher.py SCRATCH ARGUMENTS OF PIPER

Piper's model draws random numbers, and goes on drawing where the last sentence stopped. Here each sentence has a model
of its own, which starts from the same seed, and one thread: a process that is forked for it, since loading a model
takes a third as long as speaking; where there is no fork, a model loaded anew. Piper is under the GPL: nothing of it
is imported by Valleyjump, which runs this file as another program.
"""

from __future__ import annotations

import os
import runpy
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

SEED = 0
NO_VOICE = 3
"""How this program ends when the file is no voice of Piper's; the last line it writes says why."""
INPUTS = {"input", "input_lengths", "scales"}
"""What Piper gives to a model."""


def repeatable(runtime: Any, scratch: Path) -> type:
    """Return a stand-in for ``runtime.InferenceSession``, where ``runtime`` is the module onnxruntime.

    What is said passes through a file in ``scratch``.
    """
    session = runtime.InferenceSession

    def loaded(model: str) -> Any:
        runtime.set_seed(SEED)
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return session(model, options, providers=["CPUExecutionProvider"])

    class Repeatable:
        """A model that starts afresh for each sentence."""

        def __init__(self, model: str, **_options: object) -> None:
            self._model = str(model)
            try:
                self._unused = loaded(self._model)
            except Exception as error:  # noqa: BLE001, the runtime has a class for each way to fail
                give_up(str(error))
            if not {taken.name for taken in self._unused.get_inputs()} >= INPUTS:
                give_up("it does not take what Piper gives")

        def run(self, names: list[str] | None, values: dict[str, object]) -> Any:
            """Return the model's output for one sentence."""
            if not hasattr(os, "fork"):
                return loaded(self._model).run(names, values)
            return forked(scratch / "said.npz", lambda: self._unused.run(names, values))

    return Repeatable


def forked(path: Path, made: Callable[[], Sequence[Any]]) -> list[Any]:
    """Return the arrays that ``made`` returns in a process of its own, or end this program."""
    import numpy as np

    child = os.fork()
    if child == 0:
        status = 1
        try:
            np.savez(path, *made())
            status = 0
        except BaseException:  # noqa: BLE001, told by the last line, like any failure of this program
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    if os.waitpid(child, 0)[1]:
        sys.exit(1)
    with np.load(path) as found:
        return [found[name] for name in found.files]


def give_up(reason: str) -> None:
    """End this program: the file is no voice."""
    print(reason, file=sys.stderr)
    sys.exit(NO_VOICE)


def main() -> None:
    """Run Piper."""
    import onnxruntime  # in Piper's process alone

    scratch, *arguments = sys.argv[1:]
    onnxruntime.InferenceSession = repeatable(onnxruntime, Path(scratch))
    sys.argv = ["piper", *arguments]
    runpy.run_module("piper", run_name="__main__")


if __name__ == "__main__":
    main()
