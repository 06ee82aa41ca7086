// UDP for many legs on one thread, for Linux, as a Node-API addon.
//
// Sockets lie in an own epoll set that is looked at once a turn, so that a packet wakes nobody: one recvmmsg takes what
// a socket has, and what is to be sent lies in an arena until one call writes it all. An alarm on a timerfd wakes the
// event loop to the microsecond, where the loop's own timers count whole milliseconds.
//
// media/packets/native-ports.ts is the other end, and says what each call is for. Packets lie in two arenas of
// `slots` x `slot_bytes`, with words of 32 bits beside them:
//   received: handle, length, 1 when the source is another than that of the socket's packet before
//   sent:     handle, length; a send that failed leaves its errno in the place of the length, else 0

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <node_api.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <uv.h>

#include <string>
#include <vector>

namespace {

// Grows with each change of what TypeScript may expect.
constexpr int kContract = 1;
constexpr uint32_t kSlots = 512;
constexpr uint32_t kSlotBytes = 1536;
constexpr int kReceivedWords = 3;
constexpr int kSentWords = 2;
// At most so many packets of one socket in one call: a flood leaves the others their turn.
constexpr uint32_t kMostOfOne = 16;
constexpr int kEvents = 256;

union Address {
  sockaddr any;
  sockaddr_in v4;
  sockaddr_in6 v6;

  socklen_t length() const { return any.sa_family == AF_INET6 ? sizeof v6 : sizeof v4; }

  bool operator==(const Address& other) const {
    if (any.sa_family != other.any.sa_family) return false;
    if (any.sa_family == AF_INET6)
      return v6.sin6_port == other.v6.sin6_port &&
             memcmp(&v6.sin6_addr, &other.v6.sin6_addr, sizeof v6.sin6_addr) == 0;
    return v4.sin_port == other.v4.sin_port && v4.sin_addr.s_addr == other.v4.sin_addr.s_addr;
  }
};

bool read_address(const std::string& text, uint32_t port, Address* address) {
  memset(address, 0, sizeof *address);
  if (inet_pton(AF_INET, text.c_str(), &address->v4.sin_addr) == 1) {
    address->v4.sin_family = AF_INET;
    address->v4.sin_port = htons(port);
    return true;
  }
  // A link-local address carries its interface: fe80::1%eth0.
  const size_t sign = text.find('%');
  if (inet_pton(AF_INET6, text.substr(0, sign).c_str(), &address->v6.sin6_addr) != 1) return false;
  address->v6.sin6_family = AF_INET6;
  address->v6.sin6_port = htons(port);
  if (sign != std::string::npos)
    address->v6.sin6_scope_id = if_nametoindex(text.substr(sign + 1).c_str());
  return true;
}

std::string write_address(const Address& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.any.sa_family != AF_INET6) {
    inet_ntop(AF_INET, &address.v4.sin_addr, text, sizeof text);
    return text;
  }
  inet_ntop(AF_INET6, &address.v6.sin6_addr, text, sizeof text);
  char interface[IF_NAMESIZE];
  if (address.v6.sin6_scope_id == 0 || if_indextoname(address.v6.sin6_scope_id, interface) == nullptr)
    return text;
  return std::string(text) + "%" + interface;
}

struct Socket {
  int fd = -1;
  Address source{};
  Address target{};
};

class Ports {
 public:
  // The memory belongs to ArrayBuffers that live as long as the object in JavaScript.
  Ports(napi_env env, void* received, void* received_words, void* sent, void* sent_words)
      : env_(env),
        received_(static_cast<uint8_t*>(received)),
        received_words_(static_cast<int32_t*>(received_words)),
        sent_(static_cast<uint8_t*>(sent)),
        sent_words_(static_cast<int32_t*>(sent_words)) {
    epoll_ = epoll_create1(EPOLL_CLOEXEC);
    timer_ = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    memset(messages_, 0, sizeof messages_);
    for (uint32_t slot = 0; slot < kSlots; slot++) {
      parts_[slot] = {received_ + slot * kSlotBytes, kSlotBytes};
      messages_[slot].msg_hdr.msg_iov = &parts_[slot];
      messages_[slot].msg_hdr.msg_iovlen = 1;
      messages_[slot].msg_hdr.msg_name = &sources_[slot];
      messages_[slot].msg_hdr.msg_namelen = sizeof(Address);
    }
  }

