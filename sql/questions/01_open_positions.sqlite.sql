-- Which positions are open now, and how near is each to its liquidation?
--
-- The newest row of a session, symbol and side says how that position stands; only then is status asked. A
-- session that was left while it held something stays: session_id and updated_at tell.
-- margin_ratio: account equity / maintenance margin, percent; 100 is liquidation. liquidation_distance_pct:
-- percent of the mark, negative once past; the nearest comes first.
SELECT
  session_id, symbol, side, quantity, entry_price, current_price, unrealized_pnl, margin_ratio,
  liquidation_price, liquidation_distance_pct,
  strftime('%Y-%m-%d %H:%M:%f', updated_at / 1000000.0, 'unixepoch') AS updated_at
FROM (
  SELECT
    *,
    row_number() OVER (PARTITION BY session_id, symbol, side ORDER BY updated_at DESC) AS age
  FROM live_positions
) AS newest
WHERE age = 1 AND status = 'OPEN'
ORDER BY
  CASE WHEN liquidation_distance_pct IS NULL THEN 1 ELSE 0 END, liquidation_distance_pct,
  session_id, symbol, side;
