package holder

import (
	"time"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// version is that of the records this program writes, and the last it reads.
const version = 1

// record is the plain content of a sealed record.
type record struct {
	Version uint64           `cbor:"v"`
	Event   string           `cbor:"event"`
	At      int64            `cbor:"at"` // seconds since 1970
	Body    encoding.RawCBOR `cbor:"body"`
}

// event is one thing that happened. apply checks before it changes: an error
// leaves the state as it was.
type event interface {
	name() string
	apply(s *State, at time.Time) error
}

// events makes an empty event of each name.
var events = map[string]func() event{
	"created":  func() event { return new(created) },
	"ordered":  func() event { return new(ordered) },
	"advanced": func() event { return new(advanced) },
	"received": func() event { return new(received) },
	"dropped":  func() event { return new(dropped) },
	"deleted":  func() event { return new(deleted) },
	"restored": func() event { return new(restored) },
	"erased":   func() event { return new(erased) },
	"shown":    func() event { return new(shown) },
	"refused":  func() event { return new(refused) },
	"emptied":  func() event { return new(emptied) },
}

// write encodes an event that happens now.
func write(e event, now time.Time) ([]byte, error) {
	body, err := encoding.EncodeCBOR(e)
	if err != nil {
		return nil, err
	}
	return encoding.EncodeCBOR(record{version, e.name(), now.Unix(), body})
}

// read decodes what write wrote.
func read(plain []byte) (event, time.Time, error) {
	var r record
	if err := encoding.UnmarshalCBOR(plain, &r); err != nil {
		return nil, time.Time{}, fault.Wrap(KindDamaged, err, "a record is not the CBOR of one")
	}
	if r.Version != version {
		return nil, time.Time{}, fault.New(KindNewer, "a record of version %d", r.Version)
	}
	empty, known := events[r.Event]
	if !known {
		return nil, time.Time{}, fault.New(KindDamaged, "a record of an event that does not exist")
	}
	e := empty()
	if err := encoding.UnmarshalCBOR(r.Body, e); err != nil {
		return nil, time.Time{}, fault.Wrap(KindDamaged, err, "the body of a record %q", r.Event)
	}
	return e, time.Unix(r.At, 0).UTC(), nil
}
