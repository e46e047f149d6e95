-- How much worse than the market at hand-off were orders filled?
--
-- One row a symbol and side, over orders with a fill and an arrival price. Against the arrival mid, (bid +
-- ask) / 2 when the request left. Positive is adverse: a buy above it, a sell below it. mean_…: each order
-- counts once; weighted_…: each contract filled counts once. …_slippage in quote currency a contract,
-- …_bps in 1/10000 of the arrival mid.
--
-- Sums and means are rounded to 12 decimals: what lies behind is the noise of binary fractions.
--
-- A parameter that is not set is no filter: :since (inclusive), :until (exclusive) on created_at, :session,
-- :account, :symbol, :side (BUY, SELL).
--
-- Times are microseconds since 1970, UTC. By hand, in the sqlite3 shell on sextant.sqlite:
--   .parameter init
--   .parameter set :since "unixepoch('2024-08-08 12:00') * 1000000"
--   .read sql/queries/slippage.sql
SELECT
  symbol, side,
  count(*) AS orders,
  round(sum(filled_quantity), 12) AS filled_quantity,
  round(avg(slippage), 12) AS mean_slippage,
  round(avg(slippage_bps), 12) AS mean_slippage_bps,
  round(sum(slippage * filled_quantity) / sum(filled_quantity), 12) AS weighted_slippage,
  round(sum(slippage_bps * filled_quantity) / sum(filled_quantity), 12) AS weighted_slippage_bps,
  min(slippage) AS min_slippage,
  min(slippage_bps) AS min_slippage_bps,
  max(slippage) AS max_slippage,
  max(slippage_bps) AS max_slippage_bps
FROM live_orders
WHERE
  slippage IS NOT NULL
  AND filled_quantity > 0
  AND created_at >= coalesce(:since, -9223372036854775808)
  AND created_at < coalesce(:until, 9223372036854775807)
  AND (:session IS NULL OR session_id = :session)
  AND (:account IS NULL OR account_id = :account)
  AND (:symbol IS NULL OR symbol = :symbol)
  AND (:side IS NULL OR side = :side)
GROUP BY symbol, side
ORDER BY symbol, side;
