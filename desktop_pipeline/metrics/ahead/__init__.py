"""What is to come: forecast, simulation, backtest, targets."""
