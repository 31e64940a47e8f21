"""Reference facts and published cases as data files, and their typed readers."""
