"""Code tables in both languages: regions, clusters, categories, styles, bands, kinds.

They are files of this package and change with a release, never with a request.
"""
