"""The files and the service of the Office for National Statistics."""
