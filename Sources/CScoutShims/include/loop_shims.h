// Plain functions over epoll, eventfd and sockets for ScoutLoop. Every function that can fail
// returns a negative errno.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// An address and port as numbers in host order. `family` is 4 or 6 (0: none);
/// an IPv4 address is the low half of `low`.
typedef struct scout_address {
  uint64_t high;
  uint64_t low;
  uint32_t scope;
  uint16_t port;
  uint8_t family;
} scout_address;

/// How a socket is to be opened; a zero leaves the system's choice.
typedef struct scout_socket_options {
  scout_address source;
  const char *device;
  int syn_count;
  int receive_buffer;
  /// For UDP: broadcasts, and shares its port with programs that allow it.
  int broadcasts;
} scout_socket_options;

/// One entry of a socket's error queue. `origin` is 1 for this machine, 2 for ICMP, 3 for ICMPv6.
typedef struct scout_socket_error {
  int error;
  uint8_t origin;
  uint8_t type;
  uint8_t code;
  scout_address reporter;
  scout_address destination;
  size_t payload;
} scout_socket_error;

/// One event of an epoll set.
typedef struct scout_event {
  uint64_t token;
  uint32_t events;
} scout_event;

enum {
  SCOUT_READABLE = 1,
  SCOUT_WRITABLE = 2,
  SCOUT_TROUBLE = 4,
};

int scout_epoll_create(void);
int scout_epoll_add(int epoll, int fd, uint32_t events, uint64_t token);
int scout_epoll_change(int epoll, int fd, uint32_t events, uint64_t token);
/// Waits up to `milliseconds` (-1: for ever); an interrupted wait counts as no events.
int scout_epoll_wait(int epoll, scout_event *events, int capacity, int milliseconds);

int scout_eventfd_create(void);
void scout_eventfd_signal(int fd);
void scout_eventfd_drain(int fd);

/// Opens a non-blocking TCP socket and starts to connect it. `*started` is 0 when the connection
/// is complete at once, else the errno of connect (EINPROGRESS is the usual one).
/// A negative result means that there is no socket.
int scout_tcp_connect(const scout_address *peer, const scout_socket_options *options, int *started);
/// Prepares an open connection for talk: small messages leave at once, and ICMP messages, which may
/// be forged or pass, no longer end it.
void scout_settle_connection(int fd, int family);
/// Takes the socket's pending error.
int scout_take_error(int fd);
/// Closes the socket; with `reset` the peer gets a RST and no TIME_WAIT stays.
void scout_close(int fd, int reset);
/// Retransmissions of the kernel on this TCP connection so far.
int scout_tcp_retransmissions(int fd);
/// The address this socket is bound to.
int scout_local_address(int fd, scout_address *address);
/// Sends without SIGPIPE and without blocking.
long scout_send(int fd, const void *bytes, size_t count);
long scout_receive(int fd, void *bytes, size_t capacity);

/// Opens a non-blocking UDP socket of the family of `options->source` (which must be set).
int scout_udp_open(const scout_socket_options *options);
long scout_send_to(int fd, const void *bytes, size_t count, const scout_address *peer);
/// Receives a datagram; a result above `capacity` means that it was cut.
long scout_receive_from(int fd, void *bytes, size_t capacity, scout_address *peer);
/// Takes one entry off the error queue: 1 when there was one, 0 when not.
int scout_take_queued_error(int fd, void *bytes, size_t capacity, scout_socket_error *error);

/// Raises the soft limit of open files to the hard one and returns it.
long scout_raise_open_files(void);
void scout_name_thread(const char *name);
/// Nanoseconds of CLOCK_MONOTONIC.
int64_t scout_monotonic(void);
/// Microseconds of the wall clock since 1970 UTC.
int64_t scout_wall_clock(void);

/// Whether the kernel holds the wall clock to be right: 1, else 0.
int scout_clock_is_synchronised(void);
/// Nanoseconds of CPU time, user and system, that the calling thread has used.
int64_t scout_thread_cpu(void);

/// Called for every address of an interface that is up: the address, its prefix length, the
/// interface's flags (1: loopback, 2: point to point) and name.
typedef void (*scout_each_address)(
  void *context, scout_address address, int length, int flags, const char *name);
int scout_local_addresses(scout_each_address body, void *context);
