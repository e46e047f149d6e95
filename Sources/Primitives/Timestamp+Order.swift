extension Timestamp {
  /// This time, or the start of the microsecond after `previous` when it would share that one's or come
  /// before it: for rows whose key is a microsecond.
  public func ownMicrosecond(after previous: Timestamp) -> Timestamp {
    if microseconds > previous.microseconds { return self }
    return Timestamp(nanoseconds: previous.nanoseconds / Nanos.perMicrosecond * Nanos.perMicrosecond)
      .adding(nanoseconds: Nanos.perMicrosecond)
  }
}
