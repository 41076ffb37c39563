package turn

import (
	"time"

	"domicile/cmd/edge/frame"
	"domicile/cmd/internal/relay"
)

// reader takes values off a message; after a wrong one it gives zeros and bad
// is set.
type reader struct {
	values []any
	bad    bool
}

func take[T any](r *reader) (v T) {
	if len(r.values) == 0 {
		r.bad = true
		return v
	}
	v, ok := r.values[0].(T)
	r.values, r.bad = r.values[1:], r.bad || !ok
	return v
}

func (r *reader) moment() time.Time { return time.UnixMilli(take[int64](r)).UTC() }

// header takes all that is left, as pairs.
func (r *reader) header() map[string]string {
	h := make(map[string]string, len(r.values)/2)
	for len(r.values) > 0 {
		name := take[string](r)
		h[name] = take[string](r)
	}
	return h
}

func open(message []byte) *reader {
	values, err := frame.Read(message)
	return &reader{values: values, bad: err != nil}
}

func readRequest(message []byte) (now time.Time, r *relay.Request, err error) {
	in := open(message)
	now = in.moment()
	r = &relay.Request{Method: take[string](in), Path: take[string](in), Query: take[string](in), Address: take[string](in)}
	r.TooLarge, r.Body, r.Header = take[int64](in) != 0, take[[]byte](in), in.header()
	if in.bad {
		return now, nil, frame.ErrFrame
	}
	return now, r, nil
}

func readOutcome(message []byte) (now time.Time, id int64, o outcome, err error) {
	in := open(message)
	now, id, o = in.moment(), take[int64](in), outcome{word: take[string](in)}
	if in.bad {
		return now, 0, o, frame.ErrFrame
	}
	o.values = in.values
	return now, id, o, nil
}

func readRows(values []any) ([][]any, error) {
	in := &reader{values: values}
	count, width := take[int64](in), take[int64](in)
	if in.bad || count < 0 || width < 0 || width > 64 || count > int64(len(values)) || count*width != int64(len(in.values)) {
		return nil, ErrOutcome
	}
	rows := make([][]any, count)
	for i := range rows {
		rows[i], in.values = in.values[:width:width], in.values[width:]
	}
	return rows, nil
}

func readFetched(values []any) (*relay.FetchResponse, error) {
	in := &reader{values: values}
	r := &relay.FetchResponse{Status: int(take[int64](in)), Body: take[[]byte](in), Header: in.header()}
	if in.bad {
		return nil, ErrOutcome
	}
	return r, nil
}

// done is the last wish: the response.
func done(r *relay.Response) []any {
	if r == nil { // all of it was emitted
		r = &relay.Response{}
	}
	return append([]any{"done", int64(r.Status), r.Body, r.Route, r.Trap}, pairs(r.Header)...)
}

func pairs(h map[string]string) []any {
	list := make([]any, 0, 2*len(h))
	for name, value := range h {
		list = append(list, name, value)
	}
	return list
}
