// A phone on sofia-sip's nua, which is the SIP stack of FreeSWITCH. It says a tone instead of a voice, and is told by lines on stdin what to do.
// sofiaphone OWN-URL AOR SERVER USER PASSWORD RTP-PORT TONE-HZ; every event of nua is one line on stdout: its name without "nua_", status, details.
#define SU_ROOT_MAGIC_T void
#define SU_TIMER_ARG_T void
#define NUA_MAGIC_T void
#define NUA_HMAGIC_T void
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <sofia-sip/nua.h>
#include <sofia-sip/sdp.h>
#include <sofia-sip/sip_extra.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/sip_util.h>
#include <sofia-sip/su_tag_io.h>
#include <sofia-sip/msg_header.h>
#include <sofia-sip/soa.h>
#include <sofia-sip/tport_tag.h>

enum { RATE = 8000, PACKET = 160, PACKET_MS = 20, LISTEN_PACKETS = 50, RTP_HEADER = 12, MAX_CALLS = 4, AMPLITUDE = 8000, QUIET = 100 };

typedef struct { nua_handle_t *handle; struct sockaddr_in remote; int sends; } Call;

static su_root_t *root;
static nua_t *nua;
static nua_handle_t *registration;
static Call calls[MAX_CALLS]; // in the order in which they began; the last one is what commands are about, and whom the tone is for
static int callCount, rtp, toneHz;
static const char *user, *password;
static char sdp[256];

// What is being listened for: samples of the second that began with the command.
static int wantedHz, packetsLeft, heardCount;
static short heard[RATE * 2];

static Call *find(nua_handle_t *handle) {
  for (int i = 0; i < callCount; i++) if (calls[i].handle == handle) return &calls[i];
  return NULL;
}

static Call *add(nua_handle_t *handle) {
  if (callCount == MAX_CALLS) return NULL;
  calls[callCount] = (Call){ .handle = handle };
  return &calls[callCount++];
}

static void forget(Call *call) {
  nua_handle_destroy(call->handle);
  memmove(call, call + 1, (char *)(calls + callCount) - (char *)(call + 1));
  callCount--;
}

// ---- audio: G.711 mu-law (ITU-T G.711), linear samples of 16 bits

static unsigned char toMuLaw(int sample) {
  int sign = sample < 0 ? 0x80 : 0, segment = 7;
  sample = abs(sample) + 132;
  for (int mask = 0x4000; segment > 0 && !(sample & mask); mask >>= 1) segment--;
  return ~(sign | segment << 4 | (sample >> (segment + 3) & 15));
}

static int fromMuLaw(unsigned char code) {
  code = ~code;
  int sample = ((((code & 15) << 3) + 132) << ((code >> 4) & 7)) - 132;
  return code & 0x80 ? -sample : sample;
}

static void sendTone(Call *call) {
  static unsigned short sequence;
  static unsigned time;
  unsigned char packet[RTP_HEADER + PACKET] = { 0x80, 0, sequence >> 8, sequence & 255, time >> 24, time >> 16 & 255, time >> 8 & 255, time & 255, 's', 'o', 'f', 'i' };
  for (int i = 0; i < PACKET; i++) packet[RTP_HEADER + i] = toMuLaw(AMPLITUDE * sin(2 * M_PI * toneHz * (time + i) / RATE));
  sendto(rtp, packet, sizeof packet, 0, (struct sockaddr *)&call->remote, sizeof call->remote);
  sequence++, time += PACKET;
}

// The share of the energy at one frequency, of blocks short enough for clocks that differ; |X(f)|^2 of a sine of amplitude a over n samples is (a n/2)^2.
static void tellWhatWasHeard(void) {
  double energy = 0, atTone = 0;
  for (int start = 0; start + PACKET * 5 <= heardCount; start += PACKET * 5) {
    double re = 0, im = 0;
    for (int i = 0; i < PACKET * 5; i++) {
      double sample = heard[start + i], angle = 2 * M_PI * wantedHz * i / RATE;
      re += sample * cos(angle), im += sample * sin(angle), energy += sample * sample;
    }
    atTone += 2 * (re * re + im * im) / (PACKET * 5);
  }
  int silent = heardCount < RATE / 4 || energy / heardCount < QUIET * QUIET;
  printf("hears %d %s of %d samples\n", wantedHz, silent ? "silence" : atTone / energy > 0.6 ? "yes" : "voice", heardCount);
}

