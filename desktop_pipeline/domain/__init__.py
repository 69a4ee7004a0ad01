"""What selling is: money, periods, deals, stages and their rules; standard library only."""
