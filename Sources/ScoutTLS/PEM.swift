import COpenSSL

/// Reading and writing of PEM text.
enum PEM {
  /// The certificates of `text`, in order, at most 16; the caller frees them.
  static func certificates(_ text: String) -> [OpaquePointer] {
    let found = OpenSSL.withBuffer(Array(text.utf8)) { bio in
      var found: [OpaquePointer] = []
      while found.count < 16, let next = PEM_read_bio_X509(bio, nil, refusePassword, nil) {
        found.append(next)
      }
      return found
    }
    if found?.isEmpty == false { ERR_clear_error() }
    return found ?? []
  }

  /// The private key of `text`, which must not ask for a password; the caller frees it.
  static func privateKey(_ text: String) -> OpaquePointer? {
    OpenSSL.withBuffer(Array(text.utf8)) { bio in
      PEM_read_bio_PrivateKey_ex(bio, nil, refusePassword, nil, OpenSSL.context, nil)
    } ?? nil
  }
}

/// Keeps OpenSSL from asking for a password on the terminal.
private func refusePassword(
  _: UnsafeMutablePointer<CChar>?, _: Int32, _: Int32, _: UnsafeMutableRawPointer?
) -> Int32 { -1 }
