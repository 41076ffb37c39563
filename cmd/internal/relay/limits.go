package relay

// Limits of the relay, the same in each home.
const (
	// MaxBody is the longest body of a request, in bytes.
	MaxBody = 64 << 10
	// MaxLifetime and DefaultLifetime are those of an exchange, in seconds.
	MaxLifetime     = 600
	DefaultLifetime = 120
	// ClaimSeconds is how long a claim keeps others from the answer.
	ClaimSeconds = 30
	// MaxWait is the longest wait of a long poll, in seconds.
	MaxWait = 25
	// StreamSeconds is how long server-sent events go on; BeatSeconds is the
	// longest silence between them.
	StreamSeconds = 55
	BeatSeconds   = 10
	// MaxWaiters is how many requests may wait for changes of one exchange: its
	// page and its wallet need one each, and some for connections that broke. Homes
	// refuse more with ErrBusy, so that one exchange cannot take the room of all.
	MaxWaiters = 16
	// MaxFetched is the longest body that the gateway passes on, in bytes, and
	// FetchSeconds the time that it gives the other server.
	MaxFetched   = 256 << 10
	FetchSeconds = 10

	maxNonce       = 512
	maxRedirectURI = 2 << 10
	maxOpened      = 1000
	maxRounds      = 200 // of a loop that waits; ends it where the clock stands still
	windowSeconds  = 600
)

// Quota is how often something may be asked for in a window of ten minutes.
type Quota struct {
	Creations, Posts, Fetches int64 // by one address (IPv6: one /64)
	All                       int64 // of each sort, by everybody
}

// DefaultQuota is what a home uses where its operator says nothing.
var DefaultQuota = Quota{Creations: 600, Posts: 1200, Fetches: 300, All: 60_000}
