"""Web pages: tokens and tree with offsets, what is shown, lines and tables, and which of them are the article."""
