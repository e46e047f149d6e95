extension SHA256 {
  /// The first 32 bits of the fractional parts of the square roots of the first 8 primes.
  static var initialState: [8 of UInt32] {
    [
      0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
      0x5be0_cd19,
    ]
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [16 of SIMD4<UInt32>] = [
    SIMD4(0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5),
    SIMD4(0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5),
    SIMD4(0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3),
    SIMD4(0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174),
    SIMD4(0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc),
    SIMD4(0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da),
    SIMD4(0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7),
    SIMD4(0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967),
    SIMD4(0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13),
    SIMD4(0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85),
    SIMD4(0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3),
    SIMD4(0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070),
    SIMD4(0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5),
    SIMD4(0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3),
    SIMD4(0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208),
    SIMD4(0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2),
  ]

  /// One block of 16 words (FIPS 180-4, 6.2.2). The wrapping operators are its addition modulo 2³².
  ///
  /// The schedule is a ring of the last 16 words, extended four at a time just before their rounds.
  static func compress(_ block: [16 of UInt32], into state: inout [8 of UInt32]) {
    var words: [4 of SIMD4<UInt32>] = [
      SIMD4(block[0], block[1], block[2], block[3]), SIMD4(block[4], block[5], block[6], block[7]),
      SIMD4(block[8], block[9], block[10], block[11]), SIMD4(block[12], block[13], block[14], block[15]),
    ]
    var letters = Letters(state)
    letters.eightRounds(words[0] &+ constants[0], words[1] &+ constants[1])
    letters.eightRounds(words[2] &+ constants[2], words[3] &+ constants[3])
    for turn in 1..<4 {
      words[0] = extended(words[0], words[1], words[2], words[3])
      words[1] = extended(words[1], words[2], words[3], words[0])
      letters.eightRounds(words[0] &+ constants[turn &* 4], words[1] &+ constants[turn &* 4 &+ 1])
      words[2] = extended(words[2], words[3], words[0], words[1])
      words[3] = extended(words[3], words[0], words[1], words[2])
      letters.eightRounds(words[2] &+ constants[turn &* 4 &+ 2], words[3] &+ constants[turn &* 4 &+ 3])
    }
    letters.add(to: &state)
  }

  /// The four words of the schedule after these sixteen.
  ///
  /// Each needs the word 16, 15, 7 and 2 places before it, so its last two wait for its first two.
  @inline(__always)
  private static func extended(
    _ first: SIMD4<UInt32>, _ second: SIMD4<UInt32>, _ third: SIMD4<UInt32>, _ fourth: SIMD4<UInt32>
  ) -> SIMD4<UInt32> {
    let fifteenBefore = SIMD4(first[1], first[2], first[3], second[0])
    let sevenBefore = SIMD4(third[1], third[2], third[3], fourth[0])
    let sigma0 = rotated(fifteenBefore, 7) ^ rotated(fifteenBefore, 18) ^ (fifteenBefore &>> 3)
    let known = first &+ sigma0 &+ sevenBefore
    let early = known.lowHalf &+ sigma1(fourth.highHalf)
    let late = known.highHalf &+ sigma1(early)
    return SIMD4(lowHalf: early, highHalf: late)
  }

  @inline(__always)
  private static func sigma1(_ words: SIMD2<UInt32>) -> SIMD2<UInt32> {
    rotated(words, 17) ^ rotated(words, 19) ^ (words &>> 10)
  }

  /// To the right. The part that comes in from the left is multiplied there: the standard library has
  /// the product of whole vectors, which the compiler makes a shift, but shifts lane by lane.
  @inline(__always)
  private static func rotated(_ words: SIMD4<UInt32>, _ count: UInt32) -> SIMD4<UInt32> {
    (words &>> count) &+ (words &* SIMD4(repeating: 1 &<< (32 &- count)))
  }

  @inline(__always)
  private static func rotated(_ words: SIMD2<UInt32>, _ count: UInt32) -> SIMD2<UInt32> {
    (words &>> count) &+ (words &* SIMD2(repeating: 1 &<< (32 &- count)))
  }

  /// The working variables; the letters are the standard's own.
  private struct Letters {
    var a, b, c, d, e, f, g, h: UInt32

    @inline(__always)
    init(_ state: [8 of UInt32]) {
      (a, b, c, d) = (state[0], state[1], state[2], state[3])
      (e, f, g, h) = (state[4], state[5], state[6], state[7])
    }

    @inline(__always)
    func add(to state: inout [8 of UInt32]) {
      state[0] &+= a
      state[1] &+= b
      state[2] &+= c
      state[3] &+= d
      state[4] &+= e
      state[5] &+= f
      state[6] &+= g
      state[7] &+= h
    }

    /// Eight rounds. Instead of moving each letter on by one a round, the letters change their roles;
    /// after eight each has its own again.
    @inline(__always)
    mutating func eightRounds(_ early: SIMD4<UInt32>, _ late: SIMD4<UInt32>) {
      Self.round(a, b, c, &d, e, f, g, &h, early[0])
      Self.round(h, a, b, &c, d, e, f, &g, early[1])
      Self.round(g, h, a, &b, c, d, e, &f, early[2])
      Self.round(f, g, h, &a, b, c, d, &e, early[3])
      Self.round(e, f, g, &h, a, b, c, &d, late[0])
      Self.round(d, e, f, &g, h, a, b, &c, late[1])
      Self.round(c, d, e, &f, g, h, a, &b, late[2])
      Self.round(b, c, d, &e, f, g, h, &a, late[3])
    }

    /// One round: `h` becomes the next round's `a`, `d` its `e`. `word` has the round's constant in it.
    ///
    /// The three rotations of a sum are taken one from the other, choice and majority in their forms
    /// with one operation fewer.
    @inline(__always)
    private static func round(
      _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
      _ h: inout UInt32, _ word: UInt32
    ) {
      let sum1 = rotated(rotated(rotated(e, 14) ^ e, 5) ^ e, 6)
      let choice = ((f ^ g) & e) ^ g
      h = h &+ word &+ sum1 &+ choice
      d = d &+ h
      let sum0 = rotated(rotated(rotated(a, 9) ^ a, 11) ^ a, 2)
      let majority = ((a ^ b) & (b ^ c)) ^ b
      h = h &+ sum0 &+ majority
    }

    @inline(__always)
    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
      word &>> count | word &<< (32 &- count)
    }
  }
}
