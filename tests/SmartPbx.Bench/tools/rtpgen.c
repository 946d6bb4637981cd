// rtpgen: N two-way G.711 calls through a relay; loss, one-way delay and jitter of every packet.
//
// One thread that must cost less than the relay it fills. A packet of ours costs the kernel's way out and into the relay's socket, and its
// way back from our socket; all else is kept away from it: one socket a side (-k), streams told apart by their payload; sends go by
// sendmmsg, a few at a time because the send stamp is taken once for each batch; receives go by recvmmsg once a tick. Nothing wakes us but the
// tick: the delay is taken from the kernel's receive stamp, so it does not matter when we look.
//
//   gcc -O2 -march=native -o rtpgen rtpgen.c -lm
//   rtpgen -n calls -m map [-k sockets a side] [-a first port of A] [-b of B] [-t seconds] [-w warm-up] [-P pid, CPU of which is told] [-B batch] [-u tick in us]
//   A line of the map: where A sends (ip port), where B sends (ip port). Without a map the two sides send to each other.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PacketBytes = 172, PacketTimeUs = 20000, SamplesPerPacket = 160, MaxBatch = 64, MaxSockets = 64, SocketBufferBytes = 32 << 20, DrainMs = 500 };
enum { BinNs = 500, Bins = 400000 }; // delays of 200 ms and more share the last bin
enum { LateNs = 2000000 };

// What a packet carries behind its RTP header; no relay looks at it.
typedef struct { char mark[4]; uint32_t stream, sequence; uint64_t sentAt; } __attribute__((packed)) Stamp;
typedef struct { uint8_t version, payloadType; uint16_t sequence; uint32_t timestamp, ssrc; Stamp stamp; uint8_t audio[PacketBytes - 12 - sizeof(Stamp)]; } __attribute__((packed)) Packet;
typedef struct { uint8_t rtp[12]; Stamp stamp; } __attribute__((packed)) PacketStart;

typedef struct {
  struct sockaddr_in target;
  uint32_t sequence, warmSequence, lastSequence;
  uint64_t received, lastSentAt, lastReceivedAt;
  double jitterNs;
} Stream; // of one direction: 2 × call for A's, one more for B's

static const char Mark[4] = {'S', 'P', 'B', 'X'};

static int calls = 100, sockets = 1, portA = 20000, portB = 30000, batch = 8, tickUs = 500, process;
static double seconds = 10, warmUp = 3;
static const char *map;

static Stream *streams;
static int *order; // of the calls: those that share a socket side by side
static int fds[2][MaxSockets];
static uint32_t delays[Bins];
static uint64_t delayCount, delayMaxNs, delayMinNs = UINT64_MAX, lateTicks, latestNs, foreign, sendErrors, outOfOrder, doubles, sent;
static double delaySumNs;
static int measuring;
static uint64_t startedAt; // what was sent before is of an earlier run, and was on its way for long

static uint64_t now(void) { struct timespec t; clock_gettime(CLOCK_REALTIME, &t); return t.tv_sec * 1000000000ull + t.tv_nsec; }

static double cpuNs(int pid) {
  clockid_t clock; struct timespec t;
  if (clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &t)) return 0;
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static long residentKb(int pid) {
  char path[64], line[256]; long kb = 0;
  snprintf(path, sizeof path, "/proc/%d/status", pid);
  FILE *f = fopen(path, "r");
  if (!f) return 0;
  while (fgets(line, sizeof line, f)) if (sscanf(line, "VmRSS: %ld", &kb) == 1) break;
  fclose(f);
  return kb;
}

static void fail(const char *what) { perror(what); exit(1); }

static struct sockaddr_in address(const char *ip, int port) {
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
  inet_aton(ip, &a.sin_addr);
  return a;
}

static int openSocket(int port) {
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), bytes = SocketBufferBytes, on = 1, unfragmented = IP_PMTUDISC_DO;
  struct sockaddr_in local = address("127.0.0.1", port);
  if (fd < 0 || bind(fd, (void *)&local, sizeof local)) fail("bind");
  setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes);
  setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
  setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, &unfragmented, sizeof unfragmented); // then the kernel need not draw an id for each packet
  return fd;
}

static void readMap(void) {
  for (int call = 0; call < calls; call++) {
    streams[2 * call].target = address("127.0.0.1", portB + 2 * (call % sockets));
    streams[2 * call + 1].target = address("127.0.0.1", portA + 2 * (call % sockets));
  }
  if (!map) return;
  FILE *f = fopen(map, "r");
  if (!f) fail(map);
  char a[64], b[64]; int fromA, fromB, call = 0;
  for (; call < calls && fscanf(f, "%63s %d %63s %d", a, &fromA, b, &fromB) == 4; call++) {
    streams[2 * call].target = address(a, fromA);
    streams[2 * call + 1].target = address(b, fromB);
  }
  fclose(f);
  if (call < calls) { fprintf(stderr, "the map has %d calls only\n", call); exit(1); }
}

