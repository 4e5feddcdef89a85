"""What an instructor shows: decks of slides, built from one source in two languages."""
