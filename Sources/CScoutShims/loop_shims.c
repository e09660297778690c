#define _GNU_SOURCE
#include "loop_shims.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <linux/errqueue.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <string.h>
#include <sys/timex.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// Addresses

static uint64_t read64(const uint8_t *bytes) {
  uint64_t value = 0;
  for (int i = 0; i < 8; i++) value = value << 8 | bytes[i];
  return value;
}

static void write64(uint8_t *bytes, uint64_t value) {
  for (int i = 7; i >= 0; i--, value >>= 8) bytes[i] = (uint8_t)value;
}

static socklen_t to_system(const scout_address *from, struct sockaddr_storage *to) {
  memset(to, 0, sizeof *to);
  if (from->family == 4) {
    struct sockaddr_in *v4 = (struct sockaddr_in *)to;
    v4->sin_family = AF_INET;
    v4->sin_port = htons(from->port);
    v4->sin_addr.s_addr = htonl((uint32_t)from->low);
    return sizeof *v4;
  }
  struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)to;
  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons(from->port);
  v6->sin6_scope_id = from->scope;
  write64(v6->sin6_addr.s6_addr, from->high);
  write64(v6->sin6_addr.s6_addr + 8, from->low);
  return sizeof *v6;
}

static scout_address from_system(const struct sockaddr *from) {
  scout_address to = {0};
  if (from->sa_family == AF_INET) {
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)from;
    to.family = 4;
    to.port = ntohs(v4->sin_port);
    to.low = ntohl(v4->sin_addr.s_addr);
  } else if (from->sa_family == AF_INET6) {
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)from;
    to.family = 6;
    to.port = ntohs(v6->sin6_port);
    to.scope = v6->sin6_scope_id;
    to.high = read64(v6->sin6_addr.s6_addr);
    to.low = read64(v6->sin6_addr.s6_addr + 8);
  }
  return to;
}

// epoll and eventfd

static uint32_t to_epoll(uint32_t events) {
  return (events & SCOUT_READABLE ? EPOLLIN : 0) | (events & SCOUT_WRITABLE ? EPOLLOUT : 0);
}

int scout_epoll_create(void) {
  int fd = epoll_create1(EPOLL_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

int scout_epoll_add(int epoll, int fd, uint32_t events, uint64_t token) {
  struct epoll_event event = {.events = to_epoll(events), .data.u64 = token};
  return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}

int scout_epoll_change(int epoll, int fd, uint32_t events, uint64_t token) {
  struct epoll_event event = {.events = to_epoll(events), .data.u64 = token};
  return epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event) < 0 ? -errno : 0;
}

int scout_epoll_wait(int epoll, scout_event *events, int capacity, int milliseconds) {
  struct epoll_event ready[256];
  if (capacity > 256) capacity = 256;
  int count = epoll_wait(epoll, ready, capacity, milliseconds);
  if (count < 0) return errno == EINTR ? 0 : -errno;
  for (int i = 0; i < count; i++) {
    events[i].token = ready[i].data.u64;
    events[i].events = (ready[i].events & EPOLLIN ? SCOUT_READABLE : 0)
      | (ready[i].events & EPOLLOUT ? SCOUT_WRITABLE : 0)
      | (ready[i].events & (EPOLLERR | EPOLLHUP) ? SCOUT_TROUBLE : 0);
  }
  return count;
}

int scout_eventfd_create(void) {
  int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return fd < 0 ? -errno : fd;
}

void scout_eventfd_signal(int fd) {
  uint64_t one = 1;
  // A full counter already wakes the reader, so the result says nothing of use.
  if (write(fd, &one, sizeof one) < 0) return;
}

void scout_eventfd_drain(int fd) {
  uint64_t count;
  if (read(fd, &count, sizeof count) < 0) return;
}

// Sockets

static int open_socket(int family, int type, const scout_socket_options *options) {
  int fd = socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -errno;
  int one = 1;
  int failed = 0;
  if (family == AF_INET6) {
    // Without this an IPv4-mapped address would reach an IPv4 host past every rule for IPv4.
    failed = setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one) < 0
      || setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &one, sizeof one) < 0;
  } else {
    failed = setsockopt(fd, IPPROTO_IP, IP_RECVERR, &one, sizeof one) < 0;
  }
  if (!failed && options->device)
    failed = setsockopt(
      fd, SOL_SOCKET, SO_BINDTODEVICE, options->device, (socklen_t)strlen(options->device)) < 0;
  if (!failed && options->broadcasts)
    failed = setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &one, sizeof one) < 0
      || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) < 0;
  if (!failed && options->receive_buffer)
    failed = setsockopt(
      fd, SOL_SOCKET, SO_RCVBUF, &options->receive_buffer, sizeof options->receive_buffer) < 0;
  if (!failed && options->source.family) {
    // Many connections may share a chosen source port as long as their peers differ.
    if (options->source.port && type == SOCK_STREAM)
      failed = setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) < 0;
    struct sockaddr_storage source;
    socklen_t length = to_system(&options->source, &source);
    failed = failed || bind(fd, (struct sockaddr *)&source, length) < 0;
  }
  if (failed) {
    int error = errno;
    close(fd);
    return -error;
  }
  return fd;
}

