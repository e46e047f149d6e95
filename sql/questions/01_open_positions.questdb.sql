-- Which positions are open now, and how near is each to its liquidation?
--
-- The newest row of a session, symbol and side says how that position stands; only then is status asked. A
-- session that was left while it held something stays: session_id and updated_at tell.
-- margin_ratio: account equity / maintenance margin, percent; 100 is liquidation. liquidation_distance_pct:
-- percent of the mark, negative once past; the nearest comes first.
SELECT
  session_id, symbol, side, quantity, entry_price, current_price, unrealized_pnl, margin_ratio,
  liquidation_price, liquidation_distance_pct, updated_at
FROM (
  SELECT * FROM live_positions
  LATEST ON updated_at PARTITION BY session_id, symbol, side
) AS newest
WHERE status = 'OPEN'
ORDER BY
  CASE WHEN liquidation_distance_pct IS NULL THEN 1 ELSE 0 END, liquidation_distance_pct,
  session_id, symbol, side;
