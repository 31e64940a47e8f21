"""Everything that changes matching models, judgements, judged sets and the record of rankings."""
