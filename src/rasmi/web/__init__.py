"""The shell that every page stands in: layout, components, navigation, formats."""