int scout_tcp_connect(
  const scout_address *peer, const scout_socket_options *options, int *started) {
  int fd = open_socket(peer->family == 4 ? AF_INET : AF_INET6, SOCK_STREAM, options);
  if (fd < 0) return fd;
  if (options->syn_count)
    setsockopt(fd, IPPROTO_TCP, TCP_SYNCNT, &options->syn_count, sizeof options->syn_count);
  struct sockaddr_storage address;
  socklen_t length = to_system(peer, &address);
  *started = connect(fd, (struct sockaddr *)&address, length) < 0 ? errno : 0;
  return fd;
}

void scout_settle_connection(int fd, int family) {
  int zero = 0;
  int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (family == 4)
    setsockopt(fd, IPPROTO_IP, IP_RECVERR, &zero, sizeof zero);
  else
    setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &zero, sizeof zero);
}

int scout_take_error(int fd) {
  int error = 0;
  socklen_t length = sizeof error;
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0) return errno;
  return error;
}

void scout_close(int fd, int reset) {
  if (reset) {
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  }
  close(fd);
}

int scout_tcp_retransmissions(int fd) {
  struct tcp_info info;
  socklen_t length = sizeof info;
  memset(&info, 0, sizeof info);
  if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) < 0) return -errno;
  return (int)info.tcpi_total_retrans;
}

int scout_local_address(int fd, scout_address *address) {
  struct sockaddr_storage storage;
  socklen_t length = sizeof storage;
  if (getsockname(fd, (struct sockaddr *)&storage, &length) < 0) return -errno;
  *address = from_system((struct sockaddr *)&storage);
  return 0;
}