static void compose(Packet *packet, int id, uint64_t at) {
  Stream *stream = &streams[id];
  stream->sequence++;
  packet->sequence = htons((uint16_t)stream->sequence);
  packet->timestamp = htonl(stream->sequence * SamplesPerPacket);
  packet->ssrc = htonl(0x53000000u + id);
  packet->stamp.stream = id;
  packet->stamp.sequence = stream->sequence;
  packet->stamp.sentAt = at;
}

// The packets of one side of so many calls, which share a socket.
static void sendSide(int side, const int *which, int count) {
  static Packet packets[MaxBatch]; static struct iovec parts[MaxBatch]; static struct mmsghdr messages[MaxBatch];
  if (!parts[0].iov_base)
    for (int i = 0; i < MaxBatch; i++) {
      memset(&packets[i], 0xD5, PacketBytes);
      packets[i].version = 0x80, packets[i].payloadType = 0;
      memcpy(packets[i].stamp.mark, Mark, sizeof Mark);
      parts[i] = (struct iovec){&packets[i], PacketBytes};
      messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1, .msg_namelen = sizeof(struct sockaddr_in)};
    }
  uint64_t at = now();
  for (int i = 0; i < count; i++) {
    compose(&packets[i], 2 * which[i] + side, at);
    messages[i].msg_hdr.msg_name = &streams[2 * which[i] + side].target;
  }
  for (int done = 0; done < count;) {
    int n = sendmmsg(fds[side][which[0] % sockets], messages + done, count - done, 0);
    if (n > 0) done += n;
    else if (errno != EINTR) sendErrors++, done++;
  }
  if (measuring) sent += count;
}

static void sendTick(uint64_t tick) {
  int ticks = PacketTimeUs / tickUs, phase = tick % ticks, from = (long)calls * phase / ticks, to = (long)calls * (phase + 1) / ticks;
  while (from < to) {
    int count = 1;
    while (count < batch && from + count < to && order[from + count] % sockets == order[from] % sockets) count++;
    sendSide(0, order + from, count);
    sendSide(1, order + from, count);
    from += count;
  }
}

static void countDelay(uint64_t ns) {
  if (ns > delayMaxNs) delayMaxNs = ns;
  if (ns < delayMinNs) delayMinNs = ns;
  delaySumNs += ns;
  delayCount++;
  uint64_t bin = ns / BinNs;
  delays[bin < Bins ? bin : Bins - 1]++;
}

static double delayUs(double quantile) {
  uint64_t wanted = (uint64_t)ceil(quantile * delayCount), seen = 0;
  for (int i = 0; i < Bins; i++) if ((seen += delays[i]) >= wanted) return (i + 0.5) * BinNs / 1e3;
  return delayMaxNs / 1e3;
}

static void receiveOne(const PacketStart *packet, unsigned length, uint64_t at) {
  const Stamp *stamp = &packet->stamp;
  if (length != PacketBytes || memcmp(stamp->mark, Mark, sizeof Mark) || stamp->stream >= 2u * calls || stamp->sentAt < startedAt) { foreign++; return; }
  Stream *stream = &streams[stamp->stream];
  if (!measuring || stamp->sequence <= stream->warmSequence) return;
  countDelay(at > stamp->sentAt ? at - stamp->sentAt : 0);
  if (stream->received++) {
    double change = fabs((double)(int64_t)(at - stream->lastReceivedAt) - (double)(int64_t)(stamp->sentAt - stream->lastSentAt));
    stream->jitterNs += (change - stream->jitterNs) / 16; // RFC 3550 section 6.4.1
    if (stamp->sequence < stream->lastSequence) outOfOrder++;
    else if (stamp->sequence == stream->lastSequence) doubles++;
  }
  stream->lastSentAt = stamp->sentAt, stream->lastReceivedAt = at, stream->lastSequence = stamp->sequence;
}

static uint64_t receiveStamp(struct msghdr *message) {
  for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c))
    if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS) {
      struct timespec t;
      memcpy(&t, CMSG_DATA(c), sizeof t);
      return t.tv_sec * 1000000000ull + t.tv_nsec;
    }
  return now();
}

static void receiveAll(int fd) {
  static PacketStart starts[MaxBatch]; static char control[MaxBatch][64]; static struct iovec parts[MaxBatch]; static struct mmsghdr messages[MaxBatch];
  int n;
  do {
    for (int i = 0; i < MaxBatch; i++) {
      parts[i] = (struct iovec){&starts[i], sizeof starts[i]};
      messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1, .msg_control = control[i], .msg_controllen = sizeof control[i]};
    }
    n = recvmmsg(fd, messages, MaxBatch, MSG_TRUNC, 0); // MSG_TRUNC: the whole length is told, the start is all we copy
    for (int i = 0; i < n; i++) receiveOne(&starts[i], messages[i].msg_len, receiveStamp(&messages[i].msg_hdr));
  } while (n == MaxBatch);
}

