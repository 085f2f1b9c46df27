"""Budget books (予算書, 予算に関する説明書): 款 項 目 節 and the projects of their 説明."""
