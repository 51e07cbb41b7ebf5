"""What is minimised: value, gradient, Hessian, and what is known of the minimum."""
