package relay

import (
	"strings"

	"domicile/crypto/encoding"
)

func mustJSON(v any) []byte {
	data, err := encoding.EncodeJSON(v)
	if err != nil {
		panic(err) // strings, numbers and booleans only
	}
	return data
}

func jsonResponse(status int, v any) *Response {
	return &Response{Status: status, Header: map[string]string{"Content-Type": "application/json"}, Body: mustJSON(v)}
}

func noContent() *Response { return &Response{Status: 204, Header: map[string]string{}} }

// bucket is the size that a length is padded to, so that it says little.
func bucket(length int) int {
	for _, size := range []int{1 << 10, 4 << 10, 16 << 10} {
		if length <= size {
			return size
		}
	}
	return 64 << 10
}

// pad makes a text as long as its bucket. Forms have no space at their end.
func pad(text string) string {
	return text + strings.Repeat(" ", max(0, bucket(len(text))-len(text)))
}

// padded is a JSON reply that is as long as the bucket of the answer in it, and
// overhead for what stands around.
func padded(v any, length int) *Response {
	const overhead = 64
	out := jsonResponse(200, v)
	if missing := bucket(length) + overhead - len(out.Body); missing > 0 {
		out.Body = append(out.Body, strings.Repeat(" ", missing)...)
	}
	return out
}

// number and words read a value of a row; what a database returns in another
// type is a fault of its home, and traps.
func number(v any) int64 {
	if v == nil {
		return 0
	}
	return v.(int64)
}

func words(v any) string {
	if v == nil {
		return ""
	}
	return v.(string)
}
