#define _GNU_SOURCE
#include "route_shims.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static uint64_t read64(const uint8_t *bytes) {
  uint64_t value = 0;
  for (int i = 0; i < 8; i++) value = value << 8 | bytes[i];
  return value;
}

static void write64(uint8_t *bytes, uint64_t value) {
  for (int i = 7; i >= 0; i--, value >>= 8) bytes[i] = (uint8_t)value;
}

static scout_address to_address(int family, const void *data, size_t length) {
  scout_address address = {0};
  const uint8_t *bytes = data;
  if (family == AF_INET && length >= 4) {
    address.family = 4;
    address.low = (uint64_t)bytes[0] << 24 | (uint64_t)bytes[1] << 16 | (uint64_t)bytes[2] << 8
      | bytes[3];
  } else if (family == AF_INET6 && length >= 16) {
    address.family = 6;
    address.high = read64(bytes);
    address.low = read64(bytes + 8);
  }
  return address;
}

int scout_route_open(void) {
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (fd < 0) return -errno;
  struct timeval patience = {.tv_sec = 2};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  return fd;
}

typedef struct request {
  struct nlmsghdr head;
  struct rtmsg body;
  uint8_t room[64];
} request;

static void add(request *to, unsigned short type, const void *data, size_t length) {
  struct rtattr *item = (struct rtattr *)((uint8_t *)to + NLMSG_ALIGN(to->head.nlmsg_len));
  item->rta_type = type;
  item->rta_len = (unsigned short)RTA_LENGTH(length);
  memcpy(RTA_DATA(item), data, length);
  to->head.nlmsg_len = (uint32_t)(NLMSG_ALIGN(to->head.nlmsg_len) + RTA_SPACE(length));
}

static int failure(const struct nlmsghdr *message) {
  const struct nlmsgerr *failure = NLMSG_DATA(message);
  if (message->nlmsg_len < NLMSG_LENGTH(sizeof *failure)) return -EIO;
  return failure->error;
}

static void take_route(const struct nlmsghdr *message, scout_route *out) {
  const struct rtmsg *body = NLMSG_DATA(message);
  if (message->nlmsg_len < NLMSG_LENGTH(sizeof *body)) return;
  out->type = body->rtm_type;
  int left = (int)(message->nlmsg_len - NLMSG_LENGTH(sizeof *body));
  struct rtattr *item = (struct rtattr *)((char *)body + NLMSG_ALIGN(sizeof *body));
  for (; RTA_OK(item, left); item = RTA_NEXT(item, left)) {
    size_t length = RTA_PAYLOAD(item);
    switch (item->rta_type) {
    case RTA_OIF:
      if (length >= 4) memcpy(&out->interface, RTA_DATA(item), 4);
      break;
    case RTA_GATEWAY: out->gateway = to_address(body->rtm_family, RTA_DATA(item), length); break;
    case RTA_VIA: {
      // A next hop of another family: struct rtvia begins with it.
      unsigned short family;
      if (length < sizeof family) break;
      memcpy(&family, RTA_DATA(item), sizeof family);
      out->gateway = to_address(
        family, (const uint8_t *)RTA_DATA(item) + sizeof family, length - sizeof family);
      break;
    }
    case RTA_PREFSRC: out->source = to_address(body->rtm_family, RTA_DATA(item), length); break;
    default: break;
    }
  }
}

int scout_route_get(int fd, const scout_address *to, uint32_t interface, scout_route *out) {
  memset(out, 0, sizeof *out);
  request question;
  memset(&question, 0, sizeof question);
  question.head.nlmsg_len = NLMSG_LENGTH(sizeof question.body);
  question.head.nlmsg_type = RTM_GETROUTE;
  question.head.nlmsg_flags = NLM_F_REQUEST;
  question.head.nlmsg_seq = 1;
  uint8_t bytes[16];
  if (to->family == 4) {
    question.body.rtm_family = AF_INET;
    question.body.rtm_dst_len = 32;
    for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(to->low >> (24 - 8 * i));
    add(&question, RTA_DST, bytes, 4);
  } else {
    question.body.rtm_family = AF_INET6;
    question.body.rtm_dst_len = 128;
    write64(bytes, to->high);
    write64(bytes + 8, to->low);
    add(&question, RTA_DST, bytes, 16);
  }
  if (interface) add(&question, RTA_OIF, &interface, 4);
  if (send(fd, &question, question.head.nlmsg_len, 0) < 0) return -errno;
  while (1) {
    _Alignas(struct nlmsghdr) char buffer[8192];
    ssize_t received = recv(fd, buffer, sizeof buffer, 0);
    if (received < 0 && errno == EINTR) continue;
    if (received <= 0) return received < 0 ? -errno : -EIO;
    int left = (int)received;
    struct nlmsghdr *message = (struct nlmsghdr *)buffer;
    for (; NLMSG_OK(message, left); message = NLMSG_NEXT(message, left)) {
      if (message->nlmsg_type == NLMSG_ERROR) {
        int code = failure(message);
        return code == 0 ? -EIO : code;
      }
      if (message->nlmsg_type == RTM_NEWROUTE) {
        take_route(message, out);
        return 0;
      }
    }
  }
}

