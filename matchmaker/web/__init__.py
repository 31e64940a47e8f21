"""What every page needs: access, forms, language, headers, errors, pagination."""
