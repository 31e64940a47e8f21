"""What programs say and are told: checked strictly on the way in, described on the way out."""