  bool is_sound() const { return epoll_ >= 0 && timer_ >= 0; }

  // Gives a handle, or the errno as a negative number.
  int open(const Address& local) {
    const int fd = socket(local.any.sa_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    const int one = 1;
    if (local.any.sa_family == AF_INET6)
      setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
    if (bind(fd, &local.any, local.length()) != 0) return fail(fd);
    const int handle = take_handle();
    epoll_event event{};
    event.events = EPOLLIN | EPOLLET;
    event.data.u32 = handle;
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) {
      closed_.push_back(handle);
      return fail(fd);
    }
    sockets_[handle] = Socket{};
    sockets_[handle].fd = fd;
    return handle;
  }

  // The handle is given out again after the next `receive` at the earliest, so that no packet gets a new owner.
  void close(uint32_t handle) {
    if (!is_open(handle)) return;
    ::close(sockets_[handle].fd);
    sockets_[handle].fd = -1;
    closed_.push_back(handle);
  }

  // Throws away what has come so far.
  void clear(uint32_t handle) {
    if (!is_open(handle)) return;
    char byte;
    while (recv(sockets_[handle].fd, &byte, 1, 0) >= 0) {
    }
  }

  void aim(uint32_t handle, const Address& target) {
    if (is_open(handle)) sockets_[handle].target = target;
  }

  // Takes what the sockets have, up to all slots; gives how many packets.
  uint32_t receive() {
    free_.insert(free_.end(), closed_.begin(), closed_.end());
    closed_.clear();
    uint32_t slot = 0;
    // Edges come once: sockets that had more than was taken are asked again.
    again_.swap(unread_);
    again_.clear();
    for (const uint32_t handle : unread_) slot = read(handle, slot);
    while (slot < kSlots) {
      const int count = epoll_wait(epoll_, events_, kEvents, 0);
      for (int at = 0; at < count; at++) slot = read(events_[at].data.u32, slot);
      if (count < kEvents) break;
    }
    return slot;
  }

  const Address& source(uint32_t slot) const { return sources_[slot % kSlots]; }

