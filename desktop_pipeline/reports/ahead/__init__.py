"""What is ahead, in words and parts of reports: forecast, targets, earlier forecasts."""
