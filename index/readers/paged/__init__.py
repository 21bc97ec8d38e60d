"""Pages of placed characters -> running text: what PDF files, scans and pictures have in common."""
