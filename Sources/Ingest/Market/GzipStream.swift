internal import CZlib

/// Decompresses a gzip stream as it arrives, member after member.
///
/// zlib keeps a pointer back to its own control block, so the block lives at one address on the heap
/// from `init` to `deinit`, which is the only owner.
@safe
final class GzipStream {
  /// What one step did.
  enum Progress: Equatable {
    /// Took this many input bytes and gave this many output bytes.
    case moved(taken: Int, given: Int)
    /// The same, and the stream is complete.
    case finished(taken: Int, given: Int)
    /// The input is no valid stream.
    case corrupt(String)
  }

  private let control: UnsafeMutablePointer<z_stream>

  /// Nil when memory is short.
  init?() {
    unsafe control = .allocate(capacity: 1)
    unsafe control.initialize(to: z_stream())
    guard unsafe sx_inflate_init(control) == Z_OK else {
      unsafe control.deallocate()
      return nil
    }
  }

  deinit {
    unsafe inflateEnd(control)
    unsafe control.deinitialize(count: 1)
    unsafe control.deallocate()
  }

  /// Decompresses from `input` into `output` behind its first `offset` bytes.
  func step(_ input: ArraySlice<UInt8>, into output: inout [UInt8], from offset: Int) -> Progress {
    let (inputCount, outputCount) = (input.count, output.count - offset)
    let status = unsafe input.withUnsafeBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        // zlib takes a mutable pointer and never writes through it.
        unsafe control.pointee.next_in = unsafe UnsafeMutablePointer(mutating: source.baseAddress)
        unsafe control.pointee.avail_in = UInt32(inputCount)
        unsafe control.pointee.next_out = unsafe target.baseAddress.map { unsafe $0 + offset }
        unsafe control.pointee.avail_out = UInt32(outputCount)
        let status = unsafe inflate(control, Z_NO_FLUSH)
        // The buffers are borrowed for this call only.
        unsafe control.pointee.next_in = nil
        unsafe control.pointee.next_out = nil
        return status
      }
    }
    let taken = unsafe inputCount - Int(control.pointee.avail_in)
    let given = unsafe outputCount - Int(control.pointee.avail_out)
    switch status {
    case Z_OK, Z_BUF_ERROR: return .moved(taken: taken, given: given)
    case Z_STREAM_END: return .finished(taken: taken, given: given)
    default: return .corrupt(reason(status))
    }
  }

  /// Prepares for the next member of the stream.
  func reset() {
    unsafe inflateReset(control)
  }

  private func reason(_ status: Int32) -> String {
    guard let message = unsafe control.pointee.msg else { return "zlib error \(status)" }
    return unsafe String(cString: message)
  }
}
