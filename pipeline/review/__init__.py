"""Review in the browser: pages beside their records, to see, prove and correct them."""
