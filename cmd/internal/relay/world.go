package relay

import (
	"errors"
	"time"
)

// Request is what a home passes on of an HTTP request.
type Request struct {
	Method string
	Path   string // from the root, not decoded
	Query  string // without the "?"
	// Header has the names in lower case, and of them only [Headers]. Where a
	// header came twice, the home answers 400 itself or joins them with ", ",
	// which no route accepts.
	Header map[string]string
	Body   []byte
	// TooLarge says that the body was longer than MaxBody. The home has read all
	// of it, or closes the connection.
	TooLarge bool
	Address  string // of the client, without port; counted, never stored
}

// Headers are the names that a home passes on.
var Headers = []string{"accept", "authorization", "content-length", "content-type", "if-none-match", "origin"}

// Response is what a home sends.
type Response struct {
	Status int
	Header map[string]string
	Body   []byte
	Route  string // for the log, e.g. "POST x/{id}/claim"; never a value
	Trap   string // for the log where Status is 500: the id that the reply names, and what was trapped
}

// World is what a home does for one request. It is used by that request alone,
// and by one call at a time.
type World interface {
	// Now is the present time; seconds matter.
	Now() time.Time
	// Random fills b from a cryptographic source.
	Random(b []byte) error
	// Query runs the statement of that name, see Statement, and returns its rows.
	// Arguments and values are int64, string and nil only. It returns without an
	// error only when the change is durable.
	Query(statement string, args ...any) (rows [][]any, err error)
	// Pause waits for at most d, or until something changed in that exchange
	// since this request's last Query. It may return early for any reason; a home
	// that cannot hear of changes returns after a second or so.
	// ErrBusy says that there is no room for another request that waits.
	Pause(exchange string, d time.Duration) error
	// Changed tells that something changed in that exchange.
	Changed(exchange string)
	// Emit sends a part of a streamed response; the first call sends the head. An
	// error means that the client is gone.
	Emit(head *Response, chunk []byte) error
	// Fetch sends the gateway's request. It follows no redirect, sends no cookie,
	// takes at most MaxFetched bytes and FetchSeconds, and natively connects to
	// public addresses only. Its errors are ErrRedirect, ErrTooLarge, ErrTimeout,
	// ErrPrivate and any other for a failure.
	Fetch(r *FetchRequest) (*FetchResponse, error)
}

// FetchRequest is what the gateway sends.
type FetchRequest struct {
	Method, URL string
	Header      map[string]string // lower case
	Body        []byte
}

// FetchResponse is what came back. Only the headers of FetchedHeaders are passed on.
type FetchResponse struct {
	Status int
	Header map[string]string // lower case
	Body   []byte
}

// ErrBusy is an error of World.Pause.
var ErrBusy = errors.New("no room for another request that waits")

// The errors of World.Fetch.
var (
	ErrRedirect = errors.New("a redirect")
	ErrTooLarge = errors.New("too large")
	ErrTimeout  = errors.New("too slow")
	ErrPrivate  = errors.New("not a public address")
)
