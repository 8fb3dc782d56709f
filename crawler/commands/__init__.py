"""Commands of the project: the only place that sees both fetching and text."""
