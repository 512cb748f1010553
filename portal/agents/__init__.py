"""The agents' companies and their verification. Imports down to accounts; never brands."""
