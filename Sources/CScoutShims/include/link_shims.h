#pragma once

#include <stddef.h>
#include <stdint.h>

/// One entry of the kernel's neighbour table.
struct scout_neighbour {
  /// 4 or 16 bytes of address, by `family`.
  uint8_t address[16];
  uint8_t hardware[6];
  /// AF_INET or AF_INET6.
  uint8_t family;
  /// NUD_REACHABLE and its kin (linux/neighbour.h).
  uint16_t state;
  uint32_t interface_index;
};

/// Reads neighbours with a 48-bit hardware address into `out`, at most `capacity` of them.
/// `*count` becomes the number met, which may be more. Returns 0 or an errno.
int scout_read_neighbours(struct scout_neighbour *out, size_t capacity, size_t *count);

/// A non-blocking, close-on-exec event descriptor, or -1 with errno set.
int scout_link_event(void);

/// Makes an event descriptor readable.
void scout_link_signal(int event);
