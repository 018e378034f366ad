"""Make what ships: word lists, and later the model; nothing here runs when a post is judged."""
