"""Applications, their review and admission. Imports down to incubation and brands."""
