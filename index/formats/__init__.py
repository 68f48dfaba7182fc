"""How each kind of file becomes articles; a file of this folder for each."""
