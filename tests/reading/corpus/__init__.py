"""Hostile and broken documents, made by script; every case says how its reading has to end.

``python -m tests.reading.corpus FOLDER`` writes them to a folder.
"""
