#define _GNU_SOURCE
#include "packet_shims.h"

#include <dirent.h>
#include <errno.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Interfaces

int scout_interface_read(uint32_t index, scout_interface *out) {
  memset(out, 0, sizeof *out);
  out->index = index;
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -errno;
  struct ifreq request;
  memset(&request, 0, sizeof request);
  request.ifr_ifindex = (int)index;
  int failed = ioctl(fd, SIOCGIFNAME, &request) < 0;
  if (!failed) memcpy(out->name, request.ifr_name, sizeof out->name - 1);
  if (!failed && !(failed = ioctl(fd, SIOCGIFFLAGS, &request) < 0))
    out->flags = (uint16_t)request.ifr_flags;
  if (!failed && !(failed = ioctl(fd, SIOCGIFMTU, &request) < 0)) out->mtu = request.ifr_mtu;
  if (!failed && !(failed = ioctl(fd, SIOCGIFHWADDR, &request) < 0)) {
    out->hardware = request.ifr_hwaddr.sa_family;
    memcpy(out->address, request.ifr_hwaddr.sa_data, 6);
  }
  int result = failed ? -errno : 0;
  close(fd);
  return result;
}

// Sending

struct scout_sender {
  int fd;
  int cooked;
  int stride;
  uint8_t *frames;
  uint32_t *lengths;
  struct mmsghdr *messages;
  struct iovec *parts;
  /// Where to, for IPv4 and for IPv6, in cooked mode.
  struct sockaddr_ll to[2];
};

scout_sender *scout_sender_open(
  uint32_t interface, int cooked, int frames, int stride, int *error) {
  scout_sender *sender = calloc(1, sizeof *sender);
  if (!sender) {
    *error = ENOMEM;
    return NULL;
  }
  sender->cooked = cooked;
  sender->stride = stride;
  sender->frames = calloc((size_t)frames, (size_t)stride);
  sender->lengths = calloc((size_t)frames, sizeof *sender->lengths);
  sender->messages = calloc((size_t)frames, sizeof *sender->messages);
  sender->parts = calloc((size_t)frames, sizeof *sender->parts);
  // Protocol 0: this socket never receives.
  sender->fd = socket(AF_PACKET, (cooked ? SOCK_DGRAM : SOCK_RAW) | SOCK_CLOEXEC, 0);
  *error = sender->fd < 0 ? errno : ENOMEM;
  if (sender->fd < 0 || !sender->frames || !sender->lengths || !sender->messages || !sender->parts)
    goto failed;
  for (int i = 0; i < 2; i++) {
    sender->to[i].sll_family = AF_PACKET;
    sender->to[i].sll_ifindex = (int)interface;
    sender->to[i].sll_protocol = htons(i == 0 ? ETH_P_IP : ETH_P_IPV6);
  }
  struct sockaddr_ll own = {.sll_family = AF_PACKET, .sll_ifindex = (int)interface};
  struct timeval patience = {.tv_usec = 200000};
  if (bind(sender->fd, (struct sockaddr *)&own, sizeof own) < 0
      || setsockopt(sender->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) < 0) {
    *error = errno;
    goto failed;
  }
  for (int i = 0; i < frames; i++) {
    sender->parts[i].iov_base = sender->frames + (size_t)i * (size_t)stride;
    sender->messages[i].msg_hdr.msg_iov = &sender->parts[i];
    sender->messages[i].msg_hdr.msg_iovlen = 1;
  }
  *error = 0;
  return sender;
failed:
  scout_sender_close(sender);
  return NULL;
}

void scout_sender_close(scout_sender *sender) {
  if (!sender) return;
  if (sender->fd >= 0) close(sender->fd);
  free(sender->frames);
  free(sender->lengths);
  free(sender->messages);
  free(sender->parts);
  free(sender);
}

uint8_t *scout_sender_frames(scout_sender *sender) { return sender->frames; }

uint32_t *scout_sender_lengths(scout_sender *sender) { return sender->lengths; }

int scout_sender_send(scout_sender *sender, int first, int count) {
  for (int i = first; i < first + count; i++) {
    sender->parts[i].iov_len = sender->lengths[i];
    if (sender->cooked) {
      const uint8_t *frame = sender->parts[i].iov_base;
      sender->messages[i].msg_hdr.msg_name = &sender->to[frame[0] >> 4 == 6];
      sender->messages[i].msg_hdr.msg_namelen = sizeof sender->to[0];
    }
  }
  while (1) {
    int sent = sendmmsg(sender->fd, sender->messages + first, (unsigned)count, 0);
    if (sent >= 0) return sent;
    if (errno != EINTR) return -errno;
  }
}

