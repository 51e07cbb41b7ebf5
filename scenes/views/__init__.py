"""One folder for each value of ``Scenario.view``."""
