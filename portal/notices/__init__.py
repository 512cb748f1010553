"""Messages: in the portal always, by mail where there is an address. Imports: core."""