  // Sends what lies in the arena; gives how many of them failed.
  uint32_t flush(uint32_t count) {
    uint32_t failed = 0;
    for (uint32_t at = 0; at < count && at < kSlots; at++) {
      int32_t* words = sent_words_ + at * kSentWords;
      const uint32_t handle = words[0];
      const uint32_t length = words[1];
      words[1] = 0;
      if (!is_open(handle) || length > kSlotBytes) continue;
      const Socket& socket = sockets_[handle];
      if (sendto(socket.fd, sent_ + at * kSlotBytes, length, MSG_NOSIGNAL, &socket.target.any,
                 socket.target.length()) >= 0)
        continue;
      // A full queue loses packets as a network does.
      if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS) continue;
      words[1] = errno;
      failed++;
    }
    return failed;
  }

  bool watch(napi_value wake) {
    uv_loop_t* loop;
    if (napi_get_uv_event_loop(env_, &loop) != napi_ok) return false;
    if (napi_create_reference(env_, wake, 1, &wake_) != napi_ok) return false;
    if (napi_async_init(env_, wake, name("callwright:alarm"), &context_) != napi_ok) return false;
    if (uv_poll_init(loop, &poll_, timer_) != 0) return false;
    poll_.data = this;
    is_polled_ = true;
    napi_add_async_cleanup_hook(env_, on_cleanup, this, &cleanup_);
    return true;
  }

  // Wakes once after so many ms.
  void set_alarm(double ms) {
    const int64_t ns = ms <= 0 ? 1 : static_cast<int64_t>(ms * 1e6) + 1;
    const itimerspec time = {{0, 0}, {static_cast<time_t>(ns / 1000000000), ns % 1000000000}};
    timerfd_settime(timer_, 0, &time, nullptr);
    if (is_polled_ && !is_ringing_) {
      uv_poll_start(&poll_, UV_READABLE, on_alarm);
      is_ringing_ = true;
    }
  }

  void clear_alarm() {
    const itimerspec never = {};
    timerfd_settime(timer_, 0, &never, nullptr);
    if (is_ringing_) uv_poll_stop(&poll_);
    is_ringing_ = false;
  }

  // Closes everything. The object lives until its poll handle is closed and JavaScript has let go.
  void stop() {
    for (Socket& socket : sockets_)
      if (socket.fd >= 0) {
        ::close(socket.fd);
        socket.fd = -1;
      }
    if (!is_polled_) return;
    clear_alarm();
    is_polled_ = false;
    napi_async_destroy(env_, context_);
    napi_delete_reference(env_, wake_);
    uv_close(reinterpret_cast<uv_handle_t*>(&poll_), on_closed);
    is_closing_ = true;
  }

  // JavaScript has let go.
  void release() {
    is_released_ = true;
    stop();
    if (!is_closing_) end();
  }

 private:
  ~Ports() {
    ::close(epoll_);
    ::close(timer_);
  }

  void end() {
    if (is_released_ && !is_closing_) delete this;
  }

  static int fail(int fd) {
    const int error = errno;
    ::close(fd);
    return -error;
  }

  bool is_open(uint32_t handle) const {
    return handle < sockets_.size() && sockets_[handle].fd >= 0;
  }

  int take_handle() {
    if (free_.empty()) {
      sockets_.emplace_back();
      return static_cast<int>(sockets_.size()) - 1;
    }
    const int handle = free_.back();
    free_.pop_back();
    return handle;
  }

  // Fills slots from `slot` on; gives the next empty one.
  uint32_t read(uint32_t handle, uint32_t slot) {
    if (!is_open(handle)) return slot;
    const uint32_t room = kSlots - slot < kMostOfOne ? kSlots - slot : kMostOfOne;
    if (room == 0) {
      again_.push_back(handle);
      return slot;
    }
    Socket& socket = sockets_[handle];
    const int count = recvmmsg(socket.fd, messages_ + slot, room, 0, nullptr);
    if (count == static_cast<int>(room)) again_.push_back(handle);
    uint32_t filled = slot;
    for (uint32_t at = slot; count > 0 && at < slot + count; at++) {
      messages_[at].msg_hdr.msg_namelen = sizeof(Address);
      // Longer than any sound is.
      if ((messages_[at].msg_hdr.msg_flags & MSG_TRUNC) != 0) continue;
      if (filled != at) move(at, filled);
      const bool is_other = !(sources_[filled] == socket.source);
      if (is_other) socket.source = sources_[filled];
      int32_t* words = received_words_ + filled * kReceivedWords;
      words[0] = handle;
      words[1] = messages_[at].msg_len;
      words[2] = is_other;
      filled++;
    }
    return filled;
  }

  void move(uint32_t from, uint32_t to) {
    memcpy(received_ + to * kSlotBytes, received_ + from * kSlotBytes, messages_[from].msg_len);
    sources_[to] = sources_[from];
  }

  napi_value name(const char* text) {
    napi_value value;
    napi_create_string_utf8(env_, text, NAPI_AUTO_LENGTH, &value);
    return value;
  }

  static void on_alarm(uv_poll_t* poll, int, int) {
    Ports* self = static_cast<Ports*>(poll->data);
    // Reading silences it: it rings once.
    uint64_t times;
    if (::read(self->timer_, &times, sizeof times) < 0) return;
    const napi_env env = self->env_;
    napi_handle_scope scope;
    if (napi_open_handle_scope(env, &scope) != napi_ok) return;
    napi_value wake, global, result;
    napi_get_reference_value(env, self->wake_, &wake);
    napi_get_global(env, &global);
    if (napi_make_callback(env, self->context_, global, wake, 0, nullptr, &result) ==
        napi_pending_exception) {
      napi_value error;
      napi_get_and_clear_last_exception(env, &error);
      napi_fatal_exception(env, error);
    }
    napi_close_handle_scope(env, scope);
  }

  // The thread or the process ends.
  static void on_cleanup(napi_async_cleanup_hook_handle, void* data) {
    static_cast<Ports*>(data)->stop();
  }

  static void on_closed(uv_handle_t* handle) {
    Ports* self = static_cast<Ports*>(handle->data);
    self->is_closing_ = false;
    napi_async_cleanup_hook_handle hook = self->cleanup_;
    self->cleanup_ = nullptr;
    if (hook != nullptr) napi_remove_async_cleanup_hook(hook);
    self->end();
  }

  napi_env env_;
  uint8_t* received_;
  int32_t* received_words_;
  uint8_t* sent_;
  int32_t* sent_words_;
  int epoll_;
  int timer_;
  uv_poll_t poll_;
  bool is_polled_ = false;
  bool is_ringing_ = false;
  bool is_closing_ = false;
  bool is_released_ = false;
  napi_ref wake_ = nullptr;
  napi_async_context context_ = nullptr;
  napi_async_cleanup_hook_handle cleanup_ = nullptr;
  std::vector<Socket> sockets_;
  std::vector<uint32_t> free_;
  std::vector<uint32_t> closed_;
  std::vector<uint32_t> unread_;
  std::vector<uint32_t> again_;
  epoll_event events_[kEvents];
  mmsghdr messages_[kSlots];
  iovec parts_[kSlots];
  Address sources_[kSlots];
};

