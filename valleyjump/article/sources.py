"""The sources of the story, as its last section lists them; titles stay in their own language."""

from __future__ import annotations

from dataclasses import dataclass

from gdcore.text.language import tr, translatable


@dataclass(frozen=True)
class Source:
    """One paper: who wrote it, when, its title and where it appeared, its address if it has one, and what it is for."""

    authors: str
    year: int
    title: str
    place: str
    address: str
    about: str

    @property
    def told(self) -> str:
        """What it is for, in the current language."""
        return tr(self.about)


SOURCES = (
    Source(
        "A. Cauchy",
        1847,
        "Méthode générale pour la résolution des systèmes d’équations simultanées",
        "Comptes rendus de l’Académie des sciences 25",
        "",
        translatable("Gradient descent, told for the first time."),
    ),
    Source(
        "H. Robbins, S. Monro",
        1951,
        "A stochastic approximation method",
        "The Annals of Mathematical Statistics 22",
        "https://doi.org/10.1214/aoms/1177729586",
        translatable("Steps on a few rows at a time, and how the rate has to shrink."),
    ),
    Source(
        "D. M. Young",
        1953,
        "On Richardson’s method for solving linear systems with positive definite matrices",
        "Journal of Mathematics and Physics 32",
        "https://doi.org/10.1002/sapm1953321243",
        translatable("Chebyshev’s polynomials as learning rates."),
    ),
    Source(
        "B. T. Polyak",
        1964,
        "Some methods of speeding up the convergence of iteration methods",
        "USSR Computational Mathematics and Mathematical Physics 4(5)",
        "https://doi.org/10.1016/0041-5553(64)90137-5",
        translatable("The heavy ball and its edge."),
    ),
    Source(
        "L. Armijo",
        1966,
        "Minimization of functions having Lipschitz continuous first partial derivatives",
        "Pacific Journal of Mathematics 16",
        "https://doi.org/10.2140/pjm.1966.16.1",
        translatable("The rule of backtracking."),
    ),
    Source(
        "A. van der Sluis",
        1969,
        "Condition numbers and equilibration of matrices",
        "Numerische Mathematik 14",
        "https://doi.org/10.1007/BF02165096",
        translatable("What a rate for each parameter can do about a narrow valley, and what it cannot."),
    ),
    Source(
        "Y. E. Nesterov",
        1983,
        "A method of solving a convex programming problem with convergence rate O(1/k²)",
        "Doklady Akademii Nauk SSSR 269",
        "https://www.mathnet.ru/eng/dan46009",
        translatable("Momentum that looks ahead."),
    ),
    Source(
        "Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller",
        1998,
        "Efficient BackProp",
        "Neural Networks: Tricks of the Trade, Springer",
        "https://doi.org/10.1007/3-540-49430-8_2",
        translatable("Why inputs of a network are centred and scaled. A good next thing to read."),
    ),
    Source(
        "J. Duchi, E. Hazan, Y. Singer",
        2011,
        "Adaptive subgradient methods for online learning and stochastic optimization",
        "Journal of Machine Learning Research 12",
        "https://jmlr.org/papers/v12/duchi11a.html",
        translatable("Adagrad."),
    ),
    Source(
        "G. Hinton",
        2012,
        "Neural networks for machine learning, lecture 6e",
        "Coursera",
        "",
        translatable("RMSProp."),
    ),
    Source(
        "R. Pascanu, T. Mikolov, Y. Bengio",
        2013,
        "On the difficulty of training recurrent neural networks",
        "Proceedings of the 30th International Conference on Machine Learning",
        "https://proceedings.mlr.press/v28/pascanu13.html",
        translatable("Clipping, and what it is for."),
    ),
    Source(
        "D. P. Kingma, J. Ba",
        2015,
        "Adam: a method for stochastic optimization",
        "ICLR",
        "https://arxiv.org/abs/1412.6980",
        translatable("Adam."),
    ),
    Source(
        "L. N. Smith",
        2015,
        "Cyclical learning rates for training neural networks",
        "arXiv:1506.01186",
        "https://arxiv.org/abs/1506.01186",
        translatable("The range test."),
    ),
    Source(
        "G. Goh",
        2017,
        "Why Momentum Really Works",
        "Distill",
        "https://doi.org/10.23915/distill.00006",
        translatable("The algebra of this story with momentum, in pictures to play with. The best next thing to read."),
    ),
    Source(
        "J. Cohen, S. Kaur, Y. Li, J. Z. Kolter, A. Talwalkar",
        2021,
        "Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability",
        "ICLR",
        "https://arxiv.org/abs/2103.00065",
        translatable("The same edge in networks, where the curvature moves towards it."),
    ),
    Source(
        "J. M. Cohen and others",
        2022,
        "Adaptive gradient methods at the edge of stability",
        "arXiv",
        "https://arxiv.org/abs/2207.14484",
        translatable("The edge of Adam."),
    ),
    Source(
        "J. M. Altschuler, P. A. Parrilo",
        2023,
        "Acceleration by stepsize hedging",
        "arXiv:2309.07879, arXiv:2309.16530",
        "https://arxiv.org/abs/2309.07879",
        translatable("The silver steps."),
    ),
)
"""In the order of their years."""
