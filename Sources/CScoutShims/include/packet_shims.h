// Packet sockets: a sender that hands batches to the kernel, a receiving ring, and capabilities.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// What the kernel says of an interface.
typedef struct scout_interface {
  uint32_t index;
  /// IFF_ flags of net/if.h.
  uint32_t flags;
  /// ARPHRD_ number of net/if_arp.h: 1 is Ethernet.
  uint16_t hardware;
  /// The hardware address, where it has 48 bits.
  uint8_t address[6];
  int mtu;
  char name[16];
} scout_interface;

/// Reads an interface by its number. Returns 0 or a negative errno.
int scout_interface_read(uint32_t index, scout_interface *out);

/// A packet socket that only sends, with frames to fill. For one thread at a time.
typedef struct scout_sender scout_sender;

/// Opens a sender on an interface. `cooked` leaves the link layer to the kernel: frames then begin
/// with the IP header. NULL with `*error` set where it cannot be.
scout_sender *scout_sender_open(
  uint32_t interface, int cooked, int frames, int stride, int *error);
void scout_sender_close(scout_sender *sender);
/// The first byte of frame 0; frame `n` begins `n * stride` bytes further.
uint8_t *scout_sender_frames(scout_sender *sender);
/// The lengths of the frames, to be set before they are sent.
uint32_t *scout_sender_lengths(scout_sender *sender);
/// Sends frames `first ..< first + count`. Returns how many the kernel took, at least one, or a
/// negative errno. Waits at most 200 ms for room.
int scout_sender_send(scout_sender *sender, int first, int count);

/// A receiving ring of the kernel (TPACKET_V3). For one thread at a time.
typedef struct scout_ring scout_ring;

/// One instruction of a classic BPF program, as in linux/filter.h.
typedef struct scout_filter_step {
  uint16_t code;
  uint8_t jump_true;
  uint8_t jump_false;
  uint32_t k;
} scout_filter_step;

typedef struct scout_received {
  const uint8_t *bytes;
  /// Bytes kept, and bytes on the wire.
  uint32_t length;
  uint32_t original;
  /// The VLAN that the kernel took off the frame; -1 where there was no tag.
  int32_t vlan;
} scout_received;

/// Opens a ring on an interface; frames sent by this machine are left out.
scout_ring *scout_ring_open(
  uint32_t interface, int cooked, int blocks, int block_size, int milliseconds,
  const scout_filter_step *filter, int steps, int *error);
void scout_ring_close(scout_ring *ring);
int scout_ring_fd(const scout_ring *ring);
/// Takes the next frame: 1, or 0 where none waits. The bytes stay valid until the next call.
int scout_ring_next(scout_ring *ring, scout_received *out);
/// Frames dropped for want of room since the last call, or a negative errno.
long scout_ring_drops(scout_ring *ring);

/// Waits until one of the descriptors is readable, at most `nanoseconds`. Returns how many are,
/// 0 also after a signal. `ready` gets a bit for each descriptor, from the lowest.
int scout_wait_readable(const int *fds, int count, int64_t nanoseconds, uint64_t *ready);

/// Lets short sleeps of the calling thread end within a microsecond.
void scout_sleep_precisely(void);

/// Gives up one capability for good, in every thread of this process. Returns 0 or a negative
/// errno; -EAGAIN where a thread did not do it in time.
int scout_drop_capability(int capability);