int scout_route_destinations(
  int fd, int family, scout_destination *out, size_t capacity, size_t *count) {
  *count = 0;
  request question;
  memset(&question, 0, sizeof question);
  question.head.nlmsg_len = NLMSG_LENGTH(sizeof question.body);
  question.head.nlmsg_type = RTM_GETROUTE;
  question.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  question.head.nlmsg_seq = 2;
  question.body.rtm_family = family == 6 ? AF_INET6 : AF_INET;
  if (send(fd, &question, question.head.nlmsg_len, 0) < 0) return -errno;
  while (1) {
    _Alignas(struct nlmsghdr) char buffer[65536];
    ssize_t received = recv(fd, buffer, sizeof buffer, 0);
    if (received < 0 && errno == EINTR) continue;
    if (received <= 0) return received < 0 ? -errno : -EIO;
    int left = (int)received;
    struct nlmsghdr *message = (struct nlmsghdr *)buffer;
    for (; NLMSG_OK(message, left); message = NLMSG_NEXT(message, left)) {
      if (message->nlmsg_type == NLMSG_DONE) return 0;
      if (message->nlmsg_type == NLMSG_ERROR) return failure(message);
      struct rtmsg *body = NLMSG_DATA(message);
      if (message->nlmsg_type != RTM_NEWROUTE
          || message->nlmsg_len < NLMSG_LENGTH(sizeof *body) || body->rtm_dst_len == 0)
        continue;
      int rest = (int)(message->nlmsg_len - NLMSG_LENGTH(sizeof *body));
      struct rtattr *item = (struct rtattr *)((char *)body + NLMSG_ALIGN(sizeof *body));
      for (; RTA_OK(item, rest); item = RTA_NEXT(item, rest)) {
        if (item->rta_type != RTA_DST) continue;
        scout_address address = to_address(body->rtm_family, RTA_DATA(item), RTA_PAYLOAD(item));
        if (address.family == 0) continue;
        if (*count < capacity) {
          out[*count].address = address;
          out[*count].length = body->rtm_dst_len;
        }
        *count += 1;
      }
    }
  }
}

int scout_link_watch_open(void) {
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
  if (fd < 0) return -errno;
  struct sockaddr_nl own = {
    .nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR};
  if (bind(fd, (struct sockaddr *)&own, sizeof own) < 0) {
    int error = errno;
    close(fd);
    return -error;
  }
  return fd;
}

static int take_change(const struct nlmsghdr *message, scout_link_change *out) {
  memset(out, 0, sizeof *out);
  switch (message->nlmsg_type) {
  case RTM_NEWLINK:
  case RTM_DELLINK: {
    const struct ifinfomsg *body = NLMSG_DATA(message);
    if (message->nlmsg_len < NLMSG_LENGTH(sizeof *body)) return 0;
    // Bridges tell of their ports by the same messages, in a family of their own.
    if (body->ifi_family != AF_UNSPEC) return 0;
    out->kind = message->nlmsg_type == RTM_NEWLINK ? 1 : 2;
    out->interface = (uint32_t)body->ifi_index;
    out->flags = body->ifi_flags;
    return 1;
  }
  case RTM_DELADDR: {
    const struct ifaddrmsg *body = NLMSG_DATA(message);
    if (message->nlmsg_len < NLMSG_LENGTH(sizeof *body)) return 0;
    out->kind = 3;
    out->interface = body->ifa_index;
    int left = (int)(message->nlmsg_len - NLMSG_LENGTH(sizeof *body));
    struct rtattr *item = (struct rtattr *)((char *)body + NLMSG_ALIGN(sizeof *body));
    for (; RTA_OK(item, left); item = RTA_NEXT(item, left)) {
      // IFA_LOCAL is the own address where a peer's stands in IFA_ADDRESS.
      if (item->rta_type == IFA_LOCAL
          || (item->rta_type == IFA_ADDRESS && out->address.family == 0))
        out->address = to_address(body->ifa_family, RTA_DATA(item), RTA_PAYLOAD(item));
    }
    return out->address.family != 0;
  }
  default: return 0;
  }
}

int scout_link_watch_read(int fd, scout_link_change *out, int capacity) {
  int count = 0;
  // Half of the room stays free for what one datagram may hold.
  while (count < capacity / 2) {
    _Alignas(struct nlmsghdr) char buffer[16384];
    ssize_t received = recv(fd, buffer, sizeof buffer, 0);
    if (received < 0 && errno == EINTR) continue;
    if (received <= 0) break;
    int left = (int)received;
    struct nlmsghdr *message = (struct nlmsghdr *)buffer;
    for (; NLMSG_OK(message, left); message = NLMSG_NEXT(message, left)) {
      if (count < capacity && take_change(message, &out[count])) count += 1;
    }
  }
  return count;
}
