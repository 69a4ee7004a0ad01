"""The Forecast of Insights, and the targets it is held against."""
