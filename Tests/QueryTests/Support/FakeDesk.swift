import Desk
import Ingest
import Platform
import Primitives
import Query
import Trading

/// Answers as it was told to, from a thread of its own as the account does, and keeps what it was given.
final class FakeDesk: CommandPort, HealthPort, StorePort, Sendable {
  struct Heard: Sendable {
    var submitted: [(signal: Signal, key: String?)] = []
    var recorded: [(signal: Signal, rejection: Rejection)] = []
    var cancelled: [OrderID] = []
    var commands: [OperatorCommand] = []
  }

  let heard = Locked(Heard())
  let onSignal = Locked<@Sendable (Signal) -> SignalAnswer>({ _ in .unavailable(.notNow("not told")) })
  let onCancel = Locked<@Sendable (OrderID) -> CancelAnswer>({ _ in .unknown })
  let onOperate = Locked<@Sendable (OperatorCommand) -> OperatorAnswer>({ _ in
    .unavailable(.notNow("not told"))
  })
  let health = Locked<[HealthCheck]>([])
  let stoppedBecause = Locked<String?>(nil)

  let stores = Locked<[StoreStatus]>([])

  var failure: String? { stoppedBecause.withLock { $0 } }

  var statuses: [StoreStatus] { stores.withLock { $0 } }

  var checks: [HealthCheck] { health.withLock { $0 } }

  func submit(
    _ signal: Signal, clientKey: String?, answer: @escaping @Sendable (SignalAnswer) -> Void
  ) {
    heard.withLock { $0.submitted.append((signal, clientKey)) }
    let decide = onSignal.withLock { $0 }
    _ = OwnThread.start(name: "fake-desk") { answer(decide(signal)) }
  }

  func record(
    _ signal: Signal, refusedBecause rejection: Rejection,
    answer: @escaping @Sendable (SignalAnswer) -> Void
  ) {
    heard.withLock { $0.recorded.append((signal, rejection)) }
    _ = OwnThread.start(name: "fake-desk") {
      answer(.decided(Samples.decision(signal, .rejected(rejection))))
    }
  }

  func operate(
    _ command: OperatorCommand, answer: @escaping @Sendable (OperatorAnswer) -> Void
  ) {
    heard.withLock { $0.commands.append(command) }
    let decide = onOperate.withLock { $0 }
    _ = OwnThread.start(name: "fake-desk") { answer(decide(command)) }
  }

  func cancel(
    _ order: OrderID, actor: String, reason: String,
    answer: @escaping @Sendable (CancelAnswer) -> Void
  ) {
    heard.withLock {
      $0.cancelled.append(order)
      $0.commands.append(OperatorCommand(.cancel(order), actor: actor, reason: reason))
    }
    let decide = onCancel.withLock { $0 }
    _ = OwnThread.start(name: "fake-desk") { answer(decide(order)) }
  }
}
