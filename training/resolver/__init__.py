"""How the resolver of follow-ups is made: data, training, export, measures."""
