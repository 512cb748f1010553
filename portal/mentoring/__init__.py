"""What a market lends its brands by the hour: mentors, pattern room, studio, inspection."""
