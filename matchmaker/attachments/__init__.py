"""What people attach: kept outside the web root, checked by content, scanned."""
