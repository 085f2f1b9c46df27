"""Tables: what their columns are, by headings and by arithmetic; projects, statements, works."""