// Receiving

struct scout_ring {
  int fd;
  uint8_t *memory;
  size_t size;
  int blocks;
  size_t block_size;
  /// The block being read, and how many of its frames are still to be taken; -1: not begun.
  int block;
  long left;
  struct tpacket3_hdr *frame;
};

scout_ring *scout_ring_open(
  uint32_t interface, int cooked, int blocks, int block_size, int milliseconds,
  const scout_filter_step *filter, int steps, int *error) {
  scout_ring *ring = calloc(1, sizeof *ring);
  if (!ring) {
    *error = ENOMEM;
    return NULL;
  }
  ring->memory = MAP_FAILED;
  ring->left = -1;
  ring->blocks = blocks;
  ring->block_size = (size_t)block_size;
  ring->size = (size_t)blocks * (size_t)block_size;
  ring->fd = socket(AF_PACKET, (cooked ? SOCK_DGRAM : SOCK_RAW) | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (ring->fd < 0) goto failed;
  int version = TPACKET_V3;
  struct sock_fprog program = {
    .len = (unsigned short)steps, .filter = (struct sock_filter *)(uintptr_t)filter};
  struct tpacket_req3 request = {
    .tp_block_size = (unsigned)block_size,
    .tp_block_nr = (unsigned)blocks,
    .tp_frame_size = 2048,
    .tp_frame_nr = (unsigned)(ring->size / 2048),
    .tp_retire_blk_tov = (unsigned)milliseconds,
  };
  struct sockaddr_ll own = {
    .sll_family = AF_PACKET, .sll_ifindex = (int)interface, .sll_protocol = htons(ETH_P_ALL)};
  // The filter and the ring stand before the socket is bound, so that nothing else gets in.
  if (setsockopt(ring->fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) < 0
      || setsockopt(ring->fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version) < 0
      || setsockopt(ring->fd, SOL_PACKET, PACKET_RX_RING, &request, sizeof request) < 0)
    goto failed;
  // Kernels before 4.20 have no such option: there the filter alone keeps our own frames out.
  int one = 1;
  setsockopt(ring->fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one);
  ring->memory = mmap(NULL, ring->size, PROT_READ | PROT_WRITE, MAP_SHARED, ring->fd, 0);
  if (ring->memory == MAP_FAILED
      || bind(ring->fd, (struct sockaddr *)&own, sizeof own) < 0)
    goto failed;
  *error = 0;
  return ring;
failed:
  *error = errno;
  scout_ring_close(ring);
  return NULL;
}

void scout_ring_close(scout_ring *ring) {
  if (!ring) return;
  if (ring->memory != MAP_FAILED) munmap(ring->memory, ring->size);
  if (ring->fd >= 0) close(ring->fd);
  free(ring);
}

int scout_ring_fd(const scout_ring *ring) { return ring->fd; }

int scout_ring_next(scout_ring *ring, scout_received *out) {
  while (1) {
    struct tpacket_block_desc *block =
      (struct tpacket_block_desc *)(ring->memory + (size_t)ring->block * ring->block_size);
    if (ring->left < 0) {
      uint32_t status = __atomic_load_n(&block->hdr.bh1.block_status, __ATOMIC_ACQUIRE);
      if (!(status & TP_STATUS_USER)) return 0;
      ring->left = block->hdr.bh1.num_pkts;
      ring->frame = (struct tpacket3_hdr *)((uint8_t *)block + block->hdr.bh1.offset_to_first_pkt);
    }
    if (ring->left == 0) {
      __atomic_store_n(&block->hdr.bh1.block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
      ring->block = (ring->block + 1) % ring->blocks;
      ring->left = -1;
      continue;
    }
    struct tpacket3_hdr *frame = ring->frame;
    ring->left -= 1;
    ring->frame = (struct tpacket3_hdr *)((uint8_t *)frame + frame->tp_next_offset);
    const struct sockaddr_ll *from =
      (const struct sockaddr_ll *)((uint8_t *)frame + TPACKET_ALIGN(sizeof *frame));
    if (from->sll_pkttype == PACKET_OUTGOING) continue;
    out->bytes = (uint8_t *)frame + frame->tp_mac;
    out->length = frame->tp_snaplen;
    out->original = frame->tp_len;
    out->vlan = frame->tp_status & TP_STATUS_VLAN_VALID ? frame->hv1.tp_vlan_tci & 0x0FFF : -1;
    return 1;
  }
}

long scout_ring_drops(scout_ring *ring) {
  struct tpacket_stats_v3 statistics;
  socklen_t length = sizeof statistics;
  if (getsockopt(ring->fd, SOL_PACKET, PACKET_STATISTICS, &statistics, &length) < 0) return -errno;
  return statistics.tp_drops;
}

// Waiting

int scout_wait_readable(const int *fds, int count, int64_t nanoseconds, uint64_t *ready) {
  struct pollfd polled[64];
  if (count > 64) count = 64;
  for (int i = 0; i < count; i++) polled[i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
  if (nanoseconds < 0) nanoseconds = 0;
  struct timespec patience = {
    .tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  *ready = 0;
  int result = ppoll(polled, (nfds_t)count, &patience, NULL);
  if (result < 0) return errno == EINTR ? 0 : -errno;
  for (int i = 0; i < count; i++)
    if (polled[i].revents) *ready |= (uint64_t)1 << i;
  return result;
}

void scout_sleep_precisely(void) { prctl(PR_SET_TIMERSLACK, 1000UL, 0UL, 0UL, 0UL); }

// Capabilities

static int dropped_capability;
static volatile int dropped_threads;
static volatile int drop_failure;

static int drop_in_this_thread(int capability) {
  struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct data[2];
  if (syscall(SYS_capget, &head, data) < 0) return errno;
  uint32_t bit = ~((uint32_t)1 << (capability % 32));
  data[capability / 32].effective &= bit;
  data[capability / 32].permitted &= bit;
  data[capability / 32].inheritable &= bit;
  return syscall(SYS_capset, &head, data) < 0 ? errno : 0;
}

static void drop_on_signal(int signal) {
  (void)signal;
  int saved = errno;
  int failure = drop_in_this_thread(dropped_capability);
  if (failure) __atomic_store_n(&drop_failure, failure, __ATOMIC_SEQ_CST);
  __atomic_add_fetch(&dropped_threads, 1, __ATOMIC_SEQ_CST);
  errno = saved;
}

int scout_drop_capability(int capability) {
  // Capabilities belong to threads. Each other thread is asked by a signal, SIGSYS because it is
  // one that libdispatch leaves unblocked in its threads.
  struct sigaction ask = {.sa_handler = drop_on_signal, .sa_flags = SA_RESTART};
  struct sigaction before;
  dropped_capability = capability;
  drop_failure = 0;
  sigfillset(&ask.sa_mask);
  if (sigaction(SIGSYS, &ask, &before) < 0) return -errno;
  int result = -drop_in_this_thread(capability);
  long own = syscall(SYS_gettid);
  // A thread that begins meanwhile inherits from one that was asked or not yet, so the list is
  // gone through until it does not grow.
  int asked = 0;
  for (int round = 0; result == 0 && round < 8; round++) {
    DIR *tasks = opendir("/proc/self/task");
    if (!tasks) {
      result = -errno;
      break;
    }
    int count = 0;
    __atomic_store_n(&dropped_threads, 0, __ATOMIC_SEQ_CST);
    struct dirent *entry;
    while ((entry = readdir(tasks))) {
      long thread = atol(entry->d_name);
      if (thread <= 0 || thread == own) continue;
      if (syscall(SYS_tgkill, getpid(), thread, SIGSYS) == 0) count += 1;
    }
    closedir(tasks);
    for (int wait = 0; wait < 500; wait++) {
      if (__atomic_load_n(&dropped_threads, __ATOMIC_SEQ_CST) >= count) break;
      struct timespec pause = {.tv_nsec = 2000000};
      nanosleep(&pause, NULL);
    }
    if (__atomic_load_n(&dropped_threads, __ATOMIC_SEQ_CST) < count) result = -EAGAIN;
    if (drop_failure) result = -drop_failure;
    if (round > 0 && count <= asked) break;
    asked = count;
  }
  sigaction(SIGSYS, &before, NULL);
  return result;
}
