# Everything a newcomer needs: make demo, make test, make run. They install what is missing and are fast the second time.
CONFIGURATION ?= Release
BUILD = dotnet build SmartPbx.sln -c $(CONFIGURATION) -v quiet -nologo
export DOTNET_CLI_TELEMETRY_OPTOUT = 1
export DOTNET_NOLOGO = 1

.PHONY: help demo test run bench bench-edge interop fuzz soak build console packages clean

help:
	@echo "make demo   plays the main job end to end: real SIP, RTP and speech, checked from the outside"
	@echo "            KNOWLEDGE=folder QUESTIONS=file VOICES=slt,rms,awb play it with your own"
	@echo "make test   all tests; the last line counts them"
	@echo "make interop  SIPp, baresip, linphone, sofia-sip, kamailio and sipsak against the edge, with a table of what passed"
	@echo "            ONLY=ring-hold PEER=SIPp KNOWN_MISSING=file"
	@echo "make fuzz   mutated SIP, SDP, RTP, RTCP, digest, WebSocket: nothing may throw, hang or stay"
	@echo "            TARGET=sip,sdp SECONDS=20 INPUTS=10000000 SEED=1 each of them per target"
	@echo "make soak   calls with lost SIP and RTP, stopped peers, hang-ups, holds, transfers; then nothing may be left, and no memory may have grown"
	@echo "            MINUTES=30 RATE=22 (new calls a second) SEED=1"
	@echo "make bench  speed beside rtpengine, kamailio and C, as ratios: ONLY=relay,capacity,recorded,transcode,signalling,parser SECONDS=5 ROUNDS=3"
	@echo "make bench-edge  the edge as the bench measures it stays up for a generator of yours, and says whom to call"
	@echo "make run    the product stays up: console on http://127.0.0.1:8080, SIP on udp 5060"

packages:
	@infra/one-machine/install-packages.sh

# npm runs only when the lock file or a source is newer than what was built from them
console: src/console/dist/index.html

src/console/node_modules/.package-lock.json: src/console/package-lock.json
	cd src/console && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

src/console/dist/index.html: src/console/node_modules/.package-lock.json $(shell find src/console/src src/console/index.html src/console/public -type f 2>/dev/null)
	cd src/console && npm run build --silent

build: packages console
	@$(BUILD)

demo: build
	@dotnet tests/SmartPbx.Demo/bin/$(CONFIGURATION)/net10.0/SmartPbx.Demo.dll --knowledge "$(KNOWLEDGE)" --questions "$(QUESTIONS)" --voices "$(VOICES)" --only "$(ONLY)"

test: build
	@CONFIGURATION=$(CONFIGURATION) tests/run.sh

# a phone on the SIP stack of FreeSWITCH, built only when its source is newer
SOFIA_PHONE = artifacts/sofiaphone

interop:
	@infra/one-machine/install-packages.sh packages.txt interop-packages.txt
	@$(MAKE) --no-print-directory $(SOFIA_PHONE)
	@dotnet build media-edge -c $(CONFIGURATION) -v quiet -nologo
	@dotnet build tests/SmartPbx.Interop -c $(CONFIGURATION) -v quiet -nologo
	@$$(unshare -n true 2>/dev/null && echo "unshare -n env INTEROP_OWN_NETWORK=1") sh -c 'ip link set lo up 2>/dev/null; exec "$$@"' interop \
	  timeout -k 20 480 dotnet tests/SmartPbx.Interop/bin/$(CONFIGURATION)/net10.0/SmartPbx.Interop.dll --only "$(ONLY)" --peer "$(PEER)" --known-missing "$(KNOWN_MISSING)"

$(SOFIA_PHONE): tests/SmartPbx.Interop/sofia/sofiaphone.c
	@mkdir -p $(@D)
	@gcc -std=gnu11 -O2 -Wall -o $@ $< $$(pkg-config --cflags --libs sofia-sip-ua) -lm

fuzz:
	@dotnet build tests/SmartPbx.Fuzz -c $(CONFIGURATION) -v quiet -nologo
	@nice -n 19 dotnet tests/SmartPbx.Fuzz/bin/$(CONFIGURATION)/net10.0/SmartPbx.Fuzz.dll --target "$(TARGET)" --seconds "$(SECONDS)" --inputs "$(INPUTS)" --seed "$(SEED)"

soak:
	@infra/one-machine/install-packages.sh packages.txt
	@dotnet build media-edge -c $(CONFIGURATION) -v quiet -nologo
	@dotnet build tests/SmartPbx.Interop -c $(CONFIGURATION) -v quiet -nologo
	@dotnet tests/SmartPbx.Interop/bin/$(CONFIGURATION)/net10.0/SmartPbx.Interop.dll soak --minutes "$(MINUTES)" --rate "$(RATE)" --seed "$(SEED)"

run: build
	@exec dotnet src/SmartPbx.Standalone/bin/$(CONFIGURATION)/net10.0/SmartPbx.Standalone.dll

# C load tools of tests/SmartPbx.Bench/tools; the bench gets a network of its own where that is allowed, so that no port is anybody else's
BENCH_TOOLS = artifacts/bench-tools

bench:
	@infra/one-machine/install-packages.sh bench-packages.txt
	@dotnet build tests/SmartPbx.Bench -c $(CONFIGURATION) -v quiet -nologo
	@mkdir -p $(BENCH_TOOLS) && cp tests/SmartPbx.Bench/tools/ngsetup.py $(BENCH_TOOLS)/
	@cd tests/SmartPbx.Bench/tools && for tool in rtpgen crelay stall sipgen; do gcc -O2 -march=native -w -o ../../../$(BENCH_TOOLS)/$$tool $$tool.c -lm || exit 1; done; gcc -O2 -o ../../../$(BENCH_TOOLS)/osipparse osipparse.c -losipparser2
	@$$(unshare -n true 2>/dev/null && echo "unshare -n") sh -c 'ip link set lo up 2>/dev/null; exec "$$@"' bench \
	  dotnet tests/SmartPbx.Bench/bin/$(CONFIGURATION)/net10.0/SmartPbx.Bench.dll --only "$(ONLY)" --seconds "$(SECONDS)" --rounds "$(ROUNDS)"

bench-edge:
	@infra/one-machine/install-packages.sh packages.txt
	@dotnet build tests/SmartPbx.Bench -c $(CONFIGURATION) -v quiet -nologo
	@exec dotnet tests/SmartPbx.Bench/bin/$(CONFIGURATION)/net10.0/SmartPbx.Bench.dll serve

clean:
	rm -rf artifacts src/console/dist src/console/node_modules
	dotnet clean SmartPbx.sln -v quiet -nologo
