"""Lists and cards of projects: mark, description, name, amount, and what stands in brackets."""
