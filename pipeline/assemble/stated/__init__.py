"""Figures that are stated outside tables and lists: in sentences, in boxes, on charts."""
