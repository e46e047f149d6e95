import Primitives
import Testing

@testable import Platform

@Suite("The processor's own SHA-256")
struct NativeHashTests {
  @Test("gives what Swift gives, for every length about the ends of blocks and for long texts")
  func same() {
    var generator = SeededGenerator(seed: 9)
    for length in Array(0...300) + [1_000, 4_096, 10_007] {
      let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      var hash = SHA256(by: NativeHash.compression)
      hash.update(bytes)
      #expect(hash.finalize() == SHA256.hash(bytes), "\(length) bytes")
    }
  }

  @Test("gives the published digest of \"abc\"")
  func published() {
    var hash = SHA256(by: NativeHash.compression)
    hash.update("abc")
    #expect(
      SHA256.hexadecimal(of: hash.finalize())
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
