"""What a table is about, and the records of its rows: one short schema for each type of record."""
