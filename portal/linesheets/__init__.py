"""Line sheets: the styles of a season, their prices for those who are connected, imports, links."""
