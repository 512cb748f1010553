"""The demo data: made through every domain's own actions."""
