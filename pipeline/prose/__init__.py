"""Running text: its sentences, and what each figure in them is about."""
