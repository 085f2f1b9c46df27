"""How right an extraction is: gold, scores, samples."""
