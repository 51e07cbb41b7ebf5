"""Why a run does what it does: verdicts, spectra, sweeps."""
