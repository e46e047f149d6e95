public import Ingest

/// The stores rows are written to, beside the journal's own tables.
public protocol StorePort: Sendable {
  /// How each writer is doing, in a fixed order; empty without stores.
  var statuses: [StoreStatus] { get }
}
