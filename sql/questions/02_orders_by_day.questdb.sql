-- How did each day's orders end, and why?
--
-- A day is the UTC day an order was decided on. reason_code is NULL when it was simply filled, or is working.
-- filled_pct: contracts filled in percent of those ordered.
SELECT
  created_at AS day, symbol, status, reason_code,
  count() AS orders,
  100.0 * sum(filled_quantity) / sum(quantity) AS filled_pct
FROM live_orders
SAMPLE BY 1d ALIGN TO CALENDAR
ORDER BY day, symbol, orders DESC, status, reason_code;
