-- What happened to one order, from the signal to its last fill?
--
-- The order that was decided on last; for another one put WHERE order_id = 'ord-…' before the first ORDER
-- BY. All rows a signal caused share its correlation_id. quantity and price: what the signal asked for and
-- the decision saw, what was filled so far and at which average, then each execution. stage orders what
-- shares a time.
WITH one AS (
  SELECT correlation_id
  FROM live_orders
  ORDER BY created_at DESC, order_id DESC
  LIMIT 1
),
life AS (
  SELECT s.created_at AS at, 1 AS stage, s.seq AS seq, s.signal_type AS what,
    s.decision AS state, s.quantity AS quantity, s.price AS price,
    coalesce(s.rejection_reason, s.strategy_name) AS note
  FROM signal_history AS s
  JOIN one ON one.correlation_id = s.correlation_id
  UNION ALL
  SELECT e.updated_at AS at, 2 AS stage, e.seq AS seq, e.event AS what,
    e.status AS state, e.filled_quantity AS quantity, e.average_fill_price AS price,
    coalesce(e.message, e.reason_code) AS note
  FROM order_events AS e
  JOIN one ON one.correlation_id = e.correlation_id
  UNION ALL
  SELECT f.ts AS at, 3 AS stage, 0 AS seq, 'EXECUTION' AS what,
    f.liquidity AS state, f.quantity AS quantity, f.price AS price,
    f.trade_id AS note
  FROM fills AS f
  JOIN one ON one.correlation_id = f.correlation_id
)
SELECT at, stage, what, state, quantity, price, note
FROM life
ORDER BY life.at, stage, seq, note;
