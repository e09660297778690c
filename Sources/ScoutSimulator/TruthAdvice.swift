extension SiteTruth {
  /// What to do, by today's rules and by those of 2011: one line a machine.
  ///
  /// The profile is the default: an agent may run, hands may touch, a user may consent, nothing
  /// special is needed, and there is no certificate.
  static let advice = """
    host | method     | method_2011 | why
    1.1  | configured | configured  | set up already
    1.2  | configured | configured  | set up already
    1.3  | configured | configured  | set up already
    1.4  | configured | configured  | set up already
    1.5  | configured | configured  | set up already
    1.6  | configured | configured  | set up already
    1.7  | configured | configured  | set up already
    1.8  | configured | configured  | set up already
    1.9  | none       | none        | consumer engine, although it is set up
    1.10 | none       | none        | consumer engine, although it is set up
    1.11 | configured | configured  | set up already
    1.12 | configured | configured  | set up already
    1.13 | configured | configured  | set up already
    1.14 | configured | configured  | set up already
    1.15 | configured | configured  | set up already
    1.16 | configured | configured  | set up already
    1.17 | configured | configured  | set up already
    1.18 | configured | configured  | set up already
    1.19 | configured | configured  | set up already
    1.20 | configured | configured  | set up already
    1.21 | configured | configured  | set up already
    1.22 | configured | configured  | set up already
    1.23 | configured | configured  | set up already
    1.24 | configured | configured  | set up already
    1.25 | configured | configured  | set up already
    1.26 | configured | configured  | set up already
    1.27 | configured | configured  | set up already
    1.28 | configured | configured  | set up already
    1.29 | configured | configured  | set up already
    1.30 | configured | configured  | set up already
    1.31 | configured | configured  | set up already
    1.32 | configured | configured  | set up already
    1.33 | configured | configured  | set up already
    1.34 | configured | configured  | set up already
    1.35 | configured | configured  | set up already
    1.36 | configured | configured  | set up already
    1.37 | configured | configured  | set up already
    1.38 | configured | configured  | set up already
    1.39 | configured | configured  | set up already
    1.40 | configured | configured  | set up already
    1.41 | configured | configured  | set up already
    1.42 | configured | configured  | set up already
    1.43 | configured | configured  | set up already
    1.44 | configured | configured  | set up already
    1.45 | configured | configured  | set up already
    1.46 | configured | configured  | set up already
    1.47 | configured | configured  | set up already
    1.48 | configured | configured  | set up already
    1.49 | configured | configured  | set up already
    1.50 | configured | configured  | set up already
    2.1  | host-based | psk         | 6.1 wants 6.2 first; in 2011 the key was left
    2.2  | host-based | host-based  | 6.2 or later, an agent may run
    2.3  | host-based | host-based  | 6.2 or later, an agent may run
    2.4  | host-based | host-based  | 6.2 or later, an agent may run
    2.5  | host-based | host-based  | 6.2 or later, an agent may run
    2.6  | host-based | host-based  | 6.2 or later, an agent may run
    2.7  | host-based | host-based  | 6.2 or later, an agent may run
    2.8  | host-based | host-based  | 6.2 or later, an agent may run
    2.9  | host-based | host-based  | 6.2 or later, an agent may run
    2.10 | host-based | host-based  | 6.2 or later, an agent may run
    2.11 | host-based | host-based  | 6.2 or later, an agent may run
    2.12 | host-based | host-based  | 6.2 or later, an agent may run
    2.13 | host-based | host-based  | 6.2 or later, an agent may run
    2.14 | host-based | host-based  | 6.2 or later, an agent may run
    2.15 | host-based | host-based  | 6.2 or later, an agent may run
    2.16 | host-based | host-based  | 19 and later: by the secure flow
    2.19 | enable     | host-based  | switched off; 2011 knew no such switch
    2.20 | unknown    | unknown     | an open port that shakes no hands says nothing
    2.21 | unknown    | unknown     | TLS 1.0 and a request for a certificate do not make an AMT
    2.22 | host-based | host-based  | if its setup does not finish by itself
    2.23 | host-based | host-based  | if its setup does not finish by itself
    2.24 | host-based | host-based  | if its setup does not finish by itself
    2.25 | host-based | host-based  | if its setup does not finish by itself
    2.26 | host-based | host-based  | if its setup does not finish by itself
    2.27 | host-based | host-based  | if its setup does not finish by itself
    2.28 | host-based | host-based  | 19 and later: by the secure flow
    2.29 | unknown    | unknown     | somebody looks for a server; what it is nobody says
    2.30 | configured | configured  | set up already
    2.31 | configured | configured  | set up already
    2.32 | configured | configured  | set up already
    2.33 | configured | configured  | set up already
    2.34 | configured | configured  | set up already
    2.35 | configured | configured  | set up already
    2.36 | configured | configured  | set up already
    2.37 | configured | configured  | set up already
    2.38 | configured | configured  | set up already
    2.39 | configured | configured  | set up already
    2.40 | configured | configured  | set up already
    2.41 | configured | configured  | set up already
    2.42 | configured | configured  | set up already
    2.43 | configured | configured  | set up already
    2.44 | configured | configured  | set up already
    2.45 | configured | configured  | set up already
    2.46 | configured | configured  | set up already
    2.47 | configured | configured  | set up already
    2.48 | configured | configured  | set up already
    2.49 | configured | configured  | set up already
    2.51 | configured | configured  | set up already
    2.52 | configured | configured  | set up already
    2.53 | host-based | host-based  | 6.2 or later, an agent may run
    3.1  | none       | none        | no AMT
    3.2  | none       | none        | no AMT
    3.3  | none       | none        | no AMT
    3.4  | none       | none        | no AMT
    3.6  | none       | none        | no AMT
    3.7  | none       | none        | no AMT
    3.8  | none       | none        | no AMT
    3.9  | unknown    | unknown     | AMT in name only
    3.10 | unknown    | unknown     | host software: AMT is likely, its state is not known
    3.11 | none       | none        | no AMT
    3.20 | unknown    | unknown     | nothing that names a product
    3.21 | unknown    | unknown     | nothing that names a product
    3.22 | unknown    | unknown     | nothing that names a product
    3.23 | configured | configured  | set up already
    3.24 | unknown    | unknown     | nothing that names a product
    3.25 | unknown    | unknown     | nothing that names a product
    3.26 | none       | none        | no AMT
    3.27 | unknown    | unknown     | nothing that names a product
    3.28 | unknown    | unknown     | nothing that names a product
    3.29 | unknown    | unknown     | nothing that names a product
    3.30 | unknown    | unknown     | nothing that names a product
    3.31 | unknown    | unknown     | nothing that names a product
    3.32 | unknown    | unknown     | nothing that names a product
    3.33 | unknown    | unknown     | nothing that names a product
    3.34 | unknown    | unknown     | nothing that names a product
    3.35 | configured | configured  | set up already
    3.40 | unknown    | unknown     | nothing that names a product
    3.41 | unknown    | unknown     | nothing that names a product
    3.42 | configured | configured  | set up already
    3.43 | configured | configured  | set up already
    3.44 | configured | configured  | set up already
    3.45 | configured | configured  | set up already
    3.46 | configured | configured  | set up already
    3.47 | configured | configured  | set up already
    3.48 | configured | configured  | set up already
    3.49 | configured | configured  | set up already
    3.50 | configured | configured  | set up already
    3.51 | configured | configured  | set up already
    3.52 | configured | configured  | set up already
    3.53 | unknown    | unknown     | nothing that names a product
    3.54 | configured | configured  | set up already
    """
}
