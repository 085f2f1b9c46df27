"""Regions: their projects, the proposals of their bureaus, their municipalities and their staff."""
