"""Two parameters: the loss surface, and its blow-up."""