static void tick(su_root_magic_t *magic, su_timer_t *timer, su_timer_arg_t *arg) {
  if (callCount > 0 && calls[callCount - 1].sends) sendTone(&calls[callCount - 1]);
  if (packetsLeft > 0 && --packetsLeft == 0) tellWhatWasHeard();
}

static int receiveAudio(su_root_magic_t *magic, su_wait_t *wait, su_wakeup_arg_t *arg) {
  unsigned char packet[1500];
  ssize_t length = recv(rtp, packet, sizeof packet, MSG_DONTWAIT);
  if (length <= RTP_HEADER || (packet[1] & 127) != 0 || packetsLeft == 0) return 0;
  for (ssize_t i = RTP_HEADER; i < length && heardCount < (int)(sizeof heard / sizeof *heard); i++) heard[heardCount++] = fromMuLaw(packet[i]);
  return 0;
}

// ---- SIP

static void useRemote(Call *call, const char *text, int active) {
  su_home_t home[1] = { SU_HOME_INIT(home) };
  sdp_parser_t *parser = sdp_parse(home, text, strlen(text), 0);
  sdp_session_t *session = sdp_session(parser);
  if (session && session->sdp_media) {
    sdp_connection_t *connection = sdp_media_connections(session->sdp_media);
    call->remote = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(session->sdp_media->m_port) };
    if (connection) inet_pton(AF_INET, connection->c_address, &call->remote.sin_addr);
  }
  call->sends = active > 0 && active & SOA_ACTIVE_SENDONLY && call->remote.sin_port;
  sdp_parser_free(parser);
  su_home_deinit(home);
}

static void changeState(nua_handle_t *handle, tagi_t tags[]) {
  int state = nua_callstate_init, audio = SOA_ACTIVE_DISABLED;
  const char *remote = NULL;
  tl_gets(tags, NUTAG_CALLSTATE_REF(state), SOATAG_ACTIVE_AUDIO_REF(audio), SOATAG_REMOTE_SDP_STR_REF(remote), TAG_END());
  static const char *const directions[] = { "inactive", "sendonly", "recvonly", "sendrecv" };
  printf("state %s %s\n", nua_callstate_name(state), audio >= 0 && audio < 4 ? directions[audio] : "disabled");
  Call *call = find(handle);
  if (!call) return;
  if (remote) useRemote(call, remote, audio);
  else call->sends = audio > 0 && audio & SOA_ACTIVE_SENDONLY && call->remote.sin_port;
  if (state == nua_callstate_terminated) forget(call);
}

static void authenticate(nua_handle_t *handle, int status, const sip_t *sip) {
  const msg_auth_t *challenge = status == 401 ? sip->sip_www_authenticate : sip->sip_proxy_authenticate;
  if (!challenge) return;
  char credentials[256];
  snprintf(credentials, sizeof credentials, "%s:%s:%s:%s", challenge->au_scheme, msg_params_find(challenge->au_params, "realm="), user, password);
  nua_authenticate(handle, NUTAG_AUTH(credentials), TAG_END());
}

static void say(nua_event_t event, int status, const char *phrase, const sip_t *sip) {
  printf("%s %d %s", nua_event_name(event) + 4, status, phrase);
  if (sip && sip->sip_session_expires) printf(" expires=%lu;%s", sip->sip_session_expires->x_delta, sip->sip_session_expires->x_refresher ? sip->sip_session_expires->x_refresher : "");
  if (sip && sip->sip_rseq) printf(" rseq");
  if (event == nua_r_register && sip && sip->sip_contact) printf(" contact expires=%s", sip->sip_contact->m_expires ? sip->sip_contact->m_expires : "");
  if (event == nua_i_notify && sip && sip->sip_payload) printf(" %.*s", (int)strcspn(sip->sip_payload->pl_data, "\r\n"), sip->sip_payload->pl_data);
  printf("\n");
}

