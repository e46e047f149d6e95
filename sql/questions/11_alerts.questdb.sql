-- Which alerts fired, and for how long?
--
-- firing: those nobody has acknowledged. Minutes of desk time from the cause to its end, over those that
-- ended; a single happening, such as a liquidation, has no end.
SELECT
  alert_type, severity,
  count() AS alerts,
  sum(CASE WHEN state = 'FIRING' THEN 1 ELSE 0 END) AS firing,
  avg((resolved_at - "timestamp") / 60000000.0) AS mean_minutes,
  max((resolved_at - "timestamp") / 60000000.0) AS longest_minutes,
  max("timestamp") AS last_at
FROM risk_events
GROUP BY alert_type, severity
ORDER BY alerts DESC, alert_type, severity;
