"""Who holds which stall, when and for how much; floor plans with who is where; concessions."""
