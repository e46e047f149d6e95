-- How far from the market at hand-off were orders filled: mean, median, worst twentieth?
--
-- In 1/10000 of the mid when the request left; positive is adverse. A percentile is the smallest value that
-- so many percent of the orders do not exceed; every order counts once.
SELECT
  symbol, side,
  count(*) AS orders,
  avg(slippage_bps) AS mean_bps,
  min(CASE WHEN place >= 0.5 * orders_in_all THEN slippage_bps END) AS median_bps,
  min(CASE WHEN place >= 0.95 * orders_in_all THEN slippage_bps END) AS p95_bps,
  max(slippage_bps) AS worst_bps
FROM (
  SELECT
    symbol, side, slippage_bps,
    row_number() OVER (PARTITION BY symbol, side ORDER BY slippage_bps) AS place,
    count(*) OVER (PARTITION BY symbol, side) AS orders_in_all
  FROM live_orders
  WHERE slippage_bps IS NOT NULL
) AS ranked
GROUP BY symbol, side
ORDER BY symbol, side;
