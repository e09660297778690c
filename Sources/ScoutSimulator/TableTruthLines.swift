extension TableTruth {
  /// Machines that are set up, by generation.
  ///
  /// pong: whether it answers. tls: the versions it takes. ports: `all` for one machine with
  /// 16992 and 16994, one with 16993 and 16995, one with all four; `secure` for the second alone.
  /// told: the version its configuration tells; WS-Management is there from 3.2 on, and consumer
  /// engines have none.
  static let generations = """
    row | product | version      | source | pong    | tls     | ports  | told
    0   | AMT     | 2.2.20       | http   | silent  | 1.0     | all    |
    1   | AMT     | 3.1.3        | http   | silent  | 1.0     | all    |
    2   | AMT     | 3.2.10       | http   | silent  | 1.0     | all    | 3.2.10
    3   | AMT     | 4.0.7        | http   | answers | 1.0     | all    | 4.0.7
    4   | AMT     | 5.0.3        | http   | answers | 1.0     | all    | 5.0.3
    5   | ISM     | 5.0.50       | http   | answers | 1.0     | all    | 5.0.50
    6   | CME     | 5.0.1        | http   | answers | 1.0     | all    |
    7   | AMT     | 5.1.20       | http   | answers | 1.0     | all    | 5.1.20
    8   | AMT     | 5.2.10       | http   | answers | 1.0     | all    | 5.2.10
    9   | AMT     | 6.0.30       | http   | answers | 1.0     | all    | 6.0.30
    10  | AMT     | 6.2.50       | http   | answers | 1.0     | all    | 6.2.50
    11  | AMT     | 7.1.86       | http   | answers | 1.0     | all    | 7.1.86
    12  | AMT     | 8.0.3        | http   | answers | 1.0     | all    | 8.0.3
    13  | SBT     | 8.1.40       | http   | silent  | 1.0     | all    | 8.1.40
    14  | AMT     | 9.0.30       | http   | answers | 1.0 1.1 | all    | 9.0.30
    15  | ISM     | 9.0.3        | http   | answers | 1.0 1.1 | all    | 9.0.3
    16  | AMT     | 9.5.21       | http   | answers | 1.0 1.1 | all    | 9.5.21
    17  | AMT     | 10.0.55      | http   | answers | 1.0 1.1 | all    | 10.0.55
    18  | AMT     | 11.0         | pong   | answers | 1.0 1.1 | all    | 11.0
    19  | AMT     | 11.6.27.3264 | http   | answers | 1.0 1.1 | all    | 11.6.27.3264
    20  | AMT     | 11.8.50.3425 | http   | answers | 1.1     | all    | 11.8.50.3425
    21  | AMT     | 11.8.70.3626 | http   | answers | 1.1 1.2 | all    | 11.8.70.3626
    22  | AMT     | 12.0.22.1310 | http   | answers | 1.1 1.2 | all    | 12.0.22.1310
    23  | AMT     | 14.0.33.1125 | http   | answers | 1.1 1.2 | all    | 14.0.33.1125
    24  | AMT     | 15.0.23.1706 | http   | answers | 1.2     | all    | 15.0.23.1706
    25  | AMT     | 16.0.15.1735 | http   | answers | 1.2     | all    | 16.0.15.1735
    26  | AMT     | 16.1.25.1917 | http   | answers | 1.2     | secure | 16.1.25.1917
    27  | AMT     | 18.0.5.2141  | http   | answers | 1.2     | secure | 18.0.5.2141
    28  | AMT     | 19.0.0.1854  | http   | answers | 1.2 1.3 | secure | 19.0.0.1854
    29  | ISM     | 16.1.27.2176 | http   | answers | 1.2     | secure | 16.1.27.2176
    """

  /// Machines before and in setup, and the quirks; what shows nothing (up to 6.0 and Small Business
  /// Technology before setup) has no line.
  ///
  /// ports: 2 to 5 stand for 16992 to 16995, c, d and v for TCP 623, 664 and 5900, u for 623/udp.
  /// tls: versions in which a ServerHello comes, `open` where none does. told as above.
  static let others = """
    host  | product | version      | source | state   | ports | tls     | told
    11.7  | AMT     | 6.1          | pong   | pre     | u     |         |
    11.9  | AMT     | 6.2          | pong   | pre     | u     |         |
    11.10 | AMT     | 7.1          | pong   | pre     | u     |         |
    11.11 | AMT     | 8.1          | pong   | pre     | u     |         |
    11.12 | AMT     | 9.0          | pong   | pre     | u     |         |
    11.13 | AMT     | 9.5          | pong   | pre     | u     |         |
    11.14 | AMT     | 10.0         | pong   | pre     | u     |         |
    11.15 | AMT     | 11.0         | pong   | pre     | u     |         |
    11.16 | AMT     | 11.8         | pong   | pre     | u     |         |
    11.17 | AMT     | 12.0         | pong   | pre     | u     |         |
    11.18 | AMT     | 14.0         | pong   | pre     | u     |         |
    11.19 | AMT     | 15.0         | pong   | pre     | u     |         |
    11.20 | AMT     | 16.0         | pong   | pre     | u     |         |
    11.21 | AMT     | 16.1         | pong   | pre     | u     |         |
    11.22 | AMT     | 18.0         | pong   | pre     | u     |         |
    11.23 | AMT     | 19.0         | pong   | pre     | u     |         |
    12.1  | unknown |              |        | unknown | 3     | open    |
    12.2  | unknown |              |        | unknown | 3     | open    |
    12.3  | unknown |              |        | unknown | 3     | 1.0     |
    12.4  | unknown |              |        | unknown | 3     | open    |
    12.5  | unknown |              |        | unknown | 3     | 1.0     |
    12.6  | unknown |              |        | unknown | 3     | open    |
    12.7  | unknown |              |        | unknown | 3     | 1.0     |
    12.8  | AMT     | 6.2          | pong   | in      | 3u    | open    |
    12.9  | AMT     | 6.2          | pong   | in      | 3u    | 1.0     |
    12.10 | AMT     | 6.2          | pong   | in      | 3u    | 1.0     |
    12.11 | AMT     | 7.1          | pong   | in      | 3u    | 1.0     |
    12.12 | AMT     | 8.1          | pong   | in      | 3u    | 1.0     |
    12.13 | AMT     | 8.1          | pong   | in      | 3u    | open    |
    12.14 | AMT     | 9.0          | pong   | in      | 3u    | 1.0 1.1 |
    12.15 | AMT     | 9.5          | pong   | in      | 3u    | open    |
    12.16 | AMT     | 10.0         | pong   | in      | 3u    | 1.0 1.1 |
    12.17 | AMT     | 10.0         | pong   | in      | 3u    | 1.0 1.1 |
    12.18 | AMT     | 11.0         | pong   | in      | 3u    | 1.0 1.1 |
    12.19 | AMT     | 11.8         | pong   | in      | 3u    | 1.1     |
    12.20 | AMT     | 11.8         | pong   | in      | 3u    | 1.1 1.2 |
    12.21 | AMT     | 12.0         | pong   | in      | 3u    | 1.1 1.2 |
    12.22 | AMT     | 14.0         | pong   | in      | 3u    | 1.1 1.2 |
    12.23 | AMT     | 15.0         | pong   | in      | 3u    | 1.2     |
    12.24 | AMT     | 15.0         | pong   | in      | 3u    | 1.2     |
    12.25 | AMT     | 15.0         | pong   | in      | 3u    | 1.2     |
    12.26 | AMT     | 16.0         | pong   | in      | 3u    | 1.2     |
    12.27 | AMT     | 16.1         | pong   | in      | 3u    | 1.2     |
    12.28 | AMT     | 18.0         | pong   | in      | 3u    | 1.2     |
    12.29 | AMT     | 19.0         | pong   | in      | 3u    | 1.2 1.3 |
    12.30 | AMT     | 19.0         | pong   | in      | 3u    | 1.2 1.3 |
    14.1  | AMT     | 9.5          | pong   | pre     | u     |         |
    14.2  | AMT     | 16.0.20.1800 | http   | post    | 2u    |         | 16.0.20.1800
    14.3  | AMT     | 9.5          | pong   | pre     | u     |         |
    14.4  | AMT     | 11.8         | pong   | pre     | u     |         |
    14.5  | AMT     | 11.8         | pong   | pre     | u     |         |
    14.6  | AMT     | 12.0.67.1579 | http   | post    | 23u   | 1.1 1.2 | 12.0.67.1579
    14.7  | AMT     | 12.0.67.1579 | http   | post    | 2u    |         | 12.0.67.1579
    14.8  | AMT     | 9.5          | pong   | pre     | u     |         |
    14.9  | unknown |              |        | unknown | u     |         |
    14.10 | AMT     | 11.8.77.3664 | http   | post    | 2     |         | 11.8.77.3664
    14.11 | AMT     | 9.5          | pong   | in      | 3u    | 1.0 1.1 |
    14.12 | AMT     | 11.8.77.3664 | http   | post    | 2u    |         | 11.8.77.3664
    14.20 | AMT     | 11.8         | pong   | post    | 2u    |         | 11.8.79.3722
    14.21 | AMT     | 11.8         | pong   | post    | 2u    |         | 11.8.79.3722
    14.22 | ISM     | 11.0         | pong   | post    | 2u    |         | 11.0
    14.23 | AMT     | 12.0.35.1427 | http   | post    | 2u    |         | 12.0.35.1427
    14.24 | AMT     | 4.0.7        | http   | post    | 2u    |         | 4.0.7
    14.25 | AMT     | 11.8.79.3722 | http   | post    | 2u    |         | 11.8.79.3722
    14.26 | AMT     | 9.1.45       | http   | post    | 2u    |         |
    14.27 | AMT     | 11.8.79.3722 | http   | post    | 2u    |         | 11.8.79.3722
    14.28 | AMT     | 11.8.79.3722 | http   | post    | 2u    |         | 11.8.79.3722
    14.29 | AMT     | 11.8.79.3722 | http   | post    | 2u    |         | 11.8.79.3722
    14.30 | AMT     | 11.8.79.3722 | http   | post    | 2u    |         | 11.8.79.3722
    14.31 | AMT     | 11.8.79.3722 | http   | post    | 2u    |         | 11.8.79.3722
    14.32 | AMT     | 11.8.79.3722 | http   | post    | 2u    |         |
    15.1  | AMT     | 12.0.45.1509 | http   | post    | 3u    | 1.0     | 12.0.45.1509
    15.2  | AMT     | 12.0.45.1509 | http   | post    | 3u    | 1.1     | 12.0.45.1509
    15.3  | AMT     | 12.0.45.1509 | http   | post    | 3u    | 1.2     | 12.0.45.1509
    15.4  | AMT     | 12.0.45.1509 | http   | post    | 3u    | 1.3     | 12.0.45.1509
    15.5  | AMT     | 12.0.45.1509 | http   | post    | 3u    | 1.1 1.2 | 12.0.45.1509
    15.6  | AMT     | 12.0.45.1509 | http   | post    | 3u    | 1.2     | 12.0.45.1509
    15.7  | AMT     | 12.0.45.1509 | http   | post    | 3u    | 1.2     | 12.0.45.1509
    15.8  | AMT     | 8.1          | pong   | post    | 3u    | 1.0     |
    15.9  | AMT     | 8.1          | pong   | post    | 3u    | 1.0     |
    15.10 | AMT     | 8.1          | pong   | post    | 3u    | open    |
    15.11 | AMT     | 12.0.45.1509 | http   | post    | 3u    | 1.1 1.2 | 12.0.45.1509
    15.12 | AMT     | 12.0         | pong   | post    | 3u    | 1.1 1.2 |
    15.13 | AMT     | 19.0         | pong   | post    | 3u    | 1.2 1.3 |
    15.14 | AMT     | 12.0.45.1509 | http   | post    | 3u    | 1.1 1.2 | 12.0.45.1509
    15.15 | AMT     | 15.0.45.2411 | http   | post    | 3u    | 1.2     | 15.0.45.2411
    15.16 | AMT     |              |        | in      | 3     | 1.2     |
    15.17 | AMT     |              |        | in      | 3     | 1.2     |
    15.18 | AMT     |              |        | in      | 3     | 1.2     |
    15.19 | unknown |              |        | unknown | 3     | 1.2     |
    15.20 | unknown |              |        | unknown | 3     | 1.2     |
    15.21 | unknown |              |        | unknown | 3     | 1.2     |
    16.1  | AMT     | 11.8.93.4323 | http   | post    | 24u   |         | 11.8.93.4323
    16.2  | AMT     | 11.8.93.4323 | http   | post    | 24u   |         | 11.8.93.4323
    16.3  | AMT     | 11.8.93.4323 | http   | post    | 24u   |         | 11.8.93.4323
    16.4  | AMT     |              |        | post    | 24    |         | 11.8
    16.5  | AMT     | 11.8.93.4323 | http   | post    | 2u    |         | 11.8.93.4323
    16.6  | AMT     | 12.0.35.1427 | http   | post    | cd23u | 1.1 1.2 | 12.0.35.1427
    16.7  | AMT     | 12.0.35.1427 | http   | post    | v2u   |         | 12.0.35.1427
    16.8  | AMT     | 12.0.35.1427 | http   | post    | 2u    |         | 12.0.35.1427
    16.9  | AMT     | 12.0.35.1427 | http   | post    | 2u    |         | 12.0.35.1427
    """

  /// Versions that redirection alone tells, where it is asked.
  static let redirectionVersions = ["16.4": "11.8"]

  /// Machines that no line stands for, and why.
  package static let withoutRow = [
    "11.1": "before 4.0", "11.2": "before 4.0", "11.3": "4.0 to 6.0 answer after setup only",
    "11.4": "4.0 to 6.0 answer after setup only", "11.5": "4.0 to 6.0 answer after setup only",
    "11.6": "4.0 to 6.0 answer after setup only", "11.8": "a host with a fixed address",
    "11.24": "Small Business Technology",
  ]
}
