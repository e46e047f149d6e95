-- How many orders left, were filled and were filled whole, and how long did each of that take?
--
-- share_pct: of all orders of that symbol and type. Milliseconds of desk time: in a replay the market's
-- clock, which does not see how fast this machine is. Hand-off is counted from the decision, fills from the
-- hand-off.
WITH executed AS (
  SELECT order_id, min(ts) AS first_fill_at
  FROM fills
  WHERE order_id IS NOT NULL
  GROUP BY order_id
),
steps AS (
  SELECT symbol, order_type, '1 handed off' AS step, (handed_off_at - created_at) / 1000.0 AS millis
  FROM live_orders
  WHERE handed_off_at IS NOT NULL
  UNION ALL
  SELECT o.symbol, o.order_type, '2 first fill' AS step,
    (e.first_fill_at - o.handed_off_at) / 1000.0 AS millis
  FROM live_orders AS o
  JOIN executed AS e ON e.order_id = o.order_id
  WHERE o.handed_off_at IS NOT NULL
  UNION ALL
  SELECT symbol, order_type, '3 filled whole' AS step, (filled_at - handed_off_at) / 1000.0 AS millis
  FROM live_orders
  WHERE status = 'FILLED' AND handed_off_at IS NOT NULL
),
ranked AS (
  SELECT
    symbol, order_type, step, millis,
    row_number() OVER (PARTITION BY symbol, order_type, step ORDER BY millis) AS place,
    count(*) OVER (PARTITION BY symbol, order_type, step) AS orders_in_step
  FROM steps
),
decided AS (
  SELECT symbol, order_type, count(*) AS orders_in_all
  FROM live_orders
  GROUP BY symbol, order_type
)
SELECT
  r.symbol AS symbol, r.order_type AS order_type, r.step AS step,
  count(*) AS orders,
  100.0 * count(r.millis) / max(d.orders_in_all) AS share_pct,
  min(CASE WHEN r.place >= 0.5 * r.orders_in_step THEN r.millis END) AS median_ms,
  min(CASE WHEN r.place >= 0.95 * r.orders_in_step THEN r.millis END) AS p95_ms,
  max(r.millis) AS longest_ms
FROM ranked AS r
JOIN decided AS d ON d.symbol = r.symbol AND d.order_type = r.order_type
GROUP BY r.symbol, r.order_type, r.step
ORDER BY symbol, order_type, step;
