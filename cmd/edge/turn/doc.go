// Package turn lets JavaScript run the relay's handler in turns: it calls Begin
// with a request, gets what the handler wants next, does that, and calls Resume
// with the outcome, until the handler is done. Each call returns at once. The
// handler runs as a coroutine between the calls; it waits for no promise, holds
// no timer, and no call depends on another request, so none can hang another.
//
// Begin takes a frame (package frame) of
//
//	now  method  path  query  address  too-large  body  *( name  value )
//
// with times in milliseconds and too-large 0 or 1. Resume takes
//
//	now  turn  "ok"      *value     ; what was asked for, see below
//	now  turn  "fault"   text       ; it failed
//	now  turn  "gone"               ; nobody waits for the response any more
//
// and both give
//
//	turn  kind  count  count*exchange  *value
//
// where the exchanges are those that changed since the last turn, and kind is
//
//	"query"  statement  *argument            answered by  rows  columns  *value
//	"pause"  exchange  milliseconds          answered by nothing
//	"emit"   chunk  status  *( name  value ) answered by nothing; the head is with the first
//	"fetch"  method  url  body  *( name  value )
//	                                         answered by  status  body  *( name  value )
//	"done"   status  body  route  trap  *( name  value )
//
// A turn that is unknown, because it is over or was given up, is answered with
// "done" and the reply of a busy relay.
package turn
