"""Gold to annotation tools and back: an article is a graph, a tool's file a spelling of it."""
