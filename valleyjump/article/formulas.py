"""The page's formulas, in Typst's notation: with spaces inside the dollar signs a formula stands on its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from gdcore.expressions.derived_formulas import gradient_equation, hessian_equation
from gdcore.expressions.written import typst_name
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from gdcore.text.language import tr_p
from valleyjump.markup.mathml import mathml

LONGEST = 260
"""Characters of Typst: a longer formula would leave every column of text, and nobody would read it."""

INLINE: Mapping[str, str] = {
    "eta": "$eta$",
    "eta_a": "$eta_a$",
    "eta_b": "$eta_b$",
    "eta_c": "$eta c$",
    "x": "$x$",
    "y": "$y$",
    "x_k": "$x_k$",
    "x_0": "$x_0$",
    "x_1": "$x_1$",
    "f": "$f(x) = x^2$",
    "slope": "$f'(x) = 2 x$",
    "slope_here": "$f'(x_k)$",
    "one_minus": "$1 - 2 eta$",
    "one_minus_c": "$1 - eta c$",
    "c": "$c$",
    "k": "$k$",
    "nu": "$s_k$",
    "a": "$a$",
    "b": "$b$",
    "j": "$J$",
    "half_j": "$J slash 2$",
    "line": "$y approx a x + b$",
    "residual": "$r_i = a x_i + b - y_i$",
    "h": "$H$",
    "i": "$I$",
    "error": "$e_k$",
    "rates_h": '$op("diag")(eta) H$',
    "lambda": "$lambda$",
    "lambda_1": "$lambda_1$",
    "lambda_2": "$lambda_2$",
    "one_minus_lambda_1": "$1 - lambda_1$",
    "beta": "$beta$",
    "v": "$v$",
    "g": "$g$",
    "g_k": "$g_k$",
    "m": "$m$",
    "t": "$t$",
    "momentum_edge": "$2 (1 + beta)$",
    "kappa": "$kappa$",
    "rho": "$rho$",
    "d_k": "$d_k$",
    "pair": "$(a, b)$",
    "ahead": "$p_k + beta v_k$",
    "batch": "$B$",
    "c_share": "$c$",
    "clip_limit": "$c$",
    "p": "$p$",
    "q": "$q$",
    "z": "$z$",
    "s": "$s$",
}

DISPLAY: Mapping[str, str] = {
    "rule": "$ x_(k+1) = x_k - eta f'(x_k) $",
    "factor": "$ x_(k+1) = x_k - eta dot 2 x_k = (1 - 2 eta) x_k $",
    "power": "$ x_k = (1 - 2 eta)^k x_0 $",
    "stable": "$ abs(1 - eta c) < 1 quad arrow.l.r.double quad 0 < eta < 2/c $",
    "cost": "$ J(a, b) = 1/n sum_(i=1)^n r_i^2 $",
    "residuals": "$ r_i = a x_i + b - y_i $",
    "step_a": "$ a_(k+1) = a_k - eta_a dot 1/n sum_(i=1)^n x_i r_i $",
    "step_b": "$ b_(k+1) = b_k - eta_b dot 1/n sum_(i=1)^n r_i $",
    "error_step": '$ e_(k+1) = (I - op("diag")(eta) H) e_k $',
    "hessian": '$ H = mat(op("mean") x^2, op("mean") x; op("mean") x, 1) $',
    "valley_stable": "$ abs(1 - lambda_1) < 1 quad arrow.l.r.double quad 0 < lambda_1 < 2 $",
    "halving": "$ p_(k+1) = p_k - 2^(-m) eta compose g_k $",
    "not_higher": "$ J(p_(k+1)) <= J(p_k) $",
    "velocity": "$ v_(k+1) = beta v_k - eta compose g_k $",
    "momentum": "$ p_(k+1) = p_k + v_(k+1) $",
    "momentum_stable": "$ 0 < lambda_1 < 2 (1 + beta) $",
    "edge_curve": '$ det(2 I - op("diag")(eta) H) = 0 $',
    "nesterov": "$ v_(k+1) = beta v_k - eta compose g(p_k + beta v_k) $",
    "nesterov_stable": "$ 0 < lambda_1 < (2 (1 + beta)) / (1 + 2 beta) $",
    "armijo": "$ J(p_k + t d_k) <= J(p_k) + 2 c t thin g_k dot d_k, quad d_k = - eta compose g_k $",
    "adagrad": "$ G_(k+1) = G_k + g_k^2, quad p_(k+1) = p_k - eta / (sqrt(G_(k+1)) + epsilon) compose g_k $",
    "adam_memory": "$ m_(k+1) = beta_1 m_k + (1 - beta_1) g_k, quad v_(k+1) = beta_2 v_k + (1 - beta_2) g_k^2 $",
    "adam": "$ p_(k+1) = p_k - eta / (sqrt(hat(v)_(k+1)) + epsilon) compose hat(m)_(k+1) $",
    "adam_edge": "$ lambda_1 (P^(-1) H) < (2 (1 + beta_1)) / ((1 - beta_1) eta) $",
    "adam_scale": '$ P = op("diag")(sqrt(hat(v)) + epsilon) $',
    "clipping": "$ g arrow.r.bar g dot min(1, c / abs(g)) $",
    "standard_line": "$ y approx p z + q $",
    "back": '$ a = p / s, quad b = q - a op("mean") x $',
    "exact": "$ t = - (g_k dot d_k) / (d_k dot H d_k) $",
    "two_steps": "$ e_2 = (I - 1/lambda_1 H) (I - 1/lambda_2 H) e_0 = 0 $",
    "chebyshev": "$ T_n ((2 slash eta_k - lambda_1 - lambda_2) / (lambda_1 - lambda_2)) = 0, quad k = 1, ..., n $",
    "silver": "$ eta_k = 1/lambda_1 (1 + (1 + sqrt(2))^(s_k - 1)) $",
    "turns": "$ f(x_(k+1)) > f(x_k) quad arrow.l.r.double quad eta_k > 2/c $",
    "settles": "$ sum_k eta_k = infinity, quad sum_k eta_k^2 < infinity $",
    "clipped": "$ g dot min(1, c / (||g||)) $",
    "stochastic": "$ p_(k+1) = p_k - eta_k compose 1/abs(B) sum_(i in B) r_i vec(x_i, 1) $",
    "standardised": '$ z_i = (x_i - op("mean") x) / s $',
    "identity": "$ H = mat(1, 0; 0, 1) $",
    "felt": "$ kappa = lambda_1 / lambda_2 $",
    "slant": '$ rho = (op("mean") x) / sqrt(op("mean") x^2), quad kappa = (1 + rho) / (1 - rho) $',
}

FORMULAS: Mapping[str, str] = {**INLINE, **DISPLAY}
MEAN = 'op("mean")'
"""The one word in them that other languages spell in their own way."""


def formulas() -> dict[str, str]:
    """Return all formulas by name, the words in them in the current language."""
    word = tr_p("in a formula", "mean")
    return {name: source.replace(MEAN, f'op("{word}")') for name, source in FORMULAS.items()}


def own_formulas(scenarios: Iterable[Scenario]) -> Mapping[str, tuple[Markup, ...]]:
    """Return by slug the formulas of scenarios whose objective was written down, set in one go; long ones are left out.

    A run on data or on the parabola has none: the article has theirs.
    """
    sources = {
        (scenario.slug, number): f"$ {source} $"
        for scenario in scenarios
        for number, source in enumerate(_sources(scenario.objective))
        if len(source) <= LONGEST
    }
    made = mathml({f"{slug} {number}": source for (slug, number), source in sources.items()}) if sources else {}
    found: dict[str, list[Markup]] = {}
    for slug, number in sources:
        found.setdefault(slug, []).append(made[f"{slug} {number}"])
    return {slug: tuple(elements) for slug, elements in found.items()}


def _sources(objective: Objective) -> Iterable[str]:
    gradient = gradient_equation(objective)
    if not gradient:
        return
    names = ", ".join(typst_name(name) for name in objective.parameters)
    yield f"{objective.symbol}({names}) = {objective.formula}"
    yield gradient
    hessian = hessian_equation(objective)
    if hessian:
        yield hessian
