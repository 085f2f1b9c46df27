"""Priority themes, strategic projects and pillars of a policy, with their targets."""