// What a call into the addon was given.
class Call {
 public:
  Call(napi_env env, napi_callback_info info) : env_(env) {
    size_t count = 3;
    napi_value self;
    napi_get_cb_info(env, info, &count, values_, &self, nullptr);
    napi_unwrap(env, self, reinterpret_cast<void**>(&ports));
    if (ports == nullptr) napi_throw_type_error(env, nullptr, "not an object of UdpPorts");
  }

  uint32_t number(int at) const {
    uint32_t number = 0;
    napi_get_value_uint32(env_, values_[at], &number);
    return number;
  }

  double real(int at) const {
    double number = 0;
    napi_get_value_double(env_, values_[at], &number);
    return number;
  }

  // The address at `at` and the port behind it.
  bool address(int at, Address* address) const {
    char text[80] = "";
    size_t length;
    napi_get_value_string_utf8(env_, values_[at], text, sizeof text, &length);
    return read_address(text, number(at + 1), address);
  }

  napi_value give(int64_t number) const {
    napi_value value;
    napi_create_int64(env_, number, &value);
    return value;
  }

  napi_value give(const std::string& text) const {
    napi_value value;
    napi_create_string_utf8(env_, text.c_str(), text.length(), &value);
    return value;
  }

  Ports* ports = nullptr;

 private:
  napi_env env_;
  napi_value values_[3] = {};
};

// open(address, port): handle, or -errno
napi_value open(napi_env env, napi_callback_info info) {
  const Call call(env, info);
  Address local;
  if (call.ports == nullptr) return nullptr;
  return call.give(int64_t(call.address(0, &local) ? call.ports->open(local) : -EINVAL));
}

// close(handle)
napi_value close(napi_env env, napi_callback_info info) {
  const Call call(env, info);
  if (call.ports != nullptr) call.ports->close(call.number(0));
  return nullptr;
}

// clear(handle)
napi_value clear(napi_env env, napi_callback_info info) {
  const Call call(env, info);
  if (call.ports != nullptr) call.ports->clear(call.number(0));
  return nullptr;
}

// aim(handle, address, port): 1, or 0 when that is no address
napi_value aim(napi_env env, napi_callback_info info) {
  const Call call(env, info);
  Address target;
  if (call.ports == nullptr) return nullptr;
  const bool is_address = call.address(1, &target);
  if (is_address) call.ports->aim(call.number(0), target);
  return call.give(int64_t(is_address));
}

// receive(): packets
napi_value receive(napi_env env, napi_callback_info info) {
  const Call call(env, info);
  if (call.ports == nullptr) return nullptr;
  return call.give(int64_t(call.ports->receive()));
}

