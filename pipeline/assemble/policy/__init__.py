"""What policy documents say in words: initiatives, analyses, outlines, bullets of slides."""