static void onEvent(nua_event_t event, int status, char const *phrase, nua_t *agent, nua_magic_t *magic, nua_handle_t *handle, nua_hmagic_t *hmagic, sip_t const *sip, tagi_t tags[]) {
  if (event == nua_i_state) changeState(handle, tags);
  else say(event, status, phrase, sip);
  if (event == nua_i_invite && !find(handle) && !add(handle)) nua_respond(handle, SIP_486_BUSY_HERE, TAG_END());
  if (event == nua_r_shutdown && status >= 200) su_root_break(root);
  if ((status == 401 || status == 407) && sip) authenticate(handle, status, sip);
}

// Both calls are one another's: RFC 3891, Replaces in the Refer-To of RFC 3515.
static void referToOther(void) {
  su_home_t home[1] = { SU_HOME_INIT(home) };
  nua_handle_t *first = calls[0].handle, *second = calls[1].handle;
  sip_replaces_t *replaces = nua_handle_make_replaces(second, home, 0);
  const sip_to_t *to = nua_handle_remote(second);
  sip_refer_to_t *target = sip_refer_to_format(home, "<" URL_PRINT_FORMAT "?%s>", URL_PRINT_ARGS(to->a_url), sip_headers_as_url_query(home, SIPTAG_REPLACES(replaces), TAG_END()));
  nua_refer(first, SIPTAG_REFER_TO(target), TAG_END());
  su_home_deinit(home);
}

static void respond(nua_handle_t *handle, int status) {
  nua_respond(handle, status, sip_status_phrase(status), TAG_IF(status > 180 && status < 300, SOATAG_USER_SDP_STR(sdp)), NUTAG_EARLY_MEDIA(status == 183), TAG_END());
}

static void command(const char *verb, const char *what) {
  nua_handle_t *call = callCount > 0 ? calls[callCount - 1].handle : NULL;
  if (!strcmp(verb, "quit")) nua_shutdown(nua);
  else if (!strcmp(verb, "register")) nua_register(registration, SIPTAG_EXPIRES_STR(*what ? what : "3600"), NUTAG_M_USERNAME(user), TAG_END());
  else if (!strcmp(verb, "unregister")) nua_unregister(registration, TAG_END());
  else if (!strcmp(verb, "options")) nua_options(registration, SIPTAG_TO_STR(what), NUTAG_URL(what), TAG_END());
  else if (!strcmp(verb, "hears")) wantedHz = atoi(what), heardCount = 0, packetsLeft = LISTEN_PACKETS;
  else if (!strcmp(verb, "timer")) nua_set_params(nua, NUTAG_SESSION_TIMER(atoi(what)), NUTAG_MIN_SE(atoi(what)), NUTAG_SESSION_REFRESHER(nua_local_refresher), TAG_END());
  else if (!strcmp(verb, "100rel")) nua_set_params(nua, NUTAG_EARLY_MEDIA(1), NUTAG_ONLY183_100REL(1), NUTAG_SUPPORTED("100rel, timer, replaces"), TAG_END());
  else if (!strcmp(verb, "call")) {
    if (callCount == MAX_CALLS) return;
    call = nua_handle(nua, NULL, SIPTAG_TO_STR(what), NUTAG_URL(what), TAG_END());
    add(call);
    nua_invite(call, SOATAG_USER_SDP_STR(sdp), TAG_END());
  }
  else if (!call) printf("no call for %s\n", verb);
  else if (!strcmp(verb, "respond")) respond(call, atoi(what));
  else if (!strcmp(verb, "cancel")) nua_cancel(call, TAG_END());
  else if (!strcmp(verb, "bye")) nua_bye(call, TAG_END());
  else if (!strcmp(verb, "hold")) nua_invite(call, SOATAG_HOLD("*"), TAG_END());
  else if (!strcmp(verb, "resume")) nua_invite(call, SOATAG_HOLD(NULL), TAG_END());
  else if (!strcmp(verb, "update-hold")) nua_update(call, SOATAG_HOLD("*"), TAG_END());
  else if (!strcmp(verb, "update-resume")) nua_update(call, SOATAG_HOLD(NULL), TAG_END());
  else if (!strcmp(verb, "info")) nua_info(call, SIPTAG_CONTENT_TYPE_STR("application/dtmf-relay"), SIPTAG_PAYLOAD_STR(what), TAG_END());
  else if (!strcmp(verb, "refer")) nua_refer(call, SIPTAG_REFER_TO_STR(what), TAG_END());
  else if (!strcmp(verb, "refer-other") && callCount > 1) referToOther();
  else printf("unknown %s\n", verb);
}

