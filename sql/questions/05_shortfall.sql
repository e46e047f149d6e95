-- What did it cost each strategy to turn decisions into positions?
--
-- Implementation shortfall of what was filled, against the price of the signal: the ask (BUY) or bid (SELL)
-- the decision saw, the limit of a LIMIT order. delay: to the mid at hand-off; slippage: from there to the
-- fills; fees as paid. Positive is a cost, in settlement currency for linear contracts of size 1; total_bps
-- in 1/10000 of the value at the signal's price. What was not filled counts nowhere.
SELECT
  strategy_name, order_type, orders,
  delay,
  slippage,
  fees,
  delay + slippage + fees AS total,
  10000.0 * (delay + slippage + fees) / decided_value AS total_bps
FROM (
  SELECT
    s.strategy_name AS strategy_name, o.order_type AS order_type,
    count(*) AS orders,
    sum(CASE WHEN o.side = 'BUY' THEN o.arrival_price - s.price ELSE s.price - o.arrival_price END
      * o.filled_quantity) AS delay,
    sum(o.slippage * o.filled_quantity) AS slippage,
    sum(o.commission) AS fees,
    sum(s.price * o.filled_quantity) AS decided_value
  FROM live_orders AS o
  JOIN signal_history AS s ON s.order_id = o.order_id
  WHERE o.filled_quantity > 0 AND o.arrival_price IS NOT NULL
  GROUP BY s.strategy_name, o.order_type
) AS costs
ORDER BY strategy_name, order_type;