static void receive(void) {
  for (int side = 0; side < 2; side++)
    for (int i = 0; i < sockets; i++) receiveAll(fds[side][i]);
}

static void sleepUntil(uint64_t at) {
  struct timespec t = {at / 1000000000ull, at % 1000000000ull};
  clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &t, 0);
}

static void report(double relayNs, double ownNs) {
  uint64_t offered = 0, received = 0, silent = 0; double jitterSum = 0, jitterMax = 0;
  for (int i = 0; i < 2 * calls; i++) {
    offered += streams[i].sequence - streams[i].warmSequence;
    received += streams[i].received;
    silent += !streams[i].received;
    jitterSum += streams[i].jitterNs;
    jitterMax = fmax(jitterMax, streams[i].jitterNs);
  }
  printf("n=%d k=%d batch=%d dur=%.1f", calls, sockets, batch, seconds);
  if (process) printf(" | pid%d sched_s=%.3f cpu%%=%.1f rssKB=%ld", process, relayNs / 1e9, relayNs / 1e7 / seconds, residentKb(process));
  printf(" | gen cpu%%=%.1f | tx=%lu rx=%lu loss%%=%.4f silent=%lu ooo=%lu dup=%lu bad=%lu senderr=%lu", ownNs / 1e7 / seconds, offered, received,
    offered ? 100.0 * ((double)offered - (double)received) / offered : 0, silent, outOfOrder, doubles, foreign, sendErrors);
  printf(" | lat_us min=%.1f p50=%.1f p90=%.1f p99=%.1f p99.9=%.1f max=%.1f mean=%.1f", delayCount ? delayMinNs / 1e3 : 0, delayUs(.5), delayUs(.9), delayUs(.99), delayUs(.999), delayMaxNs / 1e3,
    delayCount ? delaySumNs / delayCount / 1e3 : 0);
  printf(" | jitter_us mean=%.1f max=%.1f | genlate>2ms=%lu max=%.2fms pps=%.0f\n", jitterSum / (2 * calls) / 1e3, jitterMax / 1e3, lateTicks, latestNs / 1e6, sent / seconds);
}

static void parse(int count, char **arguments) {
  for (int c; (c = getopt(count, arguments, "n:k:a:b:t:w:m:P:B:u:")) != -1;) switch (c) {
    case 'n': calls = atoi(optarg); break;
    case 'k': sockets = atoi(optarg); break;
    case 'a': portA = atoi(optarg); break;
    case 'b': portB = atoi(optarg); break;
    case 't': seconds = atof(optarg); break;
    case 'w': warmUp = atof(optarg); break;
    case 'm': map = optarg; break;
    case 'P': process = atoi(optarg); break;
    case 'B': batch = atoi(optarg); break;
    case 'u': tickUs = atoi(optarg); break;
    default: fprintf(stderr, "see the head of rtpgen.c\n"); exit(2);
  }
  if (calls < 1 || sockets < 1 || sockets > MaxSockets || batch < 1 || batch > MaxBatch || tickUs < 1 || tickUs > PacketTimeUs) { fprintf(stderr, "out of range\n"); exit(2); }
}

int main(int count, char **arguments) {
  parse(count, arguments);
  prctl(PR_SET_TIMERSLACK, 1);
  streams = calloc(2 * calls, sizeof *streams), order = calloc(calls, sizeof *order);
  for (int i = 0; i < sockets; i++) fds[0][i] = openSocket(portA + 2 * i), fds[1][i] = openSocket(portB + 2 * i);
  for (int socket = 0, next = 0; socket < sockets; socket++)
    for (int call = socket; call < calls; call += sockets) order[next++] = call;
  readMap();

  startedAt = now();
  uint64_t start = startedAt + 50000000, measureFrom = start + warmUp * 1e9, end = measureFrom + seconds * 1e9;
  double relayNs = 0, ownNs = 0;
  for (uint64_t tick = 0;; tick++) {
    uint64_t due = start + tick * tickUs * 1000ull, at = now();
    if (at < due) sleepUntil(due), at = now();
    if (at >= end) break;
    if (!measuring && at >= measureFrom) {
      measuring = 1;
      for (int i = 0; i < 2 * calls; i++) streams[i].warmSequence = streams[i].sequence;
      relayNs = cpuNs(process), ownNs = cpuNs(getpid());
    }
    if (measuring) {
      if (at - due > LateNs) lateTicks++;
      if (at > due && at - due > latestNs) latestNs = at - due;
    }
    sendTick(tick);
    receive();
  }
  relayNs = process ? cpuNs(process) - relayNs : 0, ownNs = cpuNs(getpid()) - ownNs;
  for (uint64_t until = now() + DrainMs * 1000000ull; now() < until; receive()) usleep(5000);
  report(relayNs, ownNs);
  return 0;
}
