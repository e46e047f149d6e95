import Platform
import Query
import Synchronization
import Trading

/// What the program is, whether it is ready, and who listens.
struct ServiceMetrics: MetricSource {
  /// Until releases have numbers.
  static let version = "unreleased"

  let health: any HealthPort
  let accounts: [LiveAccount]
  let hub: SSEHub

  func write(to page: inout MetricPage) {
    page.begin("sextant_build_info", .gauge, "Always 1; what runs stands in the labels.")
    page.sample(Int64(1), [("version", Self.version)])
    let checks = health.checks
    page.single(
      "sextant_ready", .gauge, "1 when every check of readiness is well.",
      checks.allSatisfy(\.isHealthy) ? 1 : 0 as Int64)
    page.begin("sextant_ready_check", .gauge, "1 for a check of readiness that is well.")
    for check in checks { page.sample(check.isHealthy, [("check", check.name)]) }
    page.begin("sextant_account_state", .gauge, "Where an account stands: 1 for the state that holds.")
    for account in accounts {
      let phase = account.phase.name
      for name in LiveAccount.Phase.names {
        page.sample(phase == name, [("account", account.name.text), ("state", name)])
      }
    }
    page.begin(
      "sextant_operator_refusals_unjournaled_total", .counter,
      "Refused commands past so many a minute: answered, not journaled.")
    for account in accounts {
      page.sample(
        account.countedRefusals.load(ordering: .relaxed), [("account", account.name.text)])
    }
    page.single("sextant_streams_open", .gauge, "Event streams open.", Int64(hub.streamCount))
    page.single(
      "sextant_streams_refused_total", .counter, "Event streams refused at the cap.", hub.refusedCount)
    page.single(
      "sextant_streams_cut_total", .counter, "Event streams ended because their reader was too slow.",
      hub.cutCount)
  }
}