static int readCommand(su_root_magic_t *magic, su_wait_t *wait, su_wakeup_arg_t *arg) {
  static char line[512];
  static size_t length;
  ssize_t got = read(STDIN_FILENO, line + length, sizeof line - 1 - length);
  if (got <= 0) { su_root_break(root); return 0; }
  length += got;
  for (char *end; (end = memchr(line, '\n', length)); ) {
    *end = 0;
    size_t verb = strcspn(line, " ");
    char *what = line[verb] ? line + verb + 1 : line + verb;
    line[verb] = 0;
    command(line, what);
    length -= end + 1 - line;
    memmove(line, end + 1, length);
  }
  return 0;
}

static void watch(int descriptor, su_wait_t *wait, su_wakeup_f onReadable) {
  su_wait_create(wait, descriptor, SU_WAIT_IN);
  su_root_register(root, wait, onReadable, NULL, 0);
}

int main(int count, char **arguments) {
  if (count != 8) return fprintf(stderr, "sofiaphone OWN-URL AOR SERVER USER PASSWORD RTP-PORT TONE-HZ\n"), 2;
  const char *own = arguments[1], *aor = arguments[2], *server = arguments[3];
  user = arguments[4], password = arguments[5], toneHz = atoi(arguments[7]);
  setvbuf(stdout, NULL, _IOLBF, 0);
  char host[64] = "";
  sscanf(own, "sip:%63[0-9.]", host);
  struct sockaddr_in local = { .sin_family = AF_INET, .sin_port = htons(atoi(arguments[6])) };
  inet_pton(AF_INET, host, &local.sin_addr);
  rtp = socket(AF_INET, SOCK_DGRAM, 0);
  if (bind(rtp, (struct sockaddr *)&local, sizeof local) < 0) return perror("rtp"), 1;
  snprintf(sdp, sizeof sdp, "v=0\r\nm=audio %s RTP/AVP 0 101\r\nc=IN IP4 %s\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\n", arguments[6], host);

  su_init();
  root = su_root_create(NULL);
  su_root_threading(root, 0);
  nua = nua_create(root, onEvent, NULL, NUTAG_URL(own), NUTAG_PROXY(server), SIPTAG_FROM_STR(aor), NUTAG_OUTBOUND("no-outbound no-validate no-natify no-options-keepalive"),
    NUTAG_AUTOALERT(0), NUTAG_AUTOANSWER(0), NUTAG_SUPPORTED("timer, replaces"), NUTAG_ALLOW("INFO, UPDATE, REFER, NOTIFY"), SOATAG_ADDRESS(host), TAG_END());
  if (!nua) return fprintf(stderr, "no nua on %s\n", own), 1;
  registration = nua_handle(nua, NULL, SIPTAG_TO_STR(aor), NUTAG_REGISTRAR(server), TAG_END());

  su_wait_t commandWait, audioWait;
  watch(STDIN_FILENO, &commandWait, readCommand);
  watch(rtp, &audioWait, receiveAudio);
  su_timer_t *timer = su_timer_create(su_root_task(root), PACKET_MS);
  su_timer_run(timer, tick, NULL);
  su_root_run(root);
  su_timer_destroy(timer);
  nua_destroy(nua);
  su_root_destroy(root);
  su_deinit();
  return 0;
}
