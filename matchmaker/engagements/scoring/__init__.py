"""Pure rules of engagements."""
