-- How did equity move hour by hour, how far below its peak was it, and how near to liquidation?
--
-- equity: at the hour's last valuation. deepest_drawdown_pct: the most it lay below the session's peak so
-- far, percent of that peak. worst_margin_ratio: the lowest of the hour, percent, 100 is liquidation; NULL
-- when nothing was held. An hour without a valuation has no row.
SELECT
  ts AS hour, session_id,
  last(equity) AS equity,
  max(100.0 * (peak_equity - equity) / peak_equity) AS deepest_drawdown_pct,
  min(margin_ratio) AS worst_margin_ratio
FROM equity
SAMPLE BY 1h ALIGN TO CALENDAR
ORDER BY session_id, hour;
