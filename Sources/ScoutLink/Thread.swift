import Glibc

/// Runs `body` on a new detached thread of its own, so that blocking there starves nobody else.
/// Returns 0 or an errno.
package func startThread(_ body: @escaping @Sendable () -> Void) -> Int32 {
  final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  let work = Unmanaged.passRetained(Work(body))
  var thread = pthread_t()
  let failure = pthread_create(
    &thread, nil,
    { context in
      // SAFETY: the context is the Work retained above, handed over to this thread alone.
      if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
      return nil
    }, work.toOpaque())
  if failure != 0 {
    work.release()
  } else {
    pthread_detach(thread)
  }
  return failure
}
