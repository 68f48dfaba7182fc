"""How our models are made: gather the data, train, export, measure; one command each."""