// sourceAddress(slot)
napi_value source_address(napi_env env, napi_callback_info info) {
  const Call call(env, info);
  if (call.ports == nullptr) return nullptr;
  return call.give(write_address(call.ports->source(call.number(0))));
}

// sourcePort(slot)
napi_value source_port(napi_env env, napi_callback_info info) {
  const Call call(env, info);
  if (call.ports == nullptr) return nullptr;
  const Address& source = call.ports->source(call.number(0));
  return call.give(int64_t(
      ntohs(source.any.sa_family == AF_INET6 ? source.v6.sin6_port : source.v4.sin_port)));
}

// flush(packets): failures
napi_value flush(napi_env env, napi_callback_info info) {
  const Call call(env, info);
  if (call.ports == nullptr) return nullptr;
  return call.give(int64_t(call.ports->flush(call.number(0))));
}

// setAlarm(ms)
napi_value set_alarm(napi_env env, napi_callback_info info) {
  const Call call(env, info);
  if (call.ports != nullptr) call.ports->set_alarm(call.real(0));
  return nullptr;
}

// clearAlarm()
napi_value clear_alarm(napi_env env, napi_callback_info info) {
  const Call call(env, info);
  if (call.ports != nullptr) call.ports->clear_alarm();
  return nullptr;
}

// stop(): closes everything
napi_value stop(napi_env env, napi_callback_info info) {
  const Call call(env, info);
  if (call.ports != nullptr) call.ports->stop();
  return nullptr;
}

// An ArrayBuffer that lives as long as `self`.
void* create_memory(napi_env env, napi_value self, const char* name, size_t bytes) {
  void* memory = nullptr;
  napi_value buffer;
  napi_create_arraybuffer(env, bytes, &memory, &buffer);
  napi_set_named_property(env, self, name, buffer);
  return memory;
}

// new UdpPorts(wake)
napi_value construct(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value self, wake;
  napi_get_cb_info(env, info, &count, &wake, &self, nullptr);
  Ports* ports = new Ports(
      env, create_memory(env, self, "received", kSlots * kSlotBytes),
      create_memory(env, self, "receivedWords", kSlots * kReceivedWords * sizeof(int32_t)),
      create_memory(env, self, "sent", kSlots * kSlotBytes),
      create_memory(env, self, "sentWords", kSlots * kSentWords * sizeof(int32_t)));
  if (!ports->is_sound() || !ports->watch(wake)) {
    ports->release();
    napi_throw_error(env, nullptr, "no descriptors for the UDP ports are free");
    return nullptr;
  }
  napi_wrap(
      env, self, ports, [](napi_env, void* data, void*) { static_cast<Ports*>(data)->release(); },
      nullptr, nullptr);
  return self;
}

napi_property_descriptor method(const char* name, napi_callback function) {
  return {name, nullptr, function, nullptr, nullptr, nullptr, napi_default_method, nullptr};
}

void set_number(napi_env env, napi_value object, const char* name, uint32_t number) {
  napi_value value;
  napi_create_uint32(env, number, &value);
  napi_set_named_property(env, object, name, value);
}

napi_value init(napi_env env, napi_value exports) {
  const napi_property_descriptor methods[] = {
      method("open", open),
      method("close", close),
      method("clear", clear),
      method("aim", aim),
      method("receive", receive),
      method("sourceAddress", source_address),
      method("sourcePort", source_port),
      method("flush", flush),
      method("setAlarm", set_alarm),
      method("clearAlarm", clear_alarm),
      method("stop", stop),
  };
  napi_value constructor;
  napi_define_class(env, "UdpPorts", NAPI_AUTO_LENGTH, construct, nullptr,
                    sizeof methods / sizeof *methods, methods, &constructor);
  napi_set_named_property(env, exports, "UdpPorts", constructor);
  set_number(env, exports, "contract", kContract);
  set_number(env, exports, "slots", kSlots);
  set_number(env, exports, "slotBytes", kSlotBytes);
  return exports;
}

}  // namespace

NAPI_MODULE_INIT() { return init(env, exports); }
