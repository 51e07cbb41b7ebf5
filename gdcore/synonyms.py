"""What people call the fields of a lesson elsewhere, and what each field looks like."""

from __future__ import annotations

from collections.abc import Mapping

_CALLED: Mapping[str, str] = {
    "learning_rate": "lr eta alpha rate rates learning_rates learningrate step_size stepsize η",
    "steps": "iterations iters iteration epochs epoch n_steps num_steps max_steps n_iter max_iter maxiter n_iterations",
    "start": "init initial x0 start_point startpoint starting_point initial_point begin from theta0 w0",
    "objective": "func function f fn fun loss cost expression formula objective_function",
    "slug": "name id key",
    "title": "heading caption label",
    "method": "optimizer optimiser algorithm solver",
    "momentum": "beta mu friction β",
    "tolerance": "tol eps epsilon",
    "csv": "file path filename source",
    "data": "dataset table csv_file",
    "standardise": "standardize normalise normalize standardised scale",
    "batch": "batch_size batchsize minibatch",
    "seed": "random_seed random_state",
    "domain": "range bounds limits xlim ranges window",
    "view": "type plot picture kind scene",
    "words": "captions narration sentences script",
    "beside": "runs compare companions others",
    "before": "intro text_before above description",
    "after": "outro text_after below",
    "language": "lang locale",
    "author": "authors by",
    "lead": "subtitle abstract summary",
    "scenario": "scenarios scene scenes run",
    "theme": "style colours colors",
    "shrink": "rho backtrack",
    "sufficient": "c1 c armijo",
    "missing": "na nan na_values dropna",
    "features": "columns predictors inputs basis regressors",
    "where": "filter query condition rows",
    "question": "quiz ask",
    "parameters": "coefficients weights",
    "camera": "eye viewpoint",
    "schedule": "scheduler",
    "warmup": "warm_up warmup_steps n_warmup",
    "factor": "gamma",
    "floor": "eta_min min_lr",
    "peak": "max_lr eta_max",
    "multiples": "values",
}
EXAMPLES: Mapping[str, str] = {
    "after": 'after = "What was seen."',
    "author": 'author = "A. Teacher"',
    "batch": "batch = 8",
    "before": 'before = "What to look for."',
    "beside": 'beside = [{ title = "faster", learning_rate = 0.5 }]',
    "camera": "camera = { azimuth = -60, elevation = 31 }",
    "clock": 'clock = "evaluations"',
    "condition_number": "condition_number = 25",
    "csv": 'csv = "sales.csv"',
    "data": 'data = { csv = "sales.csv", x = "sqft", y = "price" }',
    "delta": "delta = 10.0",
    "domain": "domain = { x = [-2, 2] }",
    "features": 'features = ["x", "x**2"]',
    "learning_rate": "learning_rate = 0.1",
    "method": 'method = "momentum"',
    "momentum": "momentum = 0.9",
    "objective": 'objective = "x**2"',
    "parameters": 'parameters = ["slope", "height"]',
    "question": "[[scenario.question]], in double brackets",
    "scenario": "[[scenario]], in double brackets",
    "schedule": 'schedule = "cosine"',
    "seed": "seed = 1",
    "slug": 'slug = "my-valley"',
    "standardise": "standardise = true",
    "start": "start = { x = 1.0, y = 2.0 }",
    "steps": "steps = 50",
    "title": 'title = "A valley"',
    "tolerance": "tolerance = 1e-6",
    "view": 'view = "curve"',
    "where": 'where = "x > 0"',
    "words": 'words = { introduce = "From a loss of {loss_0}." }',
    "x": 'x = "sqft"',
    "y": 'y = "price"',
}
_FIELDS = {name: field for field, names in _CALLED.items() for name in names.split()}


def meant_field(name: str) -> str:
    """Return the field that has another name elsewhere, or nothing."""
    plain = name.strip().lower().replace("-", "_").replace(" ", "_")
    return _FIELDS.get(plain, "") or (plain if plain in _CALLED else "")
