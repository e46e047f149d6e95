-- What was the margin ratio of each position when it was last valued?
--
-- margin_ratio: account equity / maintenance margin in percent; 100 is liquidation, higher is safer. NULL
-- when there is nothing to maintain. liquidation_distance_pct: percent of the mark, negative once past the
-- liquidation price. A position turned around has two rows of that moment: the one that is held counts.
--
-- A parameter that is not set is no filter: :session, :symbol, :status (OPEN, CLOSED, LIQUIDATED) as of that
-- last valuation.
SELECT
  session_id, symbol, side, status, quantity, current_price, liquidation_price, liquidation_distance_pct,
  margin_ratio, updated_at
FROM (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY session_id, symbol ORDER BY updated_at DESC, status = 'OPEN' DESC
    ) AS age
  FROM live_positions
  WHERE
    (:session IS NULL OR session_id = :session)
    AND (:symbol IS NULL OR symbol = :symbol)
)
WHERE
  age = 1
  AND (:status IS NULL OR status = :status)
ORDER BY session_id, margin_ratio IS NULL, margin_ratio, symbol, side;
