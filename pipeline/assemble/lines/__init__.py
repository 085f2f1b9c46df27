"""Lines of a document brought together as they are read: items, wraps, paragraphs."""
