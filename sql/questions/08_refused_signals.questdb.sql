-- Which signals were refused, and why?
--
-- share_pct: of all signals of that type, whatever became of them. A repeat of a signal leaves no row.
SELECT
  signal_type, reason_code, signals,
  100.0 * signals / signals_of_type AS share_pct,
  last_at
FROM (
  SELECT
    signal_type, decision, reason_code, signals, last_at,
    sum(signals) OVER (PARTITION BY signal_type) AS signals_of_type
  FROM (
    SELECT
      signal_type, decision, reason_code,
      count() AS signals,
      max(created_at) AS last_at
    FROM signal_history
    GROUP BY signal_type, decision, reason_code
  ) AS counted
) AS shared
WHERE decision = 'REJECTED'
ORDER BY signals DESC, signal_type, reason_code;
