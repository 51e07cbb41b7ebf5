"""What methods make of their memory: the rate that each parameter has in effect, step by step."""
