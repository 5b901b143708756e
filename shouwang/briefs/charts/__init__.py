"""Charts in papers: what is drawn, where its numbers come from, what stands behind each."""
