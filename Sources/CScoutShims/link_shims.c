#include "link_shims.h"

#include <errno.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static void take(
    struct nlmsghdr *message, struct scout_neighbour *out, size_t capacity, size_t *count) {
  if (message->nlmsg_len < NLMSG_LENGTH(sizeof(struct ndmsg))) return;
  struct ndmsg *entry = NLMSG_DATA(message);
  size_t want = entry->ndm_family == AF_INET ? 4 : entry->ndm_family == AF_INET6 ? 16 : 0;
  if (want == 0) return;
  struct scout_neighbour found;
  memset(&found, 0, sizeof found);
  int has_address = 0, has_hardware = 0;
  int left = (int)(message->nlmsg_len - NLMSG_LENGTH(sizeof *entry));
  struct rtattr *item = (struct rtattr *)((char *)entry + NLMSG_ALIGN(sizeof *entry));
  for (; RTA_OK(item, left); item = RTA_NEXT(item, left)) {
    size_t length = RTA_PAYLOAD(item);
    if (item->rta_type == NDA_DST && length == want) {
      memcpy(found.address, RTA_DATA(item), want);
      has_address = 1;
    } else if (item->rta_type == NDA_LLADDR && length == 6) {
      memcpy(found.hardware, RTA_DATA(item), 6);
      has_hardware = 1;
    }
  }
  if (!has_address || !has_hardware) return;
  found.family = entry->ndm_family;
  found.state = entry->ndm_state;
  found.interface_index = (uint32_t)entry->ndm_ifindex;
  if (*count < capacity) out[*count] = found;
  *count += 1;
}

int scout_read_neighbours(struct scout_neighbour *out, size_t capacity, size_t *count) {
  *count = 0;
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (fd < 0) return errno;
  struct timeval patience = {.tv_sec = 2};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  struct {
    struct nlmsghdr head;
    struct ndmsg body;
  } request;
  memset(&request, 0, sizeof request);
  request.head.nlmsg_len = NLMSG_LENGTH(sizeof request.body);
  request.head.nlmsg_type = RTM_GETNEIGH;
  request.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  request.head.nlmsg_seq = 1;
  request.body.ndm_family = AF_UNSPEC;
  int result = 0, done = 0;
  if (send(fd, &request, request.head.nlmsg_len, 0) < 0) result = errno;
  while (result == 0 && !done) {
    _Alignas(struct nlmsghdr) char buffer[65536];
    ssize_t received = recv(fd, buffer, sizeof buffer, 0);
    if (received < 0) {
      if (errno == EINTR) continue;
      result = errno;
      break;
    }
    if (received == 0) break;
    int left = (int)received;
    struct nlmsghdr *message = (struct nlmsghdr *)buffer;
    for (; NLMSG_OK(message, left); message = NLMSG_NEXT(message, left)) {
      if (message->nlmsg_type == NLMSG_DONE) {
        done = 1;
        break;
      }
      if (message->nlmsg_type == NLMSG_ERROR) {
        struct nlmsgerr *failure = NLMSG_DATA(message);
        int enough = message->nlmsg_len >= NLMSG_LENGTH(sizeof *failure);
        result = enough && failure->error != 0 ? -failure->error : EIO;
        break;
      }
      if (message->nlmsg_type == RTM_NEWNEIGH) take(message, out, capacity, count);
    }
  }
  close(fd);
  return result;
}

int scout_link_event(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void scout_link_signal(int event) { eventfd_write(event, 1); }
