// Command edge is the relay as a worker of Cloudflare's platform, with D1 as its
// database: the same handler as `domicile relay serve`, package relay.
//
// One program is kept for as long as the platform keeps the isolate, because to
// start one costs more than to serve a request. What a kept program must not do
// is wait: a promise or a timer belongs to the request that made it, and ends
// with it. So JavaScript does all that takes time, in the context of the request
// it is for, and calls the program in between (package turn):
//
//	worker/worker.mjs   the entry: requests, and the cron trigger
//	worker/talk.mjs     one request: turns, statements, pauses, streams
//	worker/engine.mjs   the program, and a new one when it has ended
//	worker/wake.mjs     waits for a change
//	worker/body.mjs     reads a body, with its limits
//	worker/gateway.mjs  the gateway's fetch
//	worker/refuse.mjs   what is refused without the program
//	worker/frame.mjs    the twin of package frame
//
// A panic ends one request. What ends the program (a stack or memory used up)
// ends the requests that are under way with 503, which clients repeat: each
// change of state is one statement that may be sent again. The next request
// starts the program anew.
package main
