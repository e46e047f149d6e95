internal import CSys
public import Primitives

/// What this machine's processor hashes with.
public enum NativeHash {
  /// The processor's instructions for SHA-256 where it has them, else Swift; the words are the same.
  public static let compression: SHA256Compression =
    sx_sha256_is_native() == 1 ? unsafe SHA256Compression { unsafe sx_sha256_block($0, $1) } : .portable
}
