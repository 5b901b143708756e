"""What the superior's pages need, composed from figures and forms: no page computes a number.

``timing`` knows the day's clock, ``columns`` which figures stand side by side, ``lines`` what is
said of a child, ``page`` puts the day together, ``drawer`` what stands behind one number.
"""
