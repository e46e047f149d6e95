-- How did equity move hour by hour, how far below its peak was it, and how near to liquidation?
--
-- equity: at the hour's last valuation. deepest_drawdown_pct: the most it lay below the session's peak so
-- far, percent of that peak. worst_margin_ratio: the lowest of the hour, percent, 100 is liquidation; NULL
-- when nothing was held. An hour without a valuation has no row.
SELECT
  datetime(hours * 3600, 'unixepoch') AS hour, session_id,
  max(CASE WHEN age = 1 THEN equity END) AS equity,
  max(100.0 * (peak_equity - equity) / peak_equity) AS deepest_drawdown_pct,
  min(margin_ratio) AS worst_margin_ratio
FROM (
  SELECT
    ts / 3600000000 AS hours, session_id, equity, peak_equity, margin_ratio,
    row_number() OVER (PARTITION BY session_id, ts / 3600000000 ORDER BY ts DESC) AS age
  FROM equity
) AS valued
GROUP BY session_id, hours
ORDER BY session_id, hours;
