// Ticks from a worker, because browsers slow down the timers of hidden pages to one a minute, and an operator whose page is
// behind another window must stay available (the server takes 30 s of silence as gone).
const heartbeatMs = 10_000;

setInterval(() => postMessage('beat'), heartbeatMs);
