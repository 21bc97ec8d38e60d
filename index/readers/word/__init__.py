"""The inside of a Word file (WordprocessingML), one matter a module; :mod:`index.readers.docx` puts them together."""
