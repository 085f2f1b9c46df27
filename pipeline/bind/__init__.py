"""What each figure and each text of a grid is: its role, unit, year, sign and owner."""
