// Routes and changes of interfaces, by netlink. Functions that can fail return a negative errno.
#pragma once
#include "loop_shims.h"
#include <stddef.h>
#include <stdint.h>

/// How the kernel would send to an address.
typedef struct scout_route {
  /// RTN_ number of linux/rtnetlink.h: 1 unicast, 2 local, 3 broadcast, 5 multicast.
  uint8_t type;
  uint32_t interface;
  /// `family` 0 where there is none.
  scout_address gateway;
  scout_address source;
} scout_route;

/// Opens a netlink socket for questions about routes.
int scout_route_open(void);
/// Asks how to reach `to`, through `interface` only where it is not 0. A negative errno may also
/// be the kernel's answer: ENETUNREACH, EHOSTUNREACH, EACCES.
int scout_route_get(int fd, const scout_address *to, uint32_t interface, scout_route *out);

/// The destination of a route: an address and how many of its bits count.
typedef struct scout_destination {
  scout_address address;
  uint8_t length;
} scout_destination;

/// Reads the destinations of all routes of a family (4 or 6) into `out`, at most `capacity`;
/// `*count` becomes the number met.
int scout_route_destinations(
  int fd, int family, scout_destination *out, size_t capacity, size_t *count);

/// A change of an interface or of its addresses.
typedef struct scout_link_change {
  /// 1: the interface's state, 2: it was removed, 3: an address was removed.
  int kind;
  uint32_t interface;
  /// IFF_ flags, for kind 1.
  uint32_t flags;
  scout_address address;
} scout_link_change;

/// Opens a socket that becomes readable at changes.
int scout_link_watch_open(void);
/// Takes up to `capacity` changes; returns how many, 0 where none waits.
int scout_link_watch_read(int fd, scout_link_change *out, int capacity);
