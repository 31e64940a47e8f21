"""Reading insight: each figure that a page, file or the API shows comes from one function here."""
