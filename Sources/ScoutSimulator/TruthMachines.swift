extension SiteTruth {
  /// What the ports say: one line a machine.
  ///
  /// ports: 2 to 5 stand for 16992 to 16995, c for 623, d for 664, u for 623/udp. tls: versions in which a ServerHello
  /// comes, `open` where none does. realm: four digits are followed by 28 zeros. Where the
  /// machine is seen, `no ping` says what changes without UDP 623: `=` nothing; `gone` no row;
  /// `version` no version any more; `port` an open port and nothing else known. `host file` as the
  /// version's source: only the host file makes a row; `capture`: only the capture does.
  static let machines = """
    host | product | version      | source | state | ports | tls     | realm | no ping
    1.1  | AMT     | 2.2.20       | http   | post  | 234   | 1.0     | 2201  | =
    1.2  | AMT     | 2.6.10       | http   | post  | 2     |         | 2602  | =
    1.3  | AMT     | 3.1.3        | http   | post  | 24    |         | 3103  | =
    1.4  | AMT     | 3.2.10       | http   | post  | 23    | 1.0     | 3204  | =
    1.5  | AMT     | 4.0.7        | http   | post  | 2u    |         | 4005  | =
    1.6  | AMT     | 4.2.60       | http   | post  | 3u    | 1.0     | 4206  | =
    1.7  | AMT     | 5.0.3        | http   | post  | 24u   |         | 5007  | =
    1.8  | ISM     | 5.0.50       | http   | post  | 2u    |         | 5008  | =
    1.9  | CME     | 5.0.1        | http   | post  | 2u    |         | 5009  | =
    1.10 | CME     | 5.0.2        | http   | post  | 2u    |         | 500A  | =
    1.11 | AMT     | 5.1.20       | http   | post  | 2u    |         | 510B  | =
    1.12 | AMT     | 5.2.10       | http   | post  | 3u    | 1.0     | 520C  | =
    1.13 | AMT     | 6.0.30       | http   | post  | 24u   |         | 600D  | =
    1.14 | AMT     | 6.1.1        | http   | post  | 2u    |         | 610E  | =
    1.15 | AMT     | 6.2.50       | http   | post  | 23u   | 1.0     | 620F  | =
    1.16 | AMT     | 7.0.1        | http   | post  | 2u    |         | 7010  | =
    1.17 | AMT     | 7.1.86       | http   | post  | 24u   |         | 7111  | =
    1.18 | AMT     | 7.1.91       | http   | post  | 23u   | 1.0     | 7112  | =
    1.19 | AMT     | 8.0.3        | http   | post  | 2u    |         | 10DF  | =
    1.20 | AMT     | 8.1.71       | http   | post  | 35u   | 1.0     | 8114  | =
    1.21 | SBT     | 8.1.40       | http   | post  | 2     |         | 8115  | =
    1.22 | AMT     | 9.0.30       | http   | post  | 2u    |         | C809  | =
    1.23 | ISM     | 9.0.3        | http   | post  | 2u    |         | 9017  | =
    1.24 | AMT     | 9.5.21       | http   | post  | 2u    |         | 1A2B  | =
    1.25 | AMT     | 10.0.55      | http   | post  | 3u    | 1.0 1.1 | A019  | =
    1.26 | AMT     | 11.0         | pong   | post  | 24u   |         | B01A  | version
    1.27 | AMT     | 11.6.27.3264 | http   | post  | 2u    |         | B61B  | =
    1.28 | AMT     | 11.8.50.3425 | http   | post  | 3u    | 1.1     | A407  | =
    1.29 | AMT     | 11.8.70.3626 | http   | post  | 234u  | 1.1 1.2 | B81D  | =
    1.30 | AMT     | 12.0.22.1310 | http   | post  | 24u   |         | C01E  | =
    1.31 | AMT     | 12.0.67.1579 | http   | post  | 23u   | 1.1 1.2 | C01F  | =
    1.32 | AMT     | 14.0.33.1125 | http   | post  | 35u   | 1.1 1.2 | E020  | =
    1.33 | AMT | 15.0.23.1706 | http | post | 3u | 1.2 | 727734D63A1FC0423736E48DA554E462 | =
    1.34 | AMT | 15.0.35.2039 | http | post | 2u |  | 0F22A1C4D87B35E96C10F2847E5BD3A6 | =
    1.35 | AMT | 16.0.15.1735 | http | post | 23u | 1.2 | 1023D5E86F0B4C7A91E2A3B7C48D5F60 | =
    1.36 | AMT | 16.1.25.1917 | http | post | 35u | 1.2 | 2517B2332AFD88353D5F5FD352697901 | =
    1.37 | AMT | 18.0.5.2141 | http | post | 3u | 1.2 | 1225C8F1A4B6D7092E3C5A7B8D9F0E14 | =
    1.38 | AMT | 19.0.0.1854 | http | post | 35u | 1.2 1.3 | 1326E7D60A5B4C8F9E1D2C3B4A596877 | =
    1.39 | AMT | 19.0.5.1900 | http | post | 3u | 1.3 | 1327F0A9B8C7D6E5F4031221304F5E6D | =
    1.40 | AMT     |              |        | post  | 2     |         | B828  | =
    1.41 | AMT     |              |        | post  | 24    |         | B629  | =
    1.42 | AMT     | 14.1         | pong   | post  | 3u    | 1.1 1.2 |       | port
    1.43 | AMT     | 11.8.79.3722 | http   | post  | 2u    |         | B82B  | =
    1.44 | AMT     | 9.1.45       | http   | post  | 2     |         | 912C  | =
    1.45 | AMT     | 8.1.50       | http   | post  | 23u   | 1.0     | 812D  | =
    1.46 | AMT     | 11.8.93.4323 | http   | post  | 24u   |         | B82E  | =
    1.47 | AMT | 16.0.20.1800 | http | post | 2u |  | 102F3A4B5C6D7E8F90A1B2C3D4E5F607 | =
    1.48 | AMT     | 11.8.77.3664 | http   | post  | 2u    |         | B830  | =
    1.49 | AMT     | 12.0.35.1427 | http   | post  | c2u   |         | C031  | =
    1.50 | AMT | 18.1.2.2305 | http | post | 3u | 1.2 | 12327C6B5A49382716053F4E5D6C7B8A | =
    2.1  | AMT     | 6.1          | pong   | pre   | u     |         |       | gone
    2.2  | AMT     | 6.2          | pong   | pre   | u     |         |       | gone
    2.3  | AMT     | 7.1          | pong   | pre   | u     |         |       | gone
    2.4  | AMT     | 8.1          | pong   | pre   | u     |         |       | gone
    2.5  | AMT     | 9.0          | pong   | pre   | u     |         |       | gone
    2.6  | AMT     | 9.5          | pong   | pre   | u     |         |       | gone
    2.7  | AMT     | 10.0         | pong   | pre   | u     |         |       | gone
    2.8  | AMT     | 11.0         | pong   | pre   | u     |         |       | gone
    2.9  | AMT     | 11.8         | pong   | pre   | u     |         |       | gone
    2.10 | AMT     | 12.0         | pong   | pre   | u     |         |       | gone
    2.11 | AMT     | 14.0         | pong   | pre   | u     |         |       | gone
    2.12 | AMT     | 15.0         | pong   | pre   | u     |         |       | gone
    2.13 | AMT     | 16.0         | pong   | pre   | u     |         |       | gone
    2.14 | AMT     | 16.1         | pong   | pre   | u     |         |       | gone
    2.15 | AMT     | 18.0         | pong   | pre   | u     |         |       | gone
    2.16 | AMT     | 19.0         | pong   | pre   | u     |         |       | gone
    2.19 | AMT     |              | host file | pre |       |         |       | =
    2.20 | unknown |              |        | unknown | 3   | open    |       | =
    2.21 | unknown |              |        | unknown | 3   | 1.0     |       | =
    2.22 | AMT     | 8.1          | pong   | in    | 3u    | 1.0     |       | port
    2.23 | AMT     | 9.0          | pong   | in    | 3u    | open    |       | port
    2.24 | AMT     | 11.8         | pong   | in    | 3u    | 1.1 1.2 |       | port
    2.25 | AMT     | 12.0         | pong   | in    | 3u    | 1.1 1.2 |       | port
    2.26 | AMT     | 15.0         | pong   | in    | 3u    | 1.2     |       | version
    2.27 | AMT     | 16.1         | pong   | in    | 3u    | 1.2     |       | version
    2.28 | AMT     | 19.0         | pong   | in    | 3u    | 1.2 1.3 |       | version
    2.29 | unknown |              | capture | unknown |    |         |       | =
    2.30 | AMT     | 12.0.92.2145 | http   | post  | 3u    | 1.1 1.2 | C02E  | =
    2.31 | AMT | 15.0.42.2235 | http | post | 3u | 1.2 | 0F3182B7C6D5E4F30213243546576879 | =
    2.32 | AMT     | 11.8.94.4494 | http   | post  | 3u    | 1.1 1.2 | B820  | =
    2.33 | AMT     | 14.1.70.2228 | http   | post  | 3u    | 1.1 1.2 | E121  | =
    2.34 | AMT | 16.0.15.1810 | http | post | 3u | 1.2 | 1034A1B2C3D4E5F60718293A4B5C6D7E | =
    2.35 | AMT | 16.1.27.2176 | http | post | 3u | 1.2 | 1035B2C3D4E5F60718293A4B5C6D7E8F | =
    2.36 | AMT     | 14.1.71.2250 | http   | post  | 3u    | 1.1 1.2 | E124  | =
    2.37 | AMT | 15.0.45.2411 | http | post | 3u | 1.2 | 0F37D4E5F60718293A4B5C6D7E8F90A1 | =
    2.38 | AMT     | 12.0.93.2323 | http   | post  | 3u    | 1.1 1.2 | C026  | =
    2.39 | AMT     | 11.8.95.4551 | http   | post  | 3u    | 1.1 1.2 | B827  | =
    2.40 | AMT | 16.0.20.1900 | http | post | 3u | 1.2 | 1040E5F60718293A4B5C6D7E8F90A1B2 | =
    2.41 | AMT | 18.0.10.2285 | http | post | 3u | 1.2 | 1241F60718293A4B5C6D7E8F90A1B2C3 | =
    2.42 | AMT     | 12.0.81.1753 | http   | post  | 3u    | 1.1 1.2 | C02A  | =
    2.43 | AMT | 15.0.41.2142 | http | post | 3u | 1.2 | 0F430718293A4B5C6D7E8F90A1B2C3D4 | =
    2.44 | AMT | 16.1.25.2124 | http | post | 3u | 1.2 | 104418293A4B5C6D7E8F90A1B2C3D4E5 | =
    2.45 | AMT | 16.1.25.2124 | http | post | 3u | 1.2 | 1045293A4B5C6D7E8F90A1B2C3D4E5F6 | =
    2.46 | AMT     | 14.0.45.1389 | http   | post  | 3u    | 1.1 1.2 | E02E  | =
    2.47 | AMT     | 11.12.93.4323 | http  | post  | 3u    | 1.1 1.2 | B02F  | =
    2.48 | AMT | 15.0.40.2030 | http | post | 3u | 1.2 | 0F48394A5B6C7D8E9FA0B1C2D3E4F506 | =
    2.49 | AMT | 16.0.30.2010 | http | post | 3u | 1.2 | 10494A5B6C7D8E9FA0B1C2D3E4F50617 | =
    2.51 | AMT | 19.0.2.1790 | http | post | 3u | 1.2 1.3 | 13515B6C7D8E9FA0B1C2D3E4F5061728 | =
    2.52 | AMT | 18.0.12.2300 | http | post | 3u | 1.2 | 12526C7D8E9FA0B1C2D3E4F506172839 | =
    2.53 | AMT     |              | host file | pre |       |         |       | =
    3.1  | BMC     |              |        | unknown | u   |         |       | gone
    3.2  | BMC     |              |        | unknown | u   |         |       | gone
    3.3  | BMC     |              |        | unknown | u   |         |       | gone
    3.4  | DASH    |              |        | unknown | du  | 1.2     | RTL0  | gone
    3.6  | none    |              |        | unknown | 2   |         |       | =
    3.7  | none    |              |        | unknown | 23  | 1.2     |       | =
    3.8  | none    |              |        | unknown | 2   |         |       | =
    3.9  | unknown |              |        | unknown | 2   |         |       | =
    3.10 | unknown |              |        | unknown | 2   |         | 701A  | =
    3.11 | none    |              |        | unknown | 2   |         |       | =
    3.20 | unknown |              |        | unknown | 2   |         |       | =
    3.21 | unknown |              |        | unknown | 2   |         |       | =
    3.22 | unknown |              |        | unknown | 23  | open    |       | =
    3.23 | AMT     | 11.8.86.3877 | http   | post  | 2u    |         | B317  | =
    3.24 | unknown |              |        | unknown | 2   |         |       | =
    3.25 | unknown |              |        | unknown | 2   |         |       | =
    3.26 | none    |              |        | unknown | 2   |         |       | =
    3.27 | unknown |              |        | unknown | 2   |         |       | =
    3.28 | unknown |              |        | unknown | 3   | open    |       | =
    3.29 | unknown |              |        | unknown | 2   |         |       | =
    3.30 | unknown |              |        | unknown | 3   | open    |       | =
    3.31 | unknown |              |        | unknown | 3   | open    |       | =
    3.32 | unknown |              |        | unknown | 3   | 1.2     |       | =
    3.33 | unknown |              |        | unknown | 3   | open    |       | =
    3.34 | unknown |              |        | unknown | 3   | open    |       | =
    3.35 | AMT     | 11.8.92.4222 | http   | post  | 2     |         | B323  | =
    3.40 | unknown |              |        | unknown | 2   |         | D300  | =
    3.41 | unknown |              |        | unknown | 2   |         | D300  | =
    3.42 | AMT | 15.0.42.2235 | http | post | 3u | 1.2 | 0F342A3B4C5D6E7F8091A2B3C4D5E6F7 | =
    3.43 | AMT | 15.0.42.2235 | http | post | 3u | 1.2 | 0F343B4C5D6E7F8091A2B3C4D5E6F708 | =
    3.44 | AMT | 15.0.42.2235 | http | post | 3u | 1.2 | 0F344C5D6E7F8091A2B3C4D5E6F70819 | =
    3.45 | AMT     | 9.1.20       | http   | post  | 2u    |         | 912D  | =
    3.46 | AMT     | 9.1.21       | http   | post  | 2u    |         | 912E  | =
    3.47 | AMT     | 9.1.22       | http   | post  | 2u    |         | 912F  | =
    3.48 | AMT     | 9.1.23       | http   | post  | 2u    |         | 9130  | =
    3.49 | AMT     | 9.1.24       | http   | post  | 2u    |         | 9131  | =
    3.50 | AMT     |              |        | post  | 2     |         | B332  | =
    3.51 | AMT | 11.8.70.3626 | http | post | 2u |  | =HYPERLINK('http://203.0.113.9','realm') | =
    3.52 | AMT     | 9.5.22       | http   | post  | 2u    |         | 1A2B  | =
    3.53 | unknown |              |        | unknown | 2   |         | D300  | =
    3.54 | AMT | 15.0.42.2235 | http | post | 3u | 1.2 | 0F365D6E7F8091A2B3C4D5E6F708192A | =
    """

  /// Machines whose hello the capture holds: all are AMT in its set-up.
  static let hellos: Set<String> = ["2.20", "2.21", "2.22", "2.23", "2.24", "2.26", "2.28"]

  /// Versions that redirection alone tells, where it is asked.
  static let redirectionVersions = ["1.41": "11.6"]
}
