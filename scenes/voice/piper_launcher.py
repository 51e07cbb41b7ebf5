"""Runs Piper's own command line so that the same words always give the same samples. A program of its own.

    python piper_launcher.py SCRATCH ARGUMENTS OF PIPER

Piper's model draws random numbers, and goes on drawing where the last sentence stopped. Here each sentence has a model
of its own, which starts from the same seed, and one thread. Piper is under the GPL: nothing of it is imported by
Valleyjump, which runs this file as another program.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Any

SEED = 0
NO_VOICE = 3
"""How this program ends when the file is no voice of Piper's; the last line it writes says why."""
INPUTS = {"input", "input_lengths", "scales"}
"""What Piper gives to a model."""


def repeatable(runtime: Any, scratch: Path) -> type:
    """Return a stand-in for ``runtime.InferenceSession``, where ``runtime`` is the module onnxruntime.

    The optimised model is written to ``scratch`` once: to load it takes a quarter of the time of optimising again.
    """
    session, levels = runtime.InferenceSession, runtime.GraphOptimizationLevel

    def one_thread() -> Any:
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3  # it warns that an optimised model suits this processor alone
        return options

    class Repeatable:
        """A model that starts afresh for each sentence."""

        def __init__(self, model: str, **_options: object) -> None:
            options = one_thread()
            self._model = options.optimized_model_filepath = str(scratch / "optimised.onnx")
            try:
                first = session(str(model), options, providers=["CPUExecutionProvider"])
            except Exception as error:  # noqa: BLE001, the runtime has a class for each way to fail
                give_up(str(error))
            if not {taken.name for taken in first.get_inputs()} >= INPUTS:
                give_up("it does not take what Piper gives")

        def run(self, names: list[str] | None, values: dict[str, object]) -> Any:
            """Return the model's output for one sentence."""
            runtime.set_seed(SEED)
            options = one_thread()
            options.graph_optimization_level = levels.ORT_DISABLE_ALL
            return session(self._model, options, providers=["CPUExecutionProvider"]).run(names, values)

    return Repeatable


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