long scout_send(int fd, const void *bytes, size_t count) {
  ssize_t sent = send(fd, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
  return sent < 0 ? -errno : sent;
}

long scout_receive(int fd, void *bytes, size_t capacity) {
  ssize_t count;
  do count = recv(fd, bytes, capacity, MSG_DONTWAIT);
  while (count < 0 && errno == EINTR);
  return count < 0 ? -errno : count;
}

int scout_udp_open(const scout_socket_options *options) {
  return open_socket(options->source.family == 4 ? AF_INET : AF_INET6, SOCK_DGRAM, options);
}

long scout_send_to(int fd, const void *bytes, size_t count, const scout_address *peer) {
  struct sockaddr_storage address;
  socklen_t length = to_system(peer, &address);
  ssize_t sent = -1;
  // An ICMP error for an earlier datagram fails the next send once; that send has done nothing
  // wrong, and the error waits in the queue as well. A route that is missing fails every time.
  for (int attempt = 0; attempt < 4; attempt++) {
    sent = sendto(
      fd, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT, (struct sockaddr *)&address, length);
    if (sent >= 0) return sent;
    if (errno != ECONNREFUSED && errno != EHOSTUNREACH && errno != ENETUNREACH && errno != EPROTO
      && errno != ENOPROTOOPT && errno != EACCES && errno != EINTR && errno != EMSGSIZE
      && errno != EHOSTDOWN && errno != EOPNOTSUPP)
      break;
  }
  return -errno;
}

long scout_receive_from(int fd, void *bytes, size_t capacity, scout_address *peer) {
  struct sockaddr_storage address;
  memset(&address, 0, sizeof address);
  socklen_t length = sizeof address;
  ssize_t count;
  do
    count = recvfrom(
      fd, bytes, capacity, MSG_DONTWAIT | MSG_TRUNC, (struct sockaddr *)&address, &length);
  while (count < 0 && errno == EINTR);
  if (count < 0) return -errno;
  *peer = from_system((struct sockaddr *)&address);
  return count;
}

int scout_take_queued_error(int fd, void *bytes, size_t capacity, scout_socket_error *error) {
  struct sockaddr_storage address;
  union {
    struct cmsghdr header;
    char space[512];
  } control;
  struct iovec part = {.iov_base = bytes, .iov_len = capacity};
  struct msghdr message = {
    .msg_name = &address,
    .msg_namelen = sizeof address,
    .msg_iov = &part,
    .msg_iovlen = 1,
    .msg_control = &control,
    .msg_controllen = sizeof control,
  };
  memset(&address, 0, sizeof address);
  memset(error, 0, sizeof *error);
  ssize_t count = recvmsg(fd, &message, MSG_ERRQUEUE | MSG_DONTWAIT);
  if (count < 0) return 0;
  error->payload = (size_t)count;
  error->destination = from_system((struct sockaddr *)&address);
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
    int v4 = c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVERR;
    int v6 = c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_RECVERR;
    if (!v4 && !v6) continue;
    if (c->cmsg_len < CMSG_LEN(sizeof(struct sock_extended_err))) continue;
    struct sock_extended_err *found = (struct sock_extended_err *)CMSG_DATA(c);
    error->error = (int)found->ee_errno;
    error->origin = found->ee_origin;
    error->type = found->ee_type;
    error->code = found->ee_code;
    size_t room = v4 ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
    if (c->cmsg_len >= CMSG_LEN(sizeof *found + room))
      error->reporter = from_system(SO_EE_OFFENDER(found));
  }
  return 1;
}

// Process and thread

long scout_raise_open_files(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return -errno;
  if (limit.rlim_cur < limit.rlim_max) {
    struct rlimit raised = {.rlim_cur = limit.rlim_max, .rlim_max = limit.rlim_max};
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  return limit.rlim_cur > 1 << 24 ? 1 << 24 : (long)limit.rlim_cur;
}

void scout_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

static int64_t read_clock(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t scout_monotonic(void) { return read_clock(CLOCK_MONOTONIC); }

int scout_clock_is_synchronised(void) {
  struct timex state;
  memset(&state, 0, sizeof state);
  int answer = adjtimex(&state);
  return answer >= 0 && answer != TIME_ERROR;
}

int64_t scout_wall_clock(void) { return read_clock(CLOCK_REALTIME) / 1000; }

int64_t scout_thread_cpu(void) { return read_clock(CLOCK_THREAD_CPUTIME_ID); }

static int mask_length(const struct sockaddr *mask) {
  if (!mask) return -1;
  int length = 0;
  const uint8_t *bytes = mask->sa_family == AF_INET
    ? (const uint8_t *)&((const struct sockaddr_in *)mask)->sin_addr
    : ((const struct sockaddr_in6 *)mask)->sin6_addr.s6_addr;
  int count = mask->sa_family == AF_INET ? 4 : 16;
  for (int i = 0; i < count; i++) length += __builtin_popcount(bytes[i]);
  return length;
}

int scout_local_addresses(scout_each_address body, void *context) {
  struct ifaddrs *list;
  if (getifaddrs(&list) < 0) return -errno;
  for (struct ifaddrs *entry = list; entry; entry = entry->ifa_next) {
    if (!entry->ifa_addr || !(entry->ifa_flags & IFF_UP)) continue;
    int family = entry->ifa_addr->sa_family;
    if (family != AF_INET && family != AF_INET6) continue;
    int flags = (entry->ifa_flags & IFF_LOOPBACK ? 1 : 0)
      | (entry->ifa_flags & IFF_POINTOPOINT ? 2 : 0);
    body(
      context, from_system(entry->ifa_addr), mask_length(entry->ifa_netmask), flags,
      entry->ifa_name);
  }
  freeifaddrs(list);
  return 0;
}
