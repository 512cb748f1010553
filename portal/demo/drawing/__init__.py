"""Pictures drawn by code: cloth, garments, marks and papers for the demo data.

Pure functions of their arguments, Pillow only; `pictures` has what others call.
"""
