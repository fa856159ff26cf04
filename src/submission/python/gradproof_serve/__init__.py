"""What the process of a Python submission is made of, one thing a module."""
