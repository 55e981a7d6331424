"""The commands, a module for each thing that people come to do; `cli.py` lists them."""
