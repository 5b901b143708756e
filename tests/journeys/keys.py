"""Deeds in the page that no key of the keyboard does alike everywhere."""

from __future__ import annotations

# the caret behind the last character of a paragraph that can be written in
TO_THE_END = """p => {
    p.focus();
    getSelection().selectAllChildren(p);
    getSelection().collapseToEnd();
}"""
